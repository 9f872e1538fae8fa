"""What every slip printer can do, whatever language it speaks.

Knows one printer, its roll and one slip. Does not know what is on a slip, nor whether one that was lost is printed
again: a slip is no official document, so it may be, and that is for the caller to decide.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PIL import Image


class Roll(Enum):
    """What the sensors say of the roll."""

    OK = "ok"
    NEAR_END = "near_end"
    """It still prints; how much is left depends on where the sensor sits, often some metres."""
    OUT = "out"


@dataclass(frozen=True, slots=True)
class SlipStatus:
    """The printer's own word; there is no status of a printer that did not answer."""

    online: bool
    cover_open: bool
    roll: Roll
    cutter_error: bool
    other_error: bool
    """Overheated, or a fault that only switching off or the maker's service ends."""

    @property
    def is_ready(self) -> bool:
        """Whether a slip that is sent now can be expected to come out whole."""
        in_order = self.online and not self.cover_open and not self.cutter_error and not self.other_error
        return in_order and self.roll is not Roll.OUT


class SlipOutcome(Enum):
    """What became of one slip."""

    PRINTED = "printed"
    """The printer has worked off everything up to the cut and was in order afterwards. Where its language has no check
    sums, what a bad line did to the picture is not known."""
    NOT_PRINTED = "not_printed"
    """Nothing of the picture left this machine: the printer was not ready or did not answer."""
    UNCERTAIN = "uncertain"
    """A part may hang out of the printer, or all of it. It may be printed whole again; the driver first cuts off what
    there is. Whether to do so is the caller's decision."""


class SlipPrinter(Protocol):
    """One printer on a line of its own; what is asked of it at once is done one after the other."""

    @property
    def name(self) -> str:
        """The printer's name in the site's settings."""

    async def status(self) -> SlipStatus:
        """What the printer says of itself now; waits while a slip is being printed. Retries on its own.

        Raises:
            NoReply: the printer is silent, which never means that its paper is in order.
            BadReply: only bytes came that are no status.
            TransportLost: the line is gone.
        """

    async def print(self, image: Image.Image) -> SlipOutcome:
        """Print one slip, once, and say what became of it. Never repeats it.

        A line that is lost is an outcome here; the next status() raises.

        Args:
            image: mode "1", black on white, as wide as the printer has dots. Turning it into bytes holds the event loop
                for about 1 ms per 10 mm.

        Raises:
            ValueError: image is not such a picture; nothing was sent.
        """
