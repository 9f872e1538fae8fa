"""What a slip printer says of itself, and what became of a slip.

Knows no byte and no port. A slip is no official document: one that was lost may be printed whole again.
"""

from dataclasses import dataclass
from enum import Enum


class Paper(Enum):
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
    paper: Paper
    cutter_error: bool
    other_error: bool
    """Overheated, or a fault that only switching off or the maker's service ends."""

    @property
    def is_ready(self) -> bool:
        """Whether a slip that is sent now can be expected to come out whole."""
        in_order = self.online and not self.cover_open and not self.cutter_error and not self.other_error
        return in_order and self.paper is not Paper.OUT


class SlipOutcome(Enum):
    """What became of one slip."""

    PRINTED = "printed"
    """The printer has worked off everything up to the cut and was in order afterwards. ESC/POS has no check sums: what
    a bad line did to the picture is not known."""
    NOT_PRINTED = "not_printed"
    """Nothing of the picture left this machine: the printer was not ready or did not answer."""
    UNCERTAIN = "uncertain"
    """A part may hang out of the printer, or all of it. It may be printed whole again; the driver first cuts off what
    there is. Whether to do so is the caller's decision."""
