import asyncio
from typing import Literal

import pytest

from drivers.errors import BadReply, NoReply
from drivers.lockboard.api import ChannelState
from drivers.transport.memory import MemoryTransport
from tests.drivers.lockboard.xor8a.bench import ANSWERS_PROBE, PROBE, QUERY, Script, board_on, settings

pytestmark = pytest.mark.looptime


async def test_the_first_read_asks_for_one_lock_and_then_for_the_board() -> None:
    script = Script(ANSWERS_PROBE, (0.02, "80 01 FF FF FF 33 4D"))

    await board_on(MemoryTransport(script)).read()

    assert script.requests == [PROBE, QUERY]


async def test_later_reads_ask_only_for_the_board() -> None:
    script = Script(ANSWERS_PROBE, *[(0.02, "80 01 FF FF FF 33 4D")] * 2)
    board = board_on(MemoryTransport(script))

    await board.read()
    await board.read()

    assert script.requests == [PROBE, QUERY, QUERY]


@pytest.mark.parametrize(("closed_bit", "state"), [(1, ChannelState.CLOSED), (0, ChannelState.OPEN)])
async def test_what_a_set_bit_means_is_a_matter_of_the_wiring(closed_bit: Literal[0, 1], state: ChannelState) -> None:
    script = Script(ANSWERS_PROBE, (0.02, "80 01 FF FF FF 33 4D"))

    states = await board_on(MemoryTransport(script), settings(closed_bit)).read()

    assert states == dict.fromkeys(range(1, 25), state)


async def test_a_read_is_tried_three_times() -> None:
    script = Script(ANSWERS_PROBE, (0.0, ""), (0.02, "80 01 FF FF FF 33 4C"), (0.02, "80 01 FF FF FF 33 4D"))

    states = await board_on(MemoryTransport(script)).read()

    assert states == dict.fromkeys(range(1, 25), ChannelState.CLOSED)
    assert script.requests == [PROBE, QUERY, QUERY, QUERY]


async def test_a_board_that_falls_silent_raises_no_reply() -> None:
    script = Script(ANSWERS_PROBE)

    with pytest.raises(NoReply):
        await board_on(MemoryTransport(script)).read()
    assert script.requests == [PROBE, QUERY, QUERY, QUERY]


async def test_an_answer_outside_the_protocol_raises_bad_reply_with_its_bytes() -> None:
    script = Script(ANSWERS_PROBE, *[(0.02, "15 15")] * 3)

    with pytest.raises(BadReply) as raised:
        await board_on(MemoryTransport(script)).read()

    assert raised.value.received == b"\x15\x15"


async def test_a_board_with_fewer_channels_than_its_settings_say_raises_bad_reply() -> None:
    script = Script(ANSWERS_PROBE, *[(0.02, "80 01 FF FF FF 33 4D")] * 3)

    with pytest.raises(BadReply):
        await board_on(MemoryTransport(script), settings(channels=32)).read()


async def test_a_late_status_does_not_answer_the_next_question() -> None:
    script = Script(
        ANSWERS_PROBE, (0.55, "80 01 FF FF FF 33 4D"), (0.02, "80 01 FF FF FE 33 4C"), (0.02, "80 01 FF FF FE 33 4C")
    )

    states = await board_on(MemoryTransport(script)).read()

    assert states[1] is ChannelState.OPEN


async def test_a_read_ends_with_the_last_byte_of_its_reply() -> None:
    script = Script(ANSWERS_PROBE, (0.02, "80 01 FF FF FF 33 4D"))
    board = board_on(MemoryTransport(script))
    loop = asyncio.get_running_loop()
    await board.read()

    # Five bytes and seven bytes at 9600 baud, 20 ms of thinking, twice; no idle gap.
    assert loop.time() == pytest.approx(2 * 0.02 + (5 + 5 + 5 + 7) * 10 / 9600, abs=1e-3)
