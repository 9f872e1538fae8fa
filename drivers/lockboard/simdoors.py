"""Spring doors with electric locks, and how their boards can lie: the world that simulated lock boards act on.

Knows doors and instants, which are passed in; knows no clock, no protocol and no wire.
"""

from collections.abc import Sequence
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from drivers.transport.cable import Timed

BOUNCE_S = 0.2
"""A latch that bounces holds again after this time; under 300 ms a watcher can miss the opening."""


class BoardFaults(BaseModel):
    """What is wrong with a board."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    silent: bool = False
    """Without power: it neither acts nor answers."""
    ack_but_stays_shut: bool = False
    """It answers that the lock moved, and fires none."""
    refuse_but_opens: bool = False
    """It fires the lock and answers that it did not move."""


class SimDoor:
    """A door that pops open when its lock is released, and stays so until somebody pushes it shut."""

    def __init__(self) -> None:
        self.stuck = False
        """A release does not open it: overfull, frozen, or a weak supply."""
        self.bounces = False
        """It opens and latches again at once."""
        self.contents: bool | None = None
        """Whether something lies inside; None where nobody has said."""
        self.openings = 0
        """How often it went from closed to open."""
        self._opens_s: float | None = None
        self._shuts_s: float | None = None

    def is_open(self, at_s: float) -> bool:
        """Whether it is open at that instant; also one that is still to come, if nobody touches it until then."""
        if self._opens_s is None or at_s < self._opens_s:
            return False
        return self._shuts_s is None or at_s < self._shuts_s

    def release(self, at_s: float) -> None:
        """The lock's coil gets its pulse."""
        if self.stuck:
            return
        self.pull(at_s)
        if self.bounces:
            self._shuts_s = at_s + BOUNCE_S

    def pull(self, at_s: float) -> None:
        """Somebody forces it open, or opens it by the lock's own lever."""
        if not self.is_open(at_s):
            self.openings += 1
            self._opens_s = at_s
        self._shuts_s = None

    def push(self, at_s: float) -> None:
        """Somebody pushes it shut."""
        if self.is_open(at_s):
            self._shuts_s = at_s


class LockBoardSim(Protocol):
    """A simulated board at the far end of a cable, acting on the doors of its channels."""

    faults: BoardFaults

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        """See transport.cable.Peer."""
