"""What a parcel and a compartment can be, and the small rules about codes and free compartments.

Knows no database, no board and no screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

REACH_MM = range(400, 1221)
"""Controls and openings a wheelchair user can reach (Korean kiosk accessibility criteria, geometry items; R28)."""

MAX_WRONG_CODES = 5
"""Wrong secrets that lock a compartment's code; the person is never locked out."""


class ParcelState(Enum):
    """Where a parcel stands. Its compartment belongs to it in every state of LIVE."""

    RESERVED = "reserved"
    """A compartment is kept for it; nothing has been put in."""
    STORED = "stored"
    """The depositor said it is in, and the door was seen closed."""
    OUT = "out"
    """A door was opened for it, and what the person did is not settled yet."""
    HELD = "held"
    """Nobody but staff can say where it is."""
    COLLECTED = "collected"
    TAKEN = "taken"
    """A volunteer has it, to bring it to the door."""
    WITHDRAWN = "withdrawn"
    """It was never put in."""
    REMOVED = "removed"
    """Staff looked, and found the compartment without it or took it out."""


LIVE = (ParcelState.RESERVED, ParcelState.STORED, ParcelState.OUT, ParcelState.HELD)


class ToldBy(Enum):
    """How the recipient of a parcel learns where it is."""

    STAFF = "staff"
    """Whoever put it in tells the household."""
    HUB = "hub"
    """The hub sends a message."""
    SLIP = "slip"
    """Nobody can be reached: a slip is printed, and the coordinator has somebody go there."""
    VOLUNTEER = "volunteer"
    """A volunteer brings it to the door."""


class Condition(Enum):
    """Whether a compartment may be given to a parcel. Free means CLEAR and no live parcel."""

    CLEAR = "clear"
    UNCLEARED = "uncleared"
    """Nobody can say that it is empty."""
    BLOCKED = "blocked"
    """Its door did not open when it should."""


def condition(*, contents_known: bool, door_works: bool) -> Condition:
    """The two facts in one word; that the contents are not known is the graver one."""
    if not contents_known:
        return Condition.UNCLEARED
    return Condition.CLEAR if door_works else Condition.BLOCKED


@dataclass(frozen=True)
class Spot:
    """A free compartment as allocation sees it."""

    number: int
    bottom_mm: int
    """Height of its floor above the ground."""


def allocate(free: Iterable[Spot]) -> Spot | None:
    """The compartment for the next parcel: one within reach if there is one, then the lowest number."""
    return min(free, key=lambda spot: (spot.bottom_mm not in REACH_MM, spot.number), default=None)
