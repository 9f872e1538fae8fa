import pytest

from drivers.lockboard.api import UnlockReply
from drivers.lockboard.simdoors import BoardFaults
from drivers.transport.cable import WireFaults
from tests.drivers.lockboard.contract import AnyLineContract, WorkingLineContract, opened, unlock
from tests.drivers.lockboard.memory import SAMPLES, MemoryTarget, registered_protocols

WORKING = {
    "clean": WireFaults(),
    "bytewise": WireFaults(split=True),
    "late": WireFaults(delay_s=0.25),
    "stale byte": WireFaults(stale=True),
    "echo": WireFaults(echo=True),
    "bytewise echo": WireFaults(echo=True, split=True),
    "late echo": WireFaults(echo=True, delay_s=0.25),
}
BROKEN = {
    "loss": WireFaults(loss=0.05),
    "much loss": WireFaults(loss=0.2),
    "loss and echo": WireFaults(loss=0.1, echo=True),
    "noise": WireFaults(noise=0.7),
    "noise and echo": WireFaults(noise=0.7, echo=True),
    "corruption": WireFaults(corruption=0.05),
    "corruption and echo": WireFaults(corruption=0.05, echo=True),
    "too late": WireFaults(delay_s=0.6),
    "much too late": WireFaults(delay_s=2.5),
    "no replies": WireFaults(drop_replies=True),
    "no replies but echo": WireFaults(drop_replies=True, echo=True),
    "dead": WireFaults(loss=1.0),
}
SEEDS = range(0, 50, 10)


def test_every_protocol_of_the_registry_has_a_sample() -> None:
    assert {sample.protocol for sample in SAMPLES.values()} == registered_protocols()


@pytest.mark.looptime
@pytest.mark.parametrize("wire", WORKING)
@pytest.mark.parametrize("sample", SAMPLES)
class TestOverMemory(WorkingLineContract):
    @pytest.fixture
    def target(self, sample: str, wire: str) -> MemoryTarget:
        return MemoryTarget(SAMPLES[sample], WORKING[wire])


@pytest.mark.looptime
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("wire", BROKEN)
@pytest.mark.parametrize("sample", SAMPLES)
class TestHonestyOverMemory(AnyLineContract):
    @pytest.fixture
    def target(self, sample: str, wire: str, seed: int) -> MemoryTarget:
        return MemoryTarget(SAMPLES[sample], BROKEN[wire], seed=seed)


@pytest.mark.looptime
@pytest.mark.parametrize("cut_after_bytes", range(45))
@pytest.mark.parametrize("echo", [False, True])
@pytest.mark.parametrize("sample", SAMPLES)
class TestHonestyOverACutLine(AnyLineContract):
    @pytest.fixture
    def target(self, sample: str, cut_after_bytes: int, *, echo: bool) -> MemoryTarget:
        return MemoryTarget(SAMPLES[sample], WireFaults(echo=echo), cut_after_bytes=cut_after_bytes)

    async def test_after_the_line_is_back_the_doors_are_read_as_they_are(self, target: MemoryTarget) -> None:
        await unlock(target, 2)

        async with target.connect() as board:
            assert opened(await board.read()) == list(target.openings())


@pytest.mark.looptime
@pytest.mark.parametrize("sample", SAMPLES)
class TestOfABoardThatIsWrong:
    @pytest.fixture
    def target(self, sample: str) -> MemoryTarget:
        return MemoryTarget(SAMPLES[sample])

    async def test_a_board_without_power_is_not_commanded(self, target: MemoryTarget) -> None:
        target.sim.faults = BoardFaults(silent=True)

        assert await unlock(target, 2) is UnlockReply.NOT_SENT

    async def test_a_board_that_dies_before_the_command_leaves_the_outcome_unknown(self, target: MemoryTarget) -> None:
        async with target.connect() as board:
            await board.read()
            target.sim.faults = BoardFaults(silent=True)

            assert await board.unlock(2) is UnlockReply.UNKNOWN

    async def test_the_next_read_shows_an_opening_that_the_board_only_claimed(self, target: MemoryTarget) -> None:
        target.sim.faults = BoardFaults(ack_but_stays_shut=True)

        async with target.connect() as board:
            assert await board.unlock(2) is UnlockReply.RELEASED
            assert opened(await board.read()) == []

    async def test_the_next_read_shows_an_opening_that_the_board_denied(self, target: MemoryTarget) -> None:
        target.sim.faults = BoardFaults(refuse_but_opens=True)

        async with target.connect() as board:
            assert await board.unlock(2) is UnlockReply.REFUSED
            assert opened(await board.read()) == [2]
