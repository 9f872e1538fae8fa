"""The truth about one print: what was sent, what came out, and what nobody can know.

Knows drivers.documentprinter.api and no particular printer. Does not know why something is printed, stores or screens:
whoever calls print_once() has committed the intent. Nothing is ever printed a second time here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from drivers.documentprinter.api import (
    Busy,
    DocumentPrinter,
    JobRef,
    JobState,
    JobStatus,
    NotTaken,
    Obstacle,
    PrinterState,
    PrinterStatus,
)
from drivers.errors import DriverError

PATIENCE_S = 120.0
"""How long nothing may move (no new side, no answer) before a job is given up: time to find paper, or to warm up."""
STATUS_EVERY_S = 5.0
LOOK_EVERY_S = 0.5
"""While a job runs; its pages follow each other in about 2 s (facts of direct IPP: 250 to 500 ms)."""
CANCEL_WITHIN_S = 60.0
"""A cancelled job ends when the sheets under way are out, and then the printer comes to rest."""
COUNTERS_SETTLE_S = 5.0
"""A counter that has not moved is believed this long after its job's end, if the printer rests."""


@dataclass(frozen=True)
class Document:
    """What is to be printed: one-sided, on A4, once."""

    title: str
    """Shows on the printer's panel; nothing personal."""
    pdf: bytes
    pages: int


@dataclass(frozen=True)
class JobNote:
    """What must be on record before a document is sent, so that its print can be judged later; nothing personal."""

    job: JobRef
    printer: str
    """PrinterStatus.identity: the counters of two printers cannot be compared."""
    pages: int
    counter_before: int | None
    """The printer's lifetime impressions; None if this printer does not count pages."""


class PrintOutcome(Enum):
    """What became of a print, as counted and not as a job says it."""

    PRINTED = "printed"
    """Every page came out, once."""
    NOT_PRINTED = "not_printed"
    """Provably no sheet left its tray, and none will."""
    UNCERTAIN = "uncertain"
    """Anything else: some pages, or nobody can say. Staff look."""


class PrintPhase(Enum):
    """Where a print is held up, if it is."""

    WAITING = "waiting"
    """The printer works on something else."""
    PRINTING = "printing"
    STOPPED = "stopped"
    """Somebody must help; obstacles say how."""
    LOST = "lost"
    """The printer does not answer."""


@dataclass(frozen=True)
class PrintProgress:
    """How far a print has come."""

    phase: PrintPhase
    impressions: int
    pages: int
    obstacles: frozenset[Obstacle]


Noted = Callable[[JobNote], Awaitable[None]]
Watch = Callable[[PrintProgress], None]


@dataclass(frozen=True)
class _Seen:
    """One look: the printer, and the job; None: the printer knows no such job (any more)."""

    status: PrinterStatus
    job: JobStatus | None

    @property
    def is_over(self) -> bool:
        return self.job is None or self.job.state.ended


class PrintDesk:
    """The one document printer of a site, one print at a time. Calls changed when status shows something new."""

    def __init__(self, changed: Callable[[], None], *, patience_s: float = PATIENCE_S) -> None:
        self._changed = changed
        self._patience_s = patience_s
        self._printer: DocumentPrinter | None = None
        self._status: PrinterStatus | None = None
        self._turn = asyncio.Lock()
        self._left: set[JobRef] = set()
        """Jobs whose end was not seen."""
        self._jammed: set[JobRef] = set()
        self._seen_printing: set[JobRef] = set()
        """Both: of these a sheet may be out of its tray that nobody counted."""

    @property
    def status(self) -> PrinterStatus | None:
        """The printer as last seen; None while none is in service."""
        return self._status

    async def serve(self, printer: DocumentPrinter, ready: Callable[[], Awaitable[None]]) -> None:
        """Look at this printer until it fails; while this runs, it can print. Awaits ready after the first look.

        Raises:
            DriverError: the printer is lost. A print that is under way waits for it to be served again.
        """
        try:
            self._show(await printer.status())
            self._printer = printer
            await ready()
            while True:
                await self._drop_left()
                await asyncio.sleep(STATUS_EVERY_S)
                self._show(await printer.status())
        finally:
            self._printer = None
            self._show(None)

    async def print_once(self, document: Document, noted: Noted, watch: Watch) -> PrintOutcome:
        """Print document at most once, and say what became of it. The caller has committed why.

        Args:
            document: what is sent, if the printer is fit to take it.
            noted: awaited before a byte of the document leaves; if it raises, none does.
            watch: told of every change a person may want to see.
        """
        if self._turn.locked():
            watch(PrintProgress(PrintPhase.WAITING, 0, document.pages, frozenset()))
        async with self._turn:
            note = await self._create_job(document, watch)
            if note is None:
                return PrintOutcome.NOT_PRINTED
            await noted(note)
            printer = self._printer
            try:
                if printer is None:
                    return PrintOutcome.NOT_PRINTED
                await printer.send_document(note.job, document.pdf)
            except NotTaken:
                await self._cancel(note.job)
                return PrintOutcome.NOT_PRINTED
            except DriverError:
                # Half a document never begins, and a whole one may have: only the printer knows which it has.
                outcome = await self._follow(note, watch, drop_unbegun=True)
            else:
                outcome = await self._follow(note, watch, drop_unbegun=False)
            return outcome or PrintOutcome.UNCERTAIN

    async def reconcile(self, note: JobNote) -> PrintOutcome | None:
        """Judge a print that an earlier run left open; None: the printer cannot be asked now, ask again later.

        A job that has put nothing on paper yet is cancelled: whoever wanted it has left. One that is printing is
        followed to its end: a whole paper can be accounted for, half a one cannot.
        """
        async with self._turn:
            seen = await self._look(note)
            if seen is None:
                return None
            if seen.job is None:
                # Whether it was at work, only the earlier run could see.
                self._seen_printing.add(note.job)
            return await self._follow(note, lambda _progress: None, drop_unbegun=True)

    def keep_from_printing(self, jobs: Iterable[JobRef]) -> None:
        """End these jobs where they wait or stand still: their prints were settled without the printer's last word."""
        self._left.update(jobs)

    async def _create_job(self, document: Document, watch: Watch) -> JobNote | None:
        """A job without its document, as soon as the printer is idle; None if it cannot take one."""
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + self._patience_s
        watch = _changes_of(watch)
        while (printer := self._printer) is not None:
            try:
                status = await printer.status()
                self._show(status)
                if not _is_fit(printer, status):
                    return None
                if status.state is PrinterState.READY:
                    job = await printer.create_job(document.title)
                    counter = status.impressions if printer.counts_pages else None
                    return JobNote(job, status.identity, document.pages, counter)
            except Busy:
                pass
            except DriverError:
                # A job without a document prints nothing; the printer drops it.
                return None
            if loop.time() >= deadline_s:
                return None
            watch(PrintProgress(PrintPhase.WAITING, 0, document.pages, frozenset()))
            await asyncio.sleep(LOOK_EVERY_S)
        return None

    async def _follow(self, note: JobNote, watch: Watch, *, drop_unbegun: bool) -> PrintOutcome | None:
        """Wait for the job's end, or bring it about, and judge; None if the printer does not answer."""
        watch = _changes_of(watch)
        self._left.add(note.job)
        seen = await self._until_over(
            note, watch, self._patience_s, unwanted=lambda job: drop_unbegun and not _has_begun(job)
        )
        if seen is not None and not seen.is_over:
            seen = await self._until_over(note, watch, CANCEL_WITHIN_S, unwanted=lambda _job: True)
        if seen is None:
            return None
        if not seen.is_over:
            return PrintOutcome.UNCERTAIN
        self._left.discard(note.job)
        outcome = await self._judge(note, seen.job)
        if outcome is not None:
            self._jammed.discard(note.job)
            self._seen_printing.discard(note.job)
        return outcome

    async def _until_over(
        self, note: JobNote, watch: Watch, patience_s: float, *, unwanted: Callable[[JobStatus], bool]
    ) -> _Seen | None:
        """The last look, when the job is over or nothing has moved for patience_s; None if the printer is lost.

        A job that is unwanted is cancelled at every look: a cancellation can get lost, and two do no harm.
        """
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + patience_s
        impressions = 0
        while True:
            seen = await self._look(note)
            job = None if seen is None else seen.job
            if job is not None and (job.impressions or 0) > impressions:
                impressions = job.impressions or 0
                deadline_s = loop.time() + patience_s
            watch(_progress(note, seen, impressions))
            if (seen is not None and seen.is_over) or loop.time() >= deadline_s:
                return seen
            if job is not None and unwanted(job):
                await self._cancel(note.job)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _judge(self, note: JobNote, job: JobStatus | None) -> PrintOutcome | None:
        """The verdict once the printer rests and its counters have settled; None if they cannot be read."""
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        outcome: PrintOutcome | None = None
        while True:
            seen = await self._look(note)
            settles_s = COUNTERS_SETTLE_S
            if seen is not None:
                if seen.status.state is PrinterState.BUSY:
                    settles_s = CANCEL_WITHIN_S
                # What an ended job counted stays true when the printer forgets it a moment later.
                job = seen.job or job
                outcome = _verdict(note, job, seen.status, sheet_may_be_out=self._sheet_may_be_out(note.job, job))
            if outcome is PrintOutcome.PRINTED or loop.time() >= began_s + settles_s:
                return outcome
            await asyncio.sleep(LOOK_EVERY_S)

    async def _look(self, note: JobNote) -> _Seen | None:
        """The job and then the printer, so that the counter is not older than the job's end; None if it is lost."""
        # Held on to: serve() may end, and another begin, between the two questions.
        printer = self._printer
        if printer is None:
            return None
        try:
            job = await printer.job(note.job)
            status = await printer.status()
        except DriverError:
            return None
        self._show(status)
        self._remember(note.job, job, status)
        return _Seen(status, job)

    def _remember(self, ref: JobRef, job: JobStatus | None, status: PrinterStatus) -> None:
        """What the job's end will not tell."""
        if job is not None and job.state is JobState.PRINTING:
            self._seen_printing.add(ref)
        has_had_its_turn = job is None or job.state is not JobState.WAITING
        if has_had_its_turn and Obstacle.JAM in status.obstacles:
            self._jammed.add(ref)

    def _sheet_may_be_out(self, ref: JobRef, job: JobStatus | None) -> bool:
        """A jam holds a sheet that was drawn; a printer that forgot a job at work does not say how far it was."""
        return ref in self._jammed or (job is None and ref in self._seen_printing)

    async def _cancel(self, job: JobRef) -> None:
        """Ask for the job's end; whether it came is looked at and not assumed."""
        if self._printer is None:
            return
        try:
            await self._printer.cancel(job)
        except DriverError:
            return

    async def _drop_left(self) -> None:
        """A job that nobody follows must not come out when somebody loads paper tomorrow."""
        printer = self._printer
        if printer is None or self._turn.locked():
            return
        for job in tuple(self._left):
            try:
                status = await printer.job(job)
            except DriverError:
                return
            if status is None or status.state.ended:
                self._left.discard(job)
            elif status.state is not JobState.PRINTING:
                await self._cancel(job)

    def _show(self, status: PrinterStatus | None) -> None:
        if status != self._status:
            self._status = status
            self._changed()


def _is_fit(printer: DocumentPrinter, status: PrinterStatus) -> bool:
    counter_is_known = status.impressions is not None or not printer.counts_pages
    is_able = status.state is not PrinterState.STOPPED and not status.obstacles
    return is_able and counter_is_known and status.takes_pdf


def _has_begun(job: JobStatus) -> bool:
    """Whether a sheet is out or under way."""
    match job.state:
        case JobState.WAITING:
            return False
        case JobState.STOPPED:
            return bool(job.impressions)
        case _:
            return True


def _verdict(note: JobNote, job: JobStatus | None, status: PrinterStatus, *, sheet_may_be_out: bool) -> PrintOutcome:
    """Printed and not printed are proved by the printer's own counter, or not at all.

    A printer that does not count pages proves nothing: CUPS called a job complete that was cut off after a page, and
    one that it had never printed (facts of printing, section 3.2).
    """
    if note.counter_before is None or status.impressions is None or status.identity != note.printer:
        return PrintOutcome.UNCERTAIN
    moved = status.impressions - note.counter_before
    # While it works, a sheet that is not counted yet may be under way.
    nothing_came = moved == 0 and status.state is not PrinterState.BUSY and not sheet_may_be_out
    match job:
        # More sides than pages is no better than fewer: something came out that was not asked for.
        case JobStatus(state=JobState.COMPLETED, impressions=note.pages) if moved >= note.pages:
            return PrintOutcome.PRINTED
        case None | JobStatus(state=JobState.ABORTED | JobState.CANCELED, impressions=None | 0) if nothing_came:
            return PrintOutcome.NOT_PRINTED
        case _:
            return PrintOutcome.UNCERTAIN


def _progress(note: JobNote, seen: _Seen | None, impressions: int) -> PrintProgress:
    if seen is None:
        return PrintProgress(PrintPhase.LOST, impressions, note.pages, frozenset())
    match seen.job:
        case JobStatus(state=JobState.STOPPED):
            phase = PrintPhase.STOPPED
        case JobStatus(state=JobState.WAITING):
            phase = PrintPhase.WAITING
        case _:
            phase = PrintPhase.STOPPED if seen.status.state is PrinterState.STOPPED else PrintPhase.PRINTING
    return PrintProgress(phase, impressions, note.pages, seen.status.obstacles)


def _changes_of(watch: Watch) -> Watch:
    """Tells watch only what differs from what it was told last."""
    last: PrintProgress | None = None

    def tell(progress: PrintProgress) -> None:
        nonlocal last
        if progress != last:
            last = progress
            watch(progress)

    return tell
