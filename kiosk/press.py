"""Printing a paper the only way there is: intent committed, job on record, document sent, outcome committed."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar

from drivers.documentprinter.api import Obstacle, PrinterState, PrinterStatus
from kiosk.flows.effects.papers import (
    NotPrinted,
    PaperGone,
    PaperView,
    Printed,
    PrintPaper,
    PrintUncertain,
    ViewPaper,
)
from kiosk.identity import Identity
from kiosk.store import papers, prints
from kiosk.store.prints import OpenPrint
from kiosk.store.store import Store
from link import screens
from link.hub import PaperContent
from link.text import Text, key
from printer.job import Document, PrintDesk
from printer.preview import first_page
from printer.verdict import JobNote, PrintOutcome, PrintPhase, PrintProgress

T = TypeVar("T")

Show = Callable[[screens.Progress], object]


class Press:
    """The papers of an enrolled kiosk and its document printer.

    lane does what keeps a processor busy; has_printer: the settings name one, be it in service or not.
    """

    def __init__(self, store: Store, desk: PrintDesk, identity: Identity, lane: Executor, *, has_printer: bool) -> None:
        self._store = store
        self._desk = desk
        self._identity = identity
        self._lane = lane
        self._has_printer = has_printer
        self._under_way: set[str] = set()

    async def view(self, wanted: ViewPaper) -> PaperView | PaperGone:
        """What will be printed; kept nowhere."""
        sealed = await self._store.transact(partial(papers.sealed, number=wanted.number))
        if sealed is None:
            return PaperGone()
        return await self._in_lane(partial(self._picture, wanted.number, sealed))

    async def print_once(
        self, wanted: PrintPaper, visit: str, show: Show
    ) -> Printed | NotPrinted | PrintUncertain | PaperGone:
        """Print one paper, at most once. Ended at any point, the store tells how far it came."""
        self._under_way.add(visit)
        try:
            return await self._print(wanted, visit, show)
        finally:
            self._under_way.remove(visit)

    def sees_to(self, visit: str) -> bool:
        """Whether this visit will settle its print itself."""
        return visit in self._under_way

    async def judge(self, left: OpenPrint) -> PrintOutcome | None:
        """What became of a print whose visit did not see its end; None: nobody can be asked now."""
        if left.note is None:
            return PrintOutcome.NOT_PRINTED
        if not self._has_printer:
            return PrintOutcome.UNCERTAIN
        return await self._desk.reconcile(left.note)

    async def may_still_come_out(self, number: str) -> bool | None:
        """Whether the printer has a job of this paper that has not ended; None: it cannot be asked now.

        Not so where nothing of it was ever sent, and where the settings name no printer any more.
        """
        jobs = await self._store.transact(partial(prints.jobs_of, number=number))
        return await self._desk.holds(jobs) if jobs and self._has_printer else False

    async def end_given_up(self) -> None:
        """Have the printer end what it still holds of prints that were settled without it, also by an earlier run."""
        self._desk.keep_from_printing(await self._store.transact(prints.of_unknown_end))

    async def _print(
        self, wanted: PrintPaper, visit: str, show: Show
    ) -> Printed | NotPrinted | PrintUncertain | PaperGone:
        intent = await self._store.transact(partial(prints.intend, wanted=wanted), visit)
        if isinstance(intent, PaperGone):
            return intent
        content = await self._in_lane(partial(self._identity.open_paper, wanted.number, intent.sealed))

        async def noted(note: JobNote) -> None:
            await self._store.transact(partial(prints.note, intent=intent.id, job=note), visit)

        def watch(progress: PrintProgress) -> None:
            show(shown(wanted.showing, progress))

        outcome = await self._desk.print_once(_document(wanted.number, content), noted, watch)
        return await self._store.transact(partial(prints.record_outcome, intent=intent.id, outcome=outcome), visit)

    def _picture(self, number: str, sealed: bytes) -> PaperView:
        content = self._identity.open_paper(number, sealed)
        return PaperView(content.title, content.holder, content.pages, first_page(content.pdf))

    async def _in_lane(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._lane, work)


def shown(showing: screens.Progress, progress: PrintProgress) -> screens.Progress:
    """What the person sees of a print: the pages that came, and why no more come, if none do."""
    page = showing.model_copy(update={"done": progress.impressions})
    match progress.phase:
        case PrintPhase.PRINTING:
            return page
        case PrintPhase.WAITING:
            return page.model_copy(update={"hint": key("print.busy")})
        case PrintPhase.LOST:
            return _halted(page, key("print.lost"))
        case PrintPhase.STOPPED:
            return _halted(page, key(f"obstacle.{_worst(progress.obstacles)}"))


def hindrance_of(status: PrinterStatus) -> Text | None:
    """Why a printer in service cannot print now, in the words for it."""
    if status.state is not PrinterState.STOPPED and not status.obstacles:
        return None
    return key(f"hindrance.{_worst(status.obstacles)}")


def _halted(page: screens.Progress, why: Text) -> screens.Progress:
    return page.model_copy(update={"title": key("print.halted"), "problem": why})


def _worst(obstacles: Iterable[Obstacle]) -> str:
    """The one to see to first: what a resident can say to whoever comes, before what nobody has a word for."""
    found = frozenset(obstacles)
    return next((obstacle for obstacle in Obstacle if obstacle in found), Obstacle.OTHER).value


def _document(number: str, content: PaperContent) -> Document:
    return Document(title=number.encode("ascii", "ignore").decode().strip("-"), pdf=content.pdf, pages=content.pages)
