"""What flows ask about papers, from their being found to their being taken, and the outcomes.

They carry ids, enums, counts, and what a person may see of their own paper; kiosk.store chooses what is kept.
"""

from dataclasses import dataclass, field

from kiosk.flows.api import DomainEffect, PhysicalEffect, ReadingEffect
from link.screens import Progress
from link.text import Local


@dataclass(frozen=True)
class ByCode:
    """Printed for the person who showed this code; it is spent for it."""

    code: str


@dataclass(frozen=True)
class ByCard:
    """Printed for the person who laid this card on the reader."""

    card: str


@dataclass(frozen=True)
class ByStaff:
    """Printed by a member of staff, to be put into an envelope."""

    staff: str


@dataclass(frozen=True)
class Offer:
    """A paper that the person in front of the screen may have printed."""

    number: str
    title: Local
    by: ByCode | ByCard


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
    """It is not to be had any more: printed meanwhile, recalled by the office, or wanted by staff who were removed."""


@dataclass(frozen=True)
class ViewPaper(ReadingEffect[PaperView | PaperGone]):
    """Look at a paper before it is printed."""

    number: str


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
    """The person says that they have the paper; or this member of staff, that it is in its envelope."""

    number: str
    staff: str | None = None


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


Decision = FindByCard | RecordPrintUncertain | RecordPaperTaken | ListEnvelopes
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
