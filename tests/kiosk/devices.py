"""The devices besides the lock boards, for tests: ours at the near end, the world at the far end, a fake clock between.

Each lives longer than a controller, as in life. Knows no paper, no code's meaning and no visit.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.camera import Camera
from drivers.camera.decode import Grey
from drivers.camera.eye import Eye
from drivers.camera.settings import CameraSettings
from drivers.camera.stream import Packet
from drivers.cardreader.api import CardEvent
from drivers.cardreader.registry import CardReaderSettings
from drivers.documentprinter.api import DocumentPrinter
from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.registry import DocumentPrinterSettings, open_document_printer
from drivers.documentprinter.simmfp import FULL_TRAY, Mfp
from drivers.errors import DriverError, TransportLost
from drivers.slipprinter.api import SlipPrinter
from drivers.slipprinter.escpos.sim import SlipPrinterSim
from drivers.slipprinter.registry import SlipPrinterSettings, attach
from drivers.transport.memory import MemoryTransport
from kiosk.store.store import Now
from tests.drivers.documentprinter.memory import Wire
from tests.kiosk.support import InlineExecutor


class PaperPrinter:
    """A document printer. Nobody empties its tray: it holds every sheet that ever came out."""

    def __init__(self) -> None:
        self.mfp = Mfp()
        self.wire = Wire(IppSim(self.mfp))

    @property
    def now_s(self) -> float:
        """The loop's time, which is also the printer's."""
        return asyncio.get_running_loop().time()

    @asynccontextmanager
    async def open(self, settings: DocumentPrinterSettings) -> AsyncIterator[DocumentPrinter]:
        """See kiosk.parts.Borders.document_printer."""
        async with open_document_printer(settings, self.wire) as printer:
            yield printer

    def sheets_of(self, pdf: bytes) -> list[tuple[int, ...]]:
        """The pages of this document that have come out, sheet by sheet."""
        self.mfp.advance(self.now_s)
        return [sheet.pages for sheet in self.mfp.tray if sheet.pdf == pdf]

    def put_right(self) -> None:
        """Somebody takes every obstacle away and switches it on."""
        self.mfp.power_on(self.now_s)
        self.mfp.mend(self.now_s)
        self.mfp.load(FULL_TRAY, self.now_s)

    def power_cut(self) -> None:
        """It forgets its jobs, and is back in 20 s."""
        self.mfp.power_cut(self.now_s, back_s=self.now_s + 20)


class Slips:
    """A slip printer."""

    def __init__(self) -> None:
        self.sim = SlipPrinterSim()
        self.is_there = True
        self._line: MemoryTransport | None = None

    @asynccontextmanager
    async def open(self, settings: SlipPrinterSettings) -> AsyncIterator[SlipPrinter]:
        """See kiosk.parts.Borders.slip_printer."""
        if not self.is_there:
            raise TransportLost(settings.address, "unplugged")
        self._line = MemoryTransport(self.sim)
        try:
            yield attach(settings.model_copy(update={"baud": 9600}), self._line)
        finally:
            await self._line.close()

    def unplug(self) -> None:
        """Take its cable away."""
        self.is_there = False
        if self._line is not None:
            self._line.cut()


class Window:
    """A camera. What is held before it stays there until it is taken away."""

    def __init__(self) -> None:
        self.held: str | None = None
        self.is_there = True

    @asynccontextmanager
    async def open(self, settings: CameraSettings) -> AsyncIterator[Camera]:
        """See kiosk.parts.Borders.camera."""
        if not self.is_there:
            raise TransportLost(settings.address, "unplugged")
        yield Camera(settings, self._newest, Eye(self._read), InlineExecutor())

    async def _newest(self) -> Packet:
        if not self.is_there:
            raise TransportLost("camera", "unplugged")
        return Packet(_picture(), asyncio.get_running_loop().time())

    def _read(self, _grey: Grey, _searches: int) -> tuple[bytes, ...]:
        return () if self.held is None else (self.held.encode(),)


class Cards:
    """A card reader that tells of cards whatever a test says."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[CardEvent | DriverError] = asyncio.Queue()
        self.is_there = True

    @asynccontextmanager
    async def open(self, settings: CardReaderSettings, _now: Now) -> AsyncIterator["Cards"]:
        """See kiosk.parts.Borders.card_reader."""
        if not self.is_there:
            raise TransportLost(settings.name, "unplugged")
        yield self

    async def watch(self, seen: Callable[[CardEvent], None], in_service: Callable[[], None]) -> None:
        """See drivers.cardreader.api.CardReader.watch."""
        in_service()
        while True:
            event = await self.events.get()
            if isinstance(event, DriverError):
                raise event
            seen(event)

    def unplug(self) -> None:
        """Take its cable away."""
        self.is_there = False
        self.events.put_nowait(TransportLost("cards", "unplugged"))


@cache
def _picture() -> NDArray[np.uint8]:
    """A picture in which nothing moves; what is held before the camera, the test says."""
    return np.asarray(cv2.imencode(".jpg", np.zeros((36, 64), np.uint8))[1], np.uint8)
