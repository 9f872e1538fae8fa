"""What flows ask about the signed codes that people show, and the birth date with them; and the outcomes.

They carry ids, counts and what a person typed or showed; kiosk.store chooses what is kept.
"""

from dataclasses import dataclass, field
from enum import Enum

from kiosk.flows.api import DomainEffect
from kiosk.flows.effects.locker import CodeLocked, HeldForStaff, NothingThere, Ticket
from kiosk.flows.effects.papers import Offer


class CodeFault(Enum):
    """Why a code that was shown gets nowhere; the value names its words."""

    UNREADABLE = "unreadable"
    FORGED = "forged"
    FOREIGN = "foreign"
    """Genuine, and for another place or for something else."""
    EXPIRED = "expired"
    SPENT = "spent"
    LOCKED = "locked"
    """Shown with wrong birth dates too often; staff have a task."""
    NOT_READY = "not_ready"
    """What it is about has not come to this kiosk, or not into the locker, yet."""
    DONE = "done"
    """What it is about was printed, or taken, already."""
    STAFF = "staff"
    """Only staff can say where what it is about is; they have a task."""


@dataclass(frozen=True)
class Code:
    """A code that holds; application is what it is about."""

    id: str
    application: str


@dataclass(frozen=True)
class CheckPrintCode(DomainEffect[Code | CodeFault]):
    """May this code print something here?"""

    text: str = field(repr=False)


@dataclass(frozen=True)
class CheckParcelCode(DomainEffect[Code | CodeFault]):
    """May this code open a compartment here?"""

    text: str = field(repr=False)


@dataclass(frozen=True)
class WrongBirthDate:
    """It is not the birth date of the person whom the code is for; tries_left more are taken."""

    misses: int
    tries_left: int


@dataclass(frozen=True)
class CheckPrintBirthDate(DomainEffect[tuple[Offer, ...] | WrongBirthDate | CodeFault]):
    """Is this the birth date of the person whom the code is for? Their papers, if it is."""

    code: Code
    digits: str = field(repr=False)


@dataclass(frozen=True)
class CheckParcelBirthDate(DomainEffect[Ticket | WrongBirthDate | CodeLocked | HeldForStaff | NothingThere]):
    """Is this the birth date of the person whom the parcel is for? The right to open its compartment, if it is."""

    code: Code
    digits: str = field(repr=False)


Decision = CheckPrintCode | CheckParcelCode | CheckPrintBirthDate | CheckParcelBirthDate
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
