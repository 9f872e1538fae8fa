"""What flows ask of the locker, and the outcomes.

They carry ids, enums and counts, and the secrets that a person typed; kiosk.store chooses what is journalled.
"""

from dataclasses import dataclass, field
from enum import Enum

from kiosk.flows.api import DomainEffect, PhysicalEffect
from locker.parcel import ToldBy


@dataclass(frozen=True)
class Ticket:
    """The right to open one compartment once, for one parcel."""

    id: str
    compartment: int


@dataclass(frozen=True)
class WrongCode:
    """The code is not this compartment's; tries_left more are taken."""

    tries_left: int


@dataclass(frozen=True)
class CodeLocked:
    """This compartment's code takes no more tries; staff have a task."""


@dataclass(frozen=True)
class HeldForStaff:
    """The code is right, and nobody but staff can say where the parcel is; they have a task."""


@dataclass(frozen=True)
class NothingThere:
    """No parcel can be asked for with this number."""


@dataclass(frozen=True)
class CheckCode(DomainEffect[Ticket | WrongCode | CodeLocked | HeldForStaff | NothingThere]):
    """Is this the code of the parcel in this compartment?"""

    compartment: int
    code: str = field(repr=False)


@dataclass(frozen=True)
class Reserved:
    """A compartment kept for a parcel that is about to be put in."""

    parcel: str
    compartment: int


@dataclass(frozen=True)
class NoneFree:
    """No compartment can take another parcel."""


@dataclass(frozen=True)
class Reserve(DomainEffect[Reserved | NoneFree]):
    """Keep a compartment for a parcel to this household; paper is the number of the certificate in it, if it is one."""

    recipient: str = field(repr=False)
    staff: str
    paper: str | None = None


@dataclass(frozen=True)
class DoorOpenAgain:
    """Nothing was recorded: the door is not seen closed any more."""


@dataclass(frozen=True)
class Stored:
    """The parcel is in; code opens its compartment once and is kept nowhere. Until it is told, staff have a task."""

    parcel: str
    code: str = field(repr=False)
    told_by: ToldBy


@dataclass(frozen=True)
class RecordStored(DomainEffect[Stored | DoorOpenAgain]):
    """The depositor says it is in, and the door is seen closed."""

    intent: str


@dataclass(frozen=True)
class RecordCodeTold(DomainEffect[None]):
    """The depositor has seen this parcel's code."""

    parcel: str


@dataclass(frozen=True)
class RecordNotStored(DomainEffect[None | DoorOpenAgain]):
    """The depositor says that nothing was put in, and the door is seen closed."""

    intent: str


@dataclass(frozen=True)
class RecordCollected(DomainEffect[None | DoorOpenAgain]):
    """The collector says that everything is taken, and the door is seen closed."""

    intent: str


@dataclass(frozen=True)
class RecordTaken(DomainEffect[None | DoorOpenAgain]):
    """The volunteer says that they have the envelope, and the door is seen closed."""

    intent: str


@dataclass(frozen=True)
class RecordStillInside(DomainEffect[None | DoorOpenAgain]):
    """The collector or volunteer says that it is still in, and the door is seen closed: the ticket is given back."""

    intent: str


class Uncleared(Enum):
    """Why nobody can say what is in a compartment."""

    DOOR_LEFT_OPEN = "door_left_open"
    DOOR_NOT_SEEN = "door_not_seen"
    VISIT_ENDED = "visit_ended"


@dataclass(frozen=True)
class RecordUncleared(DomainEffect[None]):
    """Nobody can say what is in the compartment: it is given to nobody, and staff have a task."""

    intent: str
    why: Uncleared


@dataclass(frozen=True)
class Pickup:
    """Opened for whoever holds this ticket, which is spent in the same commit."""

    ticket: str


@dataclass(frozen=True)
class Deposit:
    """Opened for a member of staff to put this parcel in."""

    parcel: str
    staff: str


@dataclass(frozen=True)
class Delivery:
    """Opened for a volunteer on this errand, with a ticket that is spent in the same commit."""

    delivery: str
    ticket: str
    staff: str


@dataclass(frozen=True)
class Inspection:
    """Opened by staff from the command line, for a reason that they gave."""

    staff: str


Purpose = Pickup | Deposit | Delivery | Inspection


@dataclass(frozen=True)
class Opened:
    """The door was seen open; intent must be concluded by one of the Record effects."""

    intent: str


@dataclass(frozen=True)
class StayedShut:
    """The door was seen to stay shut, or nothing was sent; a ticket is given back."""


@dataclass(frozen=True)
class DoorUnknown:
    """Nobody can say whether the door opened; staff have a task."""


@dataclass(frozen=True)
class NotAllowed:
    """The ticket was spent, or the parcel settled, since it was checked: nothing was sent."""


@dataclass(frozen=True)
class OpenDoor(PhysicalEffect[Opened | StayedShut | DoorUnknown | NotAllowed]):
    """Open this compartment, once, for this purpose."""

    compartment: int
    purpose: Purpose


@dataclass(frozen=True)
class OpenIntent:
    """An opening that happened and that no flow concluded; what settle() is given."""

    id: str
    compartment: int
    purpose: Purpose


Decision = (
    CheckCode
    | Reserve
    | RecordStored
    | RecordCodeTold
    | RecordNotStored
    | RecordCollected
    | RecordTaken
    | RecordStillInside
    | RecordUncleared
)
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
