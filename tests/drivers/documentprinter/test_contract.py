import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import get_args

import pytest

from drivers.documentprinter.api import DocumentPrinter
from drivers.documentprinter.ipp.settings import IppSettings
from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.registry import DocumentPrinterSettings, open_document_printer
from drivers.documentprinter.simmfp import FULL_TRAY, Mfp, Trouble
from drivers.simhost.document_printers import RigDocumentPrinter, RigDocumentPrinterSettings
from tests.drivers.documentprinter.contract import PrinterContract
from tests.drivers.documentprinter.memory import Wire, settings


def now_s() -> float:
    return asyncio.get_running_loop().time()


class Hands:
    """The part of a target that stands before a simulated printer."""

    def __init__(self, mfp: Mfp) -> None:
        self.mfp = mfp

    def tray(self) -> Sequence[tuple[int, ...]]:
        self.mfp.advance(now_s())
        return [sheet.pages for sheet in self.mfp.tray]

    def load(self, sheets: int) -> None:
        self.mfp.load(sheets, now_s())

    def open_cover(self) -> None:
        self.mfp.trouble(Trouble.COVER_OPEN, now_s())

    def close_cover(self) -> None:
        self.mfp.mend(now_s(), Trouble.COVER_OPEN)


class MemoryTarget(Hands):
    def __init__(self) -> None:
        super().__init__(Mfp())
        self.wire = Wire(IppSim(self.mfp))

    def connect(self) -> AbstractAsyncContextManager[DocumentPrinter]:
        return open_document_printer(settings(), self.wire)


class TcpTarget(Hands):
    def __init__(self) -> None:
        self.served = RigDocumentPrinter(RigDocumentPrinterSettings(name="printer", warm_up_s=0.01, sheet_s=0.02))
        super().__init__(self.served.mfp)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[DocumentPrinter]:
        await self.served.connect()
        try:
            async with open_document_printer(settings(self.served.address)) as printer:
                yield printer
        finally:
            await self.served.disconnect()


def test_every_protocol_of_the_registry_is_under_contract() -> None:
    members = get_args(DocumentPrinterSettings) or (DocumentPrinterSettings,)
    assert set(members) == {IppSettings}


def test_a_new_printer_is_loaded() -> None:
    assert Mfp().paper == FULL_TRAY


@pytest.mark.looptime
class TestOverMemory(PrinterContract):
    @pytest.fixture
    def target(self) -> MemoryTarget:
        return MemoryTarget()


class TestOverTcp(PrinterContract):
    @pytest.fixture
    def target(self) -> TcpTarget:
        return TcpTarget()
