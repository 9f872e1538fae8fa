"""A multifunction printer of iron and paper: the world that a simulated printer's protocol acts on.

Knows sheets, trays, jobs, obstacles and instants, which are passed in; knows no clock, no protocol and no wire. Never
lies: what it counts has come out. Nothing happens between two calls; each first lives through the time up to its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from uuid import uuid4

import pypdfium2

FULL_TRAY = 250
LOW_TRAY = 20
OUTAGE_S = 20.0
"""A printer that loses its power for a moment answers again after this time."""
DOCUMENT_WITHIN_S = 60.0
"""A job whose document has not come by then is aborted (RFC 8011 section 5.4.31: at least 30 s, at most 240)."""


class Trouble(Enum):
    """What stops it until somebody helps. An empty tray stops it, too; that is seen at the tray."""

    JAM = "jam"
    COVER_OPEN = "cover_open"
    TONER_OUT = "toner_out"
    TRAY_MISSING = "tray_missing"


class Incident(Enum):
    """What can happen at a sheet that was about to come out; that sheet does not."""

    JAM = "jam"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    TONER_OUT = "toner_out"
    TRAY_MISSING = "tray_missing"
    ABORT = "abort"
    """The printer gives the job up."""
    POWER_CUT = "power_cut"
    """It forgets every job and starts with number 1 again; its lifetime counter is kept."""


class JobPhase(Enum):
    """How far a job has come."""

    INCOMING = "incoming"
    """Its document has not come."""
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    ABORTED = "aborted"
    CANCELED = "canceled"

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return self in {JobPhase.COMPLETED, JobPhase.ABORTED, JobPhase.CANCELED}


@dataclass
class SimJob:
    """One job; sheets holds the pages of each sheet that is still to come, counted from 1."""

    id: int
    name: str
    at_s: float
    """When it was made, and later when its document came."""
    two_sided: bool = False
    copies: int = 1
    user: str = "anonymous"
    made_s: float = 0.0
    began_s: float | None = None
    ended_s: float | None = None
    phase: JobPhase = JobPhase.INCOMING
    reason: str = "job-incoming"
    impressions: int = 0
    """Sides that have come out."""
    sheets: list[tuple[int, ...]] = field(default_factory=list)
    printed: int = 0
    """Sheets that have come out."""
    is_stopping: bool = False
    """Cancelled while a sheet was under way."""
    is_copy: bool = False
    """Somebody copies at the glass: there is no document."""
    pdf: bytes = b""


@dataclass(frozen=True)
class Sheet:
    """A sheet that came out."""

    number: int
    """Counted through this printer's life, from 1."""
    job: str
    """The name of its job."""
    pages: tuple[int, ...]
    """What is on its sides, counted from 1."""
    pdf: bytes
    """The document that the pages are of; empty for a copy."""


class Mfp:
    """A printer with one paper tray and one tray for what comes out."""

    def __init__(self, *, warm_up_s: float = 3.0, sheet_s: float = 2.0, paper: int = FULL_TRAY) -> None:
        self.uuid = f"urn:uuid:{uuid4()}"
        self.impressions = 1000
        """Sides in its whole life; a new one has printed test pages."""
        self.paper = paper
        self.troubles: frozenset[Trouble] = frozenset()
        self.toner_is_low = False
        self.is_on = True
        self.refuses_jobs = False
        """It answers that it is busy to whoever wants to make a job."""
        self.sheet_s = sheet_s
        self.tray: list[Sheet] = []
        """What lies there, oldest first."""
        self.jobs: dict[int, SimJob] = {}
        self.running: SimJob | None = None
        self.on_since_s = 0.0
        self.incidents: dict[int, Incident] = {}
        """What will happen at the nth sheet of a job with a document; each happens once."""
        self._warm_up_s = warm_up_s
        self._sheets = 0
        self._last_id = 0
        self._due_s: float | None = None
        self._back_s: float | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether somebody must help."""
        return bool(self.troubles) or not self.paper

    def advance(self, now_s: float) -> None:
        """Live up to now_s."""
        if self._back_s is not None and self._back_s <= now_s:
            self.power_on(self._back_s)
        for job in self.jobs.values():
            if job.phase is JobPhase.INCOMING and job.at_s + DOCUMENT_WITHIN_S <= now_s:
                _end(job, JobPhase.ABORTED, "aborted-by-system", job.at_s + DOCUMENT_WITHIN_S)
        while self._due_s is not None and self._due_s <= now_s:
            self._sheet_due(self._due_s)

    def create(self, name: str, now_s: float, *, two_sided: bool = False, copies: int = 1) -> SimJob:
        """A job that waits for its document."""
        self.advance(now_s)
        self._last_id += 1
        job = self.jobs[self._last_id] = SimJob(self._last_id, name, now_s, two_sided, copies, made_s=now_s)
        return job

    def give(self, job: SimJob, pdf: bytes, now_s: float) -> None:
        """The job's document has come, all of it."""
        self.advance(now_s)
        pages = _pages(pdf)
        if not pages:
            _end(job, JobPhase.ABORTED, "document-format-error", now_s)
            return
        job.pdf = pdf
        self._queue(job, pages, now_s)

    def copy(self, pages: int, now_s: float) -> SimJob:
        """Somebody else stands at it and makes copies."""
        job = self.create("Copy", now_s)
        job.is_copy = True
        self._queue(job, pages, now_s)
        return job

    def cancel(self, job: SimJob, now_s: float) -> None:
        """End it; a sheet that is under way still comes out."""
        self.advance(now_s)
        if job.phase.ended:
            return
        if job is self.running and self._due_s is not None and now_s >= self._due_s - self.sheet_s:
            job.is_stopping = True
            job.reason = "processing-to-stop-point"
            return
        self._finish(job, JobPhase.CANCELED, "job-canceled-by-user", now_s)

    def trouble(self, trouble: Trouble, now_s: float) -> None:
        """From now on it is stopped; the sheet that was under way is lost."""
        self.advance(now_s)
        self.troubles |= {trouble}
        self._due_s = None

    def mend(self, now_s: float, trouble: Trouble | None = None) -> None:
        """Take a trouble away, or all; it goes on with the sheet that did not come out."""
        self.advance(now_s)
        self.troubles = self.troubles - {trouble} if trouble else frozenset()
        self._go_on(now_s)

    def load(self, sheets: int, now_s: float) -> None:
        """From now on this many sheets are in the paper tray."""
        self.advance(now_s)
        self.paper = sheets
        if sheets:
            self._go_on(now_s)
        else:
            self._due_s = None

    def take(self, now_s: float) -> Sequence[Sheet]:
        """Somebody takes what lies in the tray."""
        self.advance(now_s)
        taken, self.tray = self.tray, []
        return taken

    def power_cut(self, now_s: float, *, back_s: float | None = None) -> None:
        """Everything that it remembered is gone, but for the counter; back_s is when it is switched on again."""
        self.advance(now_s)
        self._forget()
        self._back_s = back_s

    def power_on(self, now_s: float) -> None:
        """It has started."""
        self.is_on = True
        self.on_since_s = now_s
        self._back_s = None

    def _forget(self) -> None:
        self.is_on = False
        self.jobs = {}
        self.running = None
        self._last_id = 0
        self._due_s = None

    def _queue(self, job: SimJob, pages: int, now_s: float) -> None:
        sides = 2 if job.two_sided else 1
        numbers = range(1, pages + 1)
        job.sheets = [tuple(numbers[at : at + sides]) for at in range(0, pages, sides)] * job.copies
        job.phase = JobPhase.QUEUED
        job.reason = "none"
        job.at_s = now_s
        self._start_next(now_s)

    def _start_next(self, now_s: float) -> None:
        queued = [job for job in self.jobs.values() if job.phase is JobPhase.QUEUED]
        if self.running is not None or not queued:
            return
        self.running = min(queued, key=lambda job: (job.at_s, job.id))
        self.running.phase = JobPhase.RUNNING
        self.running.began_s = now_s
        self.running.reason = "job-printing"
        self._due_s = None if self.is_stopped else now_s + self._warm_up_s + self.sheet_s

    def _go_on(self, now_s: float) -> None:
        if self.running is not None and self._due_s is None and not self.is_stopped:
            self._due_s = now_s + self.sheet_s

    def _sheet_due(self, at_s: float) -> None:
        job = self.running
        assert job is not None
        incident = None if job.is_copy else self.incidents.pop(job.printed + 1, None)
        if incident is not None:
            self._happen(incident, job, at_s)
            return
        pages = job.sheets.pop(0)
        self.paper -= 1
        self._sheets += 1
        self.tray.append(Sheet(self._sheets, job.name, pages, job.pdf))
        job.printed += 1
        job.impressions += len(pages)
        self.impressions += len(pages)
        if not job.sheets:
            self._finish(job, JobPhase.COMPLETED, "job-completed-successfully", at_s)
        elif job.is_stopping:
            self._finish(job, JobPhase.CANCELED, "job-canceled-by-user", at_s)
        else:
            self._due_s = None if self.is_stopped else at_s + self.sheet_s

    def _happen(self, incident: Incident, job: SimJob, at_s: float) -> None:
        self._due_s = None
        match incident:
            case Incident.ABORT:
                self._finish(job, JobPhase.ABORTED, "aborted-by-system", at_s)
                return
            case Incident.POWER_CUT:
                self._forget()
                self._back_s = at_s + OUTAGE_S
                return
            case Incident.PAPER_OUT:
                self.paper = 0
            case Incident.JAM:
                self.paper -= 1
                self.troubles |= {Trouble.JAM}
            case Incident.COVER_OPEN | Incident.TONER_OUT | Incident.TRAY_MISSING:
                self.troubles |= {Trouble(incident.value)}
        if job.is_stopping:
            self._finish(job, JobPhase.CANCELED, "job-canceled-by-user", at_s)

    def _finish(self, job: SimJob, phase: JobPhase, reason: str, at_s: float) -> None:
        _end(job, phase, reason, at_s)
        if job is self.running:
            self.running = None
            self._due_s = None
            self._start_next(at_s)


def _end(job: SimJob, phase: JobPhase, reason: str, at_s: float) -> None:
    job.phase = phase
    job.reason = reason
    job.ended_s = at_s


def _pages(pdf: bytes) -> int:
    """How many pages a document has; 0 if it is none."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0
