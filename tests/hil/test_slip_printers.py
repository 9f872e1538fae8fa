"""Slip printers on the bench's wires: the contract of tests/drivers/slipprinter/contract.py."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from PIL import Image

from drivers.slipprinter.api import SlipOutcome, SlipPrinter, SlipStatus
from drivers.slipprinter.registry import open_slip_printer
from tests.drivers.slipprinter.contract import AnyLineContract, WorkingLineContract
from tests.hil.bench import Bench
from tests.hil.hands import Hands


class NotingPrinter:
    """Remembers what the printer was given, because a person has to be shown what to look for."""

    def __init__(self, printer: SlipPrinter, given: list[Image.Image]) -> None:
        self._printer = printer
        self._given = given

    @property
    def name(self) -> str:
        return self._printer.name

    async def status(self) -> SlipStatus:
        return await self._printer.status()

    async def print(self, image: Image.Image) -> SlipOutcome:
        outcome = await self._printer.print(image)
        if outcome is not SlipOutcome.NOT_PRINTED:
            self._given.append(image)
        return outcome


class BenchTarget:
    """See contract.Target."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._settings = bench.slip_printer(name)
        self._name = name
        self._hands: Hands = bench.hands
        self._given: list[Image.Image] = []
        self._hands.tear_off(name)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[SlipPrinter]:
        async with open_slip_printer(self._settings) as printer:
            yield NotingPrinter(printer, self._given)

    def slips(self) -> Sequence[Image.Image]:
        return self._hands.slips(self._name, self._given)

    def hanging(self) -> Image.Image:
        return self._hands.hanging(self._name)

    def is_understood(self) -> bool:
        return self._hands.is_understood(self._name)


async def test_it_answers(bench: Bench, slip_printer: str) -> None:
    async with open_slip_printer(bench.slip_printer(slip_printer)) as printer:
        status = await printer.status()

    assert not status.other_error


@pytest.mark.hands
class TestContract(WorkingLineContract, AnyLineContract):
    @pytest.fixture
    def target(self, bench: Bench, slip_printer: str) -> BenchTarget:
        return BenchTarget(bench, slip_printer)
