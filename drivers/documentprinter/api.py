"""What every document printer can do, whatever its protocol.

Knows one printer, its jobs and its lifetime counter. Does not know what stands on a sheet, who asked for it, or whether
an ended job is a paper in a hand: printer/verdict.py judges that.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NewType, Protocol

from drivers.errors import DriverError

JobRef = NewType("JobRef", str)
"""A job's identity as its driver writes it: at most 100 ASCII characters without personal content, fit to be stored.

It finds this job and no other, also at a printer that forgot its jobs and gives the same numbers again.
"""


class NotTaken(DriverError):
    """The printer could not be reached: not a byte of this request left this machine."""


class Refused(DriverError):
    """The printer answered that it will not do this."""


class Busy(Refused):
    """It will not do this now; the same request may be made again later."""


class PrinterState(Enum):
    """What a printer is doing."""

    READY = "ready"
    BUSY = "busy"
    """It works on a job, ours or another."""
    STOPPED = "stopped"
    """It does nothing until somebody helps."""


class Obstacle(Enum):
    """Why a printer does not print."""

    PAPER_OUT = "paper_out"
    JAM = "jam"
    COVER_OPEN = "cover_open"
    TONER_OUT = "toner_out"
    TRAY_MISSING = "tray_missing"
    OTHER = "other"


class Supply(Enum):
    """What will be an obstacle soon."""

    PAPER_LOW = "paper_low"
    TONER_LOW = "toner_low"


class JobState(Enum):
    """How far a job has come. The last three are ends: nothing follows them."""

    WAITING = "waiting"
    """For its document, or for its turn."""
    PRINTING = "printing"
    STOPPED = "stopped"
    """By an obstacle; it goes on when that is gone."""
    COMPLETED = "completed"
    ABORTED = "aborted"
    CANCELED = "canceled"

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return self in {JobState.COMPLETED, JobState.ABORTED, JobState.CANCELED}


@dataclass(frozen=True)
class PrinterStatus:
    """A printer as it describes itself."""

    state: PrinterState
    obstacles: frozenset[Obstacle]
    warnings: frozenset[Supply]
    impressions: int | None
    """Sides printed in its whole life; None if it does not say."""
    takes_pdf: bool
    identity: str
    """Differs between two physical printers, such as a printer-uuid; "" if it does not say."""


@dataclass(frozen=True)
class JobStatus:
    """A job as its printer describes it."""

    state: JobState
    impressions: int | None
    """Sides printed so far; None if the printer does not say."""
    reasons: frozenset[str]
    """The protocol's own words for it; for logs, not for decisions."""


class DocumentPrinter(Protocol):
    """One printer. Every call has a deadline of its own; reads may retry, nothing else is ever sent twice.

    All raise NotTaken, Refused, TransportLost, NoReply and BadReply.
    """

    @property
    def name(self) -> str:
        """The printer's name in the site's settings."""

    @property
    def counts_pages(self) -> bool:
        """Whether its counters count sides that came out. Without that no job is provably printed."""

    async def status(self) -> PrinterStatus:
        """The printer as it is now."""

    async def create_job(self, title: str) -> JobRef:
        """Make a job without a document: A4, one-sided, one copy. It prints nothing, whatever becomes of this request.

        title shows on the printer's panel, so that it holds nothing personal. A job whose document never comes is
        dropped by the printer.

        Raises:
            Busy: it takes no job now.
        """

    async def send_document(self, job: JobRef, pdf: bytes) -> None:
        """Give a job its only document, once. The printer prints it without being asked again.

        Raises:
            NotTaken: it has no byte of the document, so that this job prints nothing.
            Refused, TransportLost, NoReply, BadReply: whether it prints is unknown; look at job().
        """

    async def job(self, job: JobRef) -> JobStatus | None:
        """The job as it is now; None if the printer knows no such job, as after power loss. Retries on its own."""

    async def cancel(self, job: JobRef) -> None:
        """Ask for the job's end, which job() shows when it has come; sheets under way may still come out.

        A job that is unknown or has ended is left as it is.
        """
