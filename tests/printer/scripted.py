"""A DocumentPrinter (drivers/documentprinter/api.py) that says whatever the test decides, true or not."""

import asyncio
from dataclasses import replace

from drivers.documentprinter.api import JobRef, JobState, JobStatus, PrinterState, PrinterStatus
from drivers.errors import DriverError
from printer.job import Document, PrintDesk
from printer.verdict import JobNote, PrintOutcome

IDLE = PrinterStatus(PrinterState.READY, frozenset(), frozenset(), 100, takes_pdf=True, identity="urn:uuid:scripted")
NOTE = JobNote(JobRef("7/sodam-0"), IDLE.identity, 3, 100)
_DONE = JobStatus(JobState.COMPLETED, 3, frozenset())


class ScriptedPrinter:
    """Idle until it has the document, and then at once in the state it was told."""

    def __init__(
        self,
        *,
        status: PrinterStatus = IDLE,
        job: JobStatus | None = _DONE,
        moves: int = 3,
        lags_s: float = 0.0,
        after: PrinterState = PrinterState.READY,
        counts_pages: bool = True,
        failure: DriverError | None = None,
    ) -> None:
        self.created = 0
        self._status = status
        self._job = job
        self._moves = moves
        self._lags_s = lags_s
        self._after = after
        self._counts_pages = counts_pages
        self._failure = failure
        self._sent_at_s: float | None = None

    @property
    def name(self) -> str:
        return "scripted"

    @property
    def counts_pages(self) -> bool:
        return self._counts_pages

    async def status(self) -> PrinterStatus:
        await asyncio.sleep(0)
        if self._failure is not None:
            raise self._failure
        if self._sent_at_s is None:
            return self._status
        moved = self._moves if asyncio.get_running_loop().time() >= self._sent_at_s + self._lags_s else 0
        return replace(self._status, state=self._after, impressions=(self._status.impressions or 0) + moved)

    async def create_job(self, title: str) -> JobRef:
        assert title
        self.created += 1
        return NOTE.job

    async def send_document(self, job: JobRef, pdf: bytes) -> None:
        assert (job, pdf[:5]) == (NOTE.job, b"%PDF-")
        assert self._sent_at_s is None, "a document is sent once"
        self._sent_at_s = asyncio.get_running_loop().time()

    async def job(self, job: JobRef) -> JobStatus | None:
        assert job == NOTE.job
        return self._job

    async def cancel(self, job: JobRef) -> None:
        raise AssertionError(job)


async def outcome_at(printer: ScriptedPrinter) -> PrintOutcome:
    """What the desk says of a print at this printer."""
    desk = PrintDesk(lambda: None)
    ready = asyncio.Event()

    async def noted(_note: JobNote) -> None:
        return

    async def is_ready() -> None:
        ready.set()

    async with asyncio.TaskGroup() as parts:
        part = parts.create_task(desk.serve(printer, is_ready))
        await ready.wait()
        outcome = await desk.print_once(Document("A paper", b"%PDF-", 3), noted, lambda _progress: None)
        part.cancel()
    return outcome
