"""The document printer as the desk sees it: in service or not, its status, and what is known of each of our jobs.

Every question gets its answer or None; a printer that fails in the midst of one is as good as away. Does not know what
an answer proves (verdict.py) or how long to go on asking (following.py).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from drivers.documentprinter.api import DocumentPrinter, JobRef, JobState, PrinterStatus
from drivers.errors import DriverError
from printer.verdict import Seen, Trace


class Sight:
    """One place for a printer, which comes and goes. Calls changed when status shows something new."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._printer: DocumentPrinter | None = None
        self._status: PrinterStatus | None = None
        self._unended: set[JobRef] = set()
        """Jobs whose end was not seen."""
        self._traces: dict[JobRef, Trace] = {}

    @property
    def printer(self) -> DocumentPrinter | None:
        """The printer that is in service."""
        return self._printer

    @property
    def status(self) -> PrinterStatus | None:
        """The printer as last seen; None while none is in service."""
        return self._status

    @contextmanager
    def of(self, printer: DocumentPrinter, status: PrinterStatus) -> Iterator[None]:
        """This printer, which has answered so, is in service while the block runs."""
        self.show(status)
        self._printer = printer
        try:
            yield
        finally:
            self._printer = None
            self.show(None)

    def show(self, status: PrinterStatus | None) -> None:
        """This is how the printer is now."""
        if status != self._status:
            self._status = status
            self._changed()

    async def look(self, job: JobRef) -> Seen | None:
        """The job and then the printer, so that the counter is not older than the job's end; None if it is away."""
        # Held on to: it may go, and another come, between the two questions.
        printer = self._printer
        if printer is None:
            return None
        try:
            found = await printer.job(job)
            seen = Seen(await printer.status(), found)
        except DriverError:
            return None
        self.show(seen.status)
        self._traces[job] = self.trace(job).after(seen)
        if seen.is_over:
            self._unended.discard(job)
        return seen

    def trace(self, job: JobRef) -> Trace:
        """What was seen of this job so far."""
        return self._traces.get(job, Trace())

    def suppose_at_work(self, job: JobRef) -> None:
        """Whether this job was at work, only an earlier run could see."""
        self._traces[job] = replace(self.trace(job), was_at_work=True)

    def forget(self, job: JobRef) -> None:
        """The verdict about this job is spoken."""
        self._traces.pop(job, None)

    async def cancel(self, job: JobRef) -> None:
        """Ask for the job's end; whether it came is looked at and not assumed."""
        if self._printer is None:
            return
        try:
            await self._printer.cancel(job)
        except DriverError:
            return

    async def holds(self, jobs: Iterable[JobRef]) -> bool | None:
        """Whether something may still come out of one of these jobs; None: the printer cannot be asked now."""
        if (printer := self._printer) is None:
            return None
        try:
            found = [await printer.job(job) for job in jobs]
        except DriverError:
            return None
        return any(job is not None and not job.state.ended for job in found)

    def wait_for_end(self, jobs: Iterable[JobRef]) -> None:
        """Remember these until they are seen to have ended."""
        self._unended.update(jobs)

    async def drop_unended(self) -> None:
        """A job that nobody follows must not come out when somebody loads paper tomorrow."""
        printer = self._printer
        if printer is None:
            return
        for job in tuple(self._unended):
            try:
                status = await printer.job(job)
            except DriverError:
                return
            if status is None or status.state.ended:
                self._unended.discard(job)
            elif status.state is not JobState.PRINTING:
                await self.cancel(job)
