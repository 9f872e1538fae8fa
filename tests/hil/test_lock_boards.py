"""Lock boards on the bench's wires: the contract that each keeps over memory (tests/drivers/lockboard/contract.py)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import open_lock_bus
from tests.drivers.lockboard.contract import AnyLineContract, WorkingLineContract
from tests.hil.bench import Bench
from tests.hil.hands import Hands


class BenchTarget:
    """See contract.Target."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._bus = bench.lock_board(name)
        self._name = name
        self._hands: Hands = bench.hands
        self._hands.shut_doors(name)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[LockBoard]:
        async with open_lock_bus(self._bus) as boards:
            yield boards[self._name]

    def openings(self) -> Mapping[int, int]:
        return self._hands.openings(self._name)

    def stick(self, channel: int) -> None:
        self._hands.stick(self._name, channel)

    def push(self, channel: int) -> None:
        self._hands.push(self._name, channel)


async def test_it_answers(bench: Bench, lock_board: str) -> None:
    async with open_lock_bus(bench.lock_board(lock_board)) as boards:
        board = boards[lock_board]
        assert len(await board.read()) == board.channels


@pytest.mark.hands
class TestContract(WorkingLineContract, AnyLineContract):
    @pytest.fixture
    def target(self, bench: Bench, lock_board: str) -> BenchTarget:
        return BenchTarget(bench, lock_board)
