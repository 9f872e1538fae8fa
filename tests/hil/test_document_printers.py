"""Document printers on the bench's network: the contract of tests/drivers/documentprinter/contract.py."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

import pytest

from drivers.documentprinter.api import DocumentPrinter
from drivers.documentprinter.registry import open_document_printer
from tests.drivers.documentprinter.contract import PrinterContract
from tests.hil.bench import Bench
from tests.hil.hands import Hands


class BenchTarget:
    """See contract.Target."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._settings = bench.document_printer(name)
        self._name = name
        self._hands: Hands = bench.hands
        self._hands.make_ready(name)

    def connect(self) -> AbstractAsyncContextManager[DocumentPrinter]:
        return open_document_printer(self._settings)

    def tray(self) -> Sequence[tuple[int, ...]]:
        return self._hands.sheets(self._name)

    def load(self, sheets: int) -> None:
        self._hands.load(self._name, sheets)

    def open_cover(self) -> None:
        self._hands.open_cover(self._name)

    def close_cover(self) -> None:
        self._hands.close_cover(self._name)


async def test_it_answers_counts_and_takes_pdf(bench: Bench, document_printer: str) -> None:
    async with open_document_printer(bench.document_printer(document_printer)) as printer:
        status = await printer.status()

    assert status.takes_pdf
    assert status.impressions is not None


@pytest.mark.hands
class TestContract(PrinterContract):
    @pytest.fixture
    def target(self, bench: Bench, document_printer: str) -> BenchTarget:
        return BenchTarget(bench, document_printer)
