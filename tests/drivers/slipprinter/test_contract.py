from typing import get_args

import pytest

from drivers.slipprinter.api import SlipOutcome
from drivers.slipprinter.escpos.settings import EscposSettings
from drivers.slipprinter.registry import SlipPrinterSettings
from drivers.transport.cable import WireFaults
from tests.drivers.slipprinter.contract import AnyLineContract, WorkingLineContract, print_on_a_line_of_its_own
from tests.drivers.slipprinter.memory import MemoryTarget
from tests.drivers.slipprinter.pictures import noise, same

WORKING = {
    "clean": WireFaults(),
    "bytewise": WireFaults(split=True),
    "late": WireFaults(delay_s=0.25),
}
BROKEN = {
    "little loss": WireFaults(loss=0.0003),
    "loss": WireFaults(loss=0.002),
    "much loss": WireFaults(loss=0.1),
    "too late": WireFaults(delay_s=1.5),
    "much too late": WireFaults(delay_s=15),
    "no replies": WireFaults(drop_replies=True),
    "dead": WireFaults(loss=1.0),
}
PADDED = 2048
ASKED = PADDED + 4 * 4
"""Bytes both ways before the first one of the slip: padding, four questions and their answers."""
FIRST_BAND = ASKED + (9 + 4) + 4 + (9 + 8 + 28 * 72) + 4
"""Behind the first rows and the answer to the question that follows them; before these, an earlier slip is cut off."""
ALL_BYTES = 6500


def test_every_language_of_the_registry_is_under_contract() -> None:
    members = get_args(SlipPrinterSettings) or (SlipPrinterSettings,)
    assert set(members) == {EscposSettings}


@pytest.mark.looptime
@pytest.mark.parametrize("wire", WORKING)
class TestOverMemory(WorkingLineContract):
    @pytest.fixture
    def target(self, wire: str) -> MemoryTarget:
        return MemoryTarget(WORKING[wire])


@pytest.mark.looptime
@pytest.mark.parametrize("seed", range(0, 50, 10))
@pytest.mark.parametrize("wire", BROKEN)
class TestHonestyOverMemory(AnyLineContract):
    @pytest.fixture
    def target(self, wire: str, seed: int) -> MemoryTarget:
        return MemoryTarget(BROKEN[wire], seed=seed)


CUTS = [*range(0, ALL_BYTES, 211), *range(ASKED - 18, ASKED + 40), *range(FIRST_BAND - 4, FIRST_BAND + 2)]


@pytest.mark.looptime
@pytest.mark.parametrize("cut_after_bytes", CUTS)
class TestHonestyOverACutLine(AnyLineContract):
    @pytest.fixture
    def target(self, cut_after_bytes: int) -> MemoryTarget:
        return MemoryTarget(cut_after_bytes=cut_after_bytes)

    async def test_after_the_line_is_back_the_slip_comes_out_whole(self, target: MemoryTarget) -> None:
        image = noise(60)
        first = await print_on_a_line_of_its_own(target, image)

        second = await print_on_a_line_of_its_own(target, image)

        assert first is not SlipOutcome.PRINTED
        assert second is SlipOutcome.PRINTED
        assert same(target.slips()[-1], image)
        assert target.is_understood()
