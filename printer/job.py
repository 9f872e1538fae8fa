"""The desk before a document printer: one print at a time, sent once, and followed until the truth about it is known.

Knows drivers.documentprinter.api and no particular printer. Does not know what an answer proves (verdict.py), nor why
something is printed, stores or screens: whoever calls print_once() has committed the intent. Nothing is ever printed a
second time here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from drivers.documentprinter.api import Busy, DocumentPrinter, JobRef, NotTaken, PrinterState, PrinterStatus
from drivers.errors import DriverError
from printer.following import LOOK_EVERY_S, Watch, follow, never, unless_begun
from printer.sight import Sight
from printer.verdict import JobNote, PrintOutcome, PrintPhase, PrintProgress, is_fit

PATIENCE_S = 120.0
"""How long nothing may move (no new side, no answer) before a job is given up: time to find paper, or to warm up."""
STATUS_EVERY_S = 5.0


@dataclass(frozen=True)
class Document:
    """What is to be printed: one-sided, on A4, once."""

    title: str
    """Shows on the printer's panel; nothing personal."""
    pdf: bytes
    pages: int


Noted = Callable[[JobNote], Awaitable[None]]


class PrintDesk:
    """The one document printer of a site, one print at a time. Calls changed when status shows something new."""

    def __init__(self, changed: Callable[[], None], *, patience_s: float = PATIENCE_S) -> None:
        self._sight = Sight(changed)
        self._patience_s = patience_s
        self._turn = asyncio.Lock()

    @property
    def status(self) -> PrinterStatus | None:
        """The printer as last seen; None while none is in service."""
        return self._sight.status

    async def serve(self, printer: DocumentPrinter, ready: Callable[[], Awaitable[None]]) -> None:
        """Look at this printer until it fails; while this runs, it can print. Awaits ready after the first look.

        Raises:
            DriverError: the printer is lost. A print that is under way waits for it to be served again.
        """
        with self._sight.of(printer, await printer.status()):
            await ready()
            while True:
                if not self._turn.locked():
                    await self._sight.drop_unended()
                await asyncio.sleep(STATUS_EVERY_S)
                self._sight.show(await printer.status())

    async def print_once(self, document: Document, noted: Noted, watch: Watch) -> PrintOutcome:
        """Print document at most once, and say what became of it. The caller has committed why.

        Args:
            document: what is sent, if the printer is fit to take it.
            noted: awaited before a byte of the document leaves; if it raises, none does.
            watch: told of every change a person may want to see.
        """
        watch = _changes_of(watch)
        if self._turn.locked():
            watch(_waiting(document))
        async with self._turn:
            note = await self._create_job(document, watch)
            if note is None:
                return PrintOutcome.NOT_PRINTED
            await noted(note)
            return await self._send(note, document, watch) or PrintOutcome.UNCERTAIN

    async def reconcile(self, note: JobNote) -> PrintOutcome | None:
        """Judge a print that an earlier run left open; None: the printer cannot be asked now, ask again later.

        A job that has put nothing on paper yet is cancelled: whoever wanted it has left. One that is printing is
        followed to its end: a whole paper can be accounted for, half a one cannot.
        """
        async with self._turn:
            seen = await self._sight.look(note.job)
            if seen is None:
                return None
            if seen.job is None:
                self._sight.suppose_at_work(note.job)
            return await follow(self._sight, note, lambda _progress: None, unless_begun, self._patience_s)

    async def holds(self, jobs: Iterable[JobRef]) -> bool | None:
        """Whether something may still come out of one of these jobs; None: the printer cannot be asked now."""
        return await self._sight.holds(jobs)

    def keep_from_printing(self, jobs: Iterable[JobRef]) -> None:
        """End these jobs where they wait or stand still: their prints were settled without the printer's last word."""
        self._sight.wait_for_end(jobs)

    async def _create_job(self, document: Document, watch: Watch) -> JobNote | None:
        """A job without its document, as soon as the printer is idle; None if it cannot take one."""
        deadline_s = _now_s() + self._patience_s
        while (printer := self._sight.printer) is not None and _now_s() < deadline_s:
            try:
                status = await printer.status()
                self._sight.show(status)
                if not is_fit(status, counts_pages=printer.counts_pages):
                    return None
                if status.state is PrinterState.READY:
                    return await _new_job(printer, status, document)
            except Busy:
                """It is asked again."""
            except DriverError:
                # A job without a document prints nothing; the printer drops it.
                return None
            watch(_waiting(document))
            await asyncio.sleep(LOOK_EVERY_S)
        return None

    async def _send(self, note: JobNote, document: Document, watch: Watch) -> PrintOutcome | None:
        """Give the job its document, and follow it; None if the printer does not answer."""
        printer = self._sight.printer
        if printer is None:
            return PrintOutcome.NOT_PRINTED
        try:
            await printer.send_document(note.job, document.pdf)
        except NotTaken:
            await self._sight.cancel(note.job)
            return PrintOutcome.NOT_PRINTED
        except DriverError:
            # Half a document never begins, and a whole one may have: only the printer knows which it has.
            return await follow(self._sight, note, watch, unless_begun, self._patience_s)
        return await follow(self._sight, note, watch, never, self._patience_s)


async def _new_job(printer: DocumentPrinter, status: PrinterStatus, document: Document) -> JobNote:
    job = await printer.create_job(document.title)
    return JobNote(job, status.identity, document.pages, status.impressions if printer.counts_pages else None)


def _waiting(document: Document) -> PrintProgress:
    return PrintProgress(PrintPhase.WAITING, 0, document.pages, frozenset())


def _changes_of(watch: Watch) -> Watch:
    """Tells watch only what differs from what it was told last."""
    last: PrintProgress | None = None

    def tell(progress: PrintProgress) -> None:
        nonlocal last
        if progress != last:
            last = progress
            watch(progress)

    return tell


def _now_s() -> float:
    return asyncio.get_running_loop().time()
