"""What flows ask of the locker, and the outcomes.

They carry ids, enums and counts, and the secrets that a person typed; kiosk.store chooses what is journalled.
"""

from dataclasses import dataclass, field
from enum import Enum

from kiosk.flows.api import DomainEffect, PhysicalEffect
from kiosk.flows.effects.staff import NotStaff
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
class Reserve(DomainEffect[Reserved | NoneFree | NotStaff]):
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


class Ending(Enum):
    """What a person says became of the parcel behind the door that was opened for them."""

    NOT_STORED = "not_stored"
    """Nothing was put in."""
    COLLECTED = "collected"
    """Everything is taken."""
    TAKEN = "taken"
    """A volunteer has the envelope, to bring it to the door."""
    STILL_INSIDE = "still_inside"
    """Not everything is taken: the ticket is given back."""


@dataclass(frozen=True)
class Conclude(DomainEffect[None | DoorOpenAgain]):
    """The person says how it ended, and the door is seen closed."""

    intent: str
    ending: Ending


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
    """Opened for a volunteer on this delivery, with a ticket that is spent in the same commit."""

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
    """The door was seen open; intent must be concluded by RecordStored, Conclude or RecordUncleared."""

    intent: str


@dataclass(frozen=True)
class StayedShut:
    """The door was seen to stay shut, or nothing was sent; a ticket is given back."""


@dataclass(frozen=True)
class DoorUnknown:
    """Nobody can say whether the door opened; staff have a task."""


@dataclass(frozen=True)
class NotAllowed:
    """Nothing was sent: meanwhile the ticket was spent, the parcel settled, the delivery over or the staff removed."""


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


Decision = CheckCode | Reserve | RecordStored | RecordCodeTold | Conclude | RecordUncleared
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
