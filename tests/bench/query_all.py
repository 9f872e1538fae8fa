"""Row: the question about every door of a board, and its reply."""

import asyncio

from drivers.lockboard.api import ChannelState, LockBoard
from drivers.lockboard.xor8a import codec
from tests.bench.exchange import measure_exchange
from tests.bench.row import Row, Step

REQUEST = codec.query_board(address=1)
REPLY = bytes.fromhex("80 01 FF FF FF 33 4D")
"""24 locks of board 1 are closed."""


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many questions of each, turn about."""
    return (asyncio.run(measure_exchange("query-all exchange", _ask, times, step, request=REQUEST, reply=REPLY)),)


async def _ask(board: LockBoard) -> None:
    states = await board.read()
    assert set(states.values()) == {ChannelState.CLOSED}, states
