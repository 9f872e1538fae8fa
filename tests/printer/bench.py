"""A desk whose printer is simulated at the end of a wire in memory, kept in service as the controller keeps it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.registry import open_document_printer
from drivers.documentprinter.simmfp import FULL_TRAY, Mfp
from drivers.errors import DriverError
from printer.job import Document, PrintDesk
from printer.verdict import JobNote, PrintOutcome, PrintProgress
from tests.drivers.documentprinter.memory import Wire, settings
from tests.drivers.documentprinter.paper import copies_of, pdf_of

PAGES = 3
PDF = pdf_of(PAGES)
WARM_UP_S, SHEET_S = 3.2, 2.0
DONE_S = WARM_UP_S + PAGES * SHEET_S
"""When the last sheet of an undisturbed print is out, counted from its document; the desk looks a little later."""
LONG_S = 3600.0
PATIENCE_S = 28.0
"""Longer than a printer that lost its power needs to be back."""


class Bench:
    """One printer, the desk in front of it, and everything that the desk says."""

    def __init__(self, *, counts_pages: bool = True, mfp: Mfp | None = None) -> None:
        self.mfp = mfp or Mfp(warm_up_s=WARM_UP_S, sheet_s=SHEET_S)
        self.wire = Wire(IppSim(self.mfp))
        self.rings = 0
        self.desk = PrintDesk(self._ring, patience_s=PATIENCE_S)
        self.notes: list[JobNote] = []
        self.progress: list[PrintProgress] = []
        self.in_service = asyncio.Event()
        self.at_note: Callable[[], None] = _nothing
        """What happens in the moment between the job and its document."""
        self._settings = settings(counts_pages=counts_pages)

    @property
    def now_s(self) -> float:
        return asyncio.get_running_loop().time()

    async def print(self) -> PrintOutcome:
        return await self.desk.print_once(Document("A paper", PDF, PAGES), self._noted, self.progress.append)

    def later(self, after_s: float, deed: Callable[[], None]) -> None:
        """Do something while the desk is at work."""
        asyncio.get_running_loop().call_later(after_s, deed)

    def cut(self) -> None:
        self.wire.is_cut = True

    def join(self) -> None:
        self.wire.is_cut = False

    def cut_for(self, after_s: float, for_s: float) -> None:
        self.later(after_s, self.cut)
        self.later(after_s + for_s, self.join)

    def power_cut(self) -> None:
        self.mfp.power_cut(self.now_s, back_s=self.now_s + 20)

    def copy(self) -> None:
        """Somebody copies two pages."""
        self.mfp.copy(2, self.now_s)

    def help(self) -> None:
        """Somebody takes every obstacle away."""
        self.mfp.mend(self.now_s)
        self.mfp.load(FULL_TRAY, self.now_s)

    def copies(self) -> list[tuple[int, ...]]:
        """What lies in the tray of our document."""
        self.mfp.advance(self.now_s)
        return copies_of(PDF, self.mfp.tray)

    def copies_in_an_hour(self) -> list[tuple[int, ...]]:
        """What lies there when everything has been put right and an hour has passed."""
        self.mfp.power_on(self.now_s)
        self.help()
        self.mfp.advance(self.now_s + LONG_S)
        return copies_of(PDF, self.mfp.tray)

    async def keep(self) -> None:
        """Serve the printer; open it again a second after it was lost."""
        while True:
            try:
                async with open_document_printer(self._settings, self.wire) as printer:
                    await self.desk.serve(printer, self._is_ready)
            except DriverError:
                self.in_service.clear()
            await asyncio.sleep(1)

    async def _noted(self, note: JobNote) -> None:
        self.notes.append(note)
        self.at_note()

    async def _is_ready(self) -> None:
        self.in_service.set()

    def _ring(self) -> None:
        self.rings += 1


@asynccontextmanager
async def serving(bench: Bench) -> AsyncIterator[Bench]:
    """The bench with its printer in service."""
    async with asyncio.TaskGroup() as parts:
        part = parts.create_task(bench.keep())
        await bench.in_service.wait()
        yield bench
        part.cancel()


def judged(bench: Bench, outcome: PrintOutcome) -> PrintOutcome:
    """The outcome, if it is true of what lies in the tray now and of what will ever lie there.

    At most one copy; printed: exactly one and whole; not printed: not a sheet.
    """
    now, later = bench.copies(), bench.copies_in_an_hour()
    assert len(later) == len(set(later)), "a page lies there twice"
    match outcome:
        case PrintOutcome.PRINTED:
            assert now == later == [(page,) for page in range(1, PAGES + 1)]
        case PrintOutcome.NOT_PRINTED:
            assert later == []
        case PrintOutcome.UNCERTAIN:
            pass
    return outcome


def _nothing() -> None:
    return
