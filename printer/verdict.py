"""The truth about one print, from what its printer says: what came out, how far it is, and what nobody can know.

Knows the states and counters of drivers.documentprinter.api. Does not ask, wait or send: that is done by sight.py,
following.py and job.py.
"""

from dataclasses import dataclass
from enum import Enum

from drivers.documentprinter.api import JobRef, JobState, JobStatus, Obstacle, PrinterState, PrinterStatus


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


@dataclass(frozen=True)
class Seen:
    """One look: the printer, and the job; None: the printer knows no such job (any more)."""

    status: PrinterStatus
    job: JobStatus | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of the job."""
        return self.job is None or self.job.state.ended

    @property
    def impressions(self) -> int:
        """Sides that the job has counted."""
        return 0 if self.job is None else self.job.impressions or 0


@dataclass(frozen=True)
class Trace:
    """What earlier looks showed of a print, and its end will not tell."""

    was_at_work: bool = False
    was_jammed: bool = False

    def after(self, seen: Seen) -> "Trace":
        """What is known after one more look. A jam before our job has its turn is somebody else's."""
        state = None if seen.job is None else seen.job.state
        is_jammed = Obstacle.JAM in seen.status.obstacles and state is not JobState.WAITING
        return Trace(self.was_at_work or state is JobState.PRINTING, self.was_jammed or is_jammed)


def verdict(note: JobNote, seen: Seen, trace: Trace) -> PrintOutcome:
    """What became of a print whose job is over. Printed and not printed are proved by the counter, or not at all.

    A printer that does not count pages proves nothing: CUPS called a job complete that was cut off after a page, and
    one that it had never printed (docs/adr/0007-print-truth.md).
    """
    if note.counter_before is None or seen.status.impressions is None or seen.status.identity != note.printer:
        return PrintOutcome.UNCERTAIN
    moved = seen.status.impressions - note.counter_before
    nothing_came = moved == 0 and not _sheet_may_be_out(seen, trace)
    match seen.job:
        # More sides than pages is no better than fewer: something came out that was not asked for.
        case JobStatus(state=JobState.COMPLETED, impressions=note.pages) if moved >= note.pages:
            return PrintOutcome.PRINTED
        case None | JobStatus(state=JobState.ABORTED | JobState.CANCELED, impressions=None | 0) if nothing_came:
            return PrintOutcome.NOT_PRINTED
        case _:
            return PrintOutcome.UNCERTAIN


def progress(note: JobNote, seen: Seen | None, impressions: int) -> PrintProgress:
    """How far a print is after this look (None: the printer did not answer), with this many sides counted so far."""
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


def has_begun(job: JobStatus) -> bool:
    """Whether a sheet of this job is out or under way."""
    match job.state:
        case JobState.WAITING:
            return False
        case JobState.STOPPED:
            return bool(job.impressions)
        case _:
            return True


def is_fit(status: PrinterStatus, *, counts_pages: bool) -> bool:
    """Whether a printer can be given a document, and what becomes of it be judged as well as this printer allows."""
    counter_is_known = status.impressions is not None or not counts_pages
    is_able = status.state is not PrinterState.STOPPED and not status.obstacles
    return is_able and counter_is_known and status.takes_pdf


def _sheet_may_be_out(seen: Seen, trace: Trace) -> bool:
    """Whether a sheet can have left the paper tray that the counter does not know.

    A printer at work may have one under way, a jam holds one, and a printer that forgot a job at work does not say how
    far it was.
    """
    return seen.status.state is PrinterState.BUSY or trace.was_jammed or (seen.job is None and trace.was_at_work)
