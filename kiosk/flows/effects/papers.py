"""What flows ask about papers, signed codes and cards, and the outcomes.

They carry ids, enums, counts, what a person typed or showed, and what they may see; kiosk.store chooses what is kept.
"""

from dataclasses import dataclass, field
from enum import Enum

from kiosk.flows.api import DomainEffect, PhysicalEffect, ReadingEffect
from kiosk.flows.effects.locker import CodeLocked, HeldForStaff, NothingThere, Ticket
from kiosk.flows.effects.staff import StaffMember
from link.screens import Progress
from link.text import Local


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
class ByCode:
    """Printed for the person who showed this code; it is spent for it."""

    code: str


@dataclass(frozen=True)
class ByCard:
    """Printed for the person who laid this card on the reader."""

    card: str


@dataclass(frozen=True)
class Offer:
    """A paper that the person in front of the screen may have printed."""

    number: str
    title: Local
    by: ByCode | ByCard


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


@dataclass(frozen=True)
class FindByCard(DomainEffect[tuple[Offer, ...]]):
    """The papers of the person whose project card this is."""

    card: str


@dataclass(frozen=True)
class PaperView:
    """What will be printed, for the eyes of the person who identified themself."""

    title: Local
    holder: str = field(repr=False)
    pages: int
    page_png: str = field(repr=False)
    """The first page, in Base64."""


@dataclass(frozen=True)
class PaperGone:
    """It is not to be had any more: printed meanwhile, or recalled by the office."""


@dataclass(frozen=True)
class ViewPaper(ReadingEffect[PaperView | PaperGone]):
    """Look at a paper before it is printed."""

    number: str


@dataclass(frozen=True)
class ByStaff:
    """Printed by a member of staff, to be put into an envelope."""

    staff: str


@dataclass(frozen=True)
class Printed:
    """Every page came out, once."""

    pages: int


@dataclass(frozen=True)
class NotPrinted:
    """Provably nothing came out; the code is good again."""


@dataclass(frozen=True)
class PrintUncertain:
    """Nobody can say what came out; staff have a task, and it is not printed again."""


@dataclass(frozen=True)
class PrintPaper(PhysicalEffect[Printed | NotPrinted | PrintUncertain | PaperGone]):
    """Print this paper, once. showing is what stands on the screen meanwhile, brought up to date as pages come."""

    number: str
    by: ByCode | ByCard | ByStaff
    showing: Progress


@dataclass(frozen=True)
class PrintIntent:
    """A print whose visit did not see its end; what settle() is given."""

    id: str
    number: str


@dataclass(frozen=True)
class RecordPrintUncertain(DomainEffect[None]):
    """Nobody can say what became of this print: staff have a task."""

    intent: str


@dataclass(frozen=True)
class RecordPaperTaken(DomainEffect[None]):
    """The person says that they have the paper."""

    number: str


@dataclass(frozen=True)
class Envelope:
    """A paper that staff are to bring into the locker: printed first, unless it is already."""

    number: str
    application: str
    title: Local
    holder: str = field(repr=False)
    household: str | None = field(repr=False)
    pages: int
    is_printed: bool


@dataclass(frozen=True)
class ListEnvelopes(DomainEffect[tuple[Envelope, ...]]):
    """Every paper that waits to be brought into the locker, oldest first; none for whoever may not print them."""

    staff: str


@dataclass(frozen=True)
class Errand:
    """A volunteer's errand that can begin: their PIN comes next."""

    delivery: str
    ticket: Ticket
    volunteer: StaffMember


@dataclass(frozen=True)
class NoSuchVolunteer:
    """Nobody of this name can sign in at this kiosk."""


@dataclass(frozen=True)
class CheckErrand(DomainEffect[Errand | NoSuchVolunteer | CodeFault]):
    """Whose errand is this code, and where is the envelope?"""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """The slip that says what was printed."""

    title: Local
    number: str
    pages: int


@dataclass(frozen=True)
class PickUpNote:
    """The slip that tells a household without telephone and mail where its envelope is."""

    compartment: int
    code: str = field(repr=False)
    holder: str = field(repr=False)


@dataclass(frozen=True)
class PrintSlip(PhysicalEffect[bool]):
    """Print a slip; whether it came out. It is no official document, so that nothing is kept of it."""

    slip: Receipt | PickUpNote


Decision = (
    CheckPrintCode
    | CheckParcelCode
    | CheckPrintBirthDate
    | CheckParcelBirthDate
    | FindByCard
    | RecordPrintUncertain
    | RecordPaperTaken
    | ListEnvelopes
    | CheckErrand
)
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
