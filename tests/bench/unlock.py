"""Row: one unlock and its reply. A bare exchange between two of ours keeps our pulses as far apart as they must be."""

import asyncio

from drivers.lockboard.api import LockBoard, UnlockReply
from drivers.lockboard.xor8a import codec
from tests.bench.exchange import measure_exchange
from tests.bench.row import Row, Step

REQUEST = codec.unlock(address=1, lock=1)
REPLY = bytes.fromhex("8A 01 01 00 8A")
"""Lock 1 of board 1 is open now."""


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many unlocks of each, turn about."""
    return (asyncio.run(measure_exchange("unlock exchange", _ask, times, step, request=REQUEST, reply=REPLY)),)


async def _ask(board: LockBoard) -> None:
    replied = await board.unlock(1)
    assert replied is UnlockReply.RELEASED, replied
