import asyncio
from typing import Literal

import pytest

from drivers.lockboard.api import UnlockReply
from drivers.lockboard.simdoors import BoardFaults
from drivers.transport.cable import WireFaults
from drivers.transport.memory import MemoryTransport
from tests.drivers.lockboard.xor8a.bench import ANSWERS_PROBE, PROBE, UNLOCK_2, Script, board_on, settings, simulated

pytestmark = pytest.mark.looptime


@pytest.mark.parametrize(
    ("closed_bit", "reply", "expected"),
    [
        (1, "8A 01 02 00 89", UnlockReply.RELEASED),
        (1, "8A 01 02 11 98", UnlockReply.REFUSED),
        (0, "8A 01 02 11 98", UnlockReply.RELEASED),
        (0, "8A 01 02 00 89", UnlockReply.REFUSED),
    ],
)
async def test_what_a_reply_to_an_unlock_means_is_a_matter_of_the_wiring(
    closed_bit: Literal[0, 1], reply: str, expected: UnlockReply
) -> None:
    script = Script(ANSWERS_PROBE, (0.5, reply))

    assert await board_on(MemoryTransport(script), settings(closed_bit)).unlock(2) is expected


@pytest.mark.parametrize(
    ("closed_bit", "stuck", "expected"),
    [
        (1, False, UnlockReply.RELEASED),
        (1, True, UnlockReply.REFUSED),
        (0, False, UnlockReply.RELEASED),
        (0, True, UnlockReply.REFUSED),
    ],
)
@pytest.mark.parametrize("split", [False, True])
async def test_an_echo_of_an_unlock_is_never_taken_for_its_reply(
    closed_bit: Literal[0, 1], expected: UnlockReply, *, stuck: bool, split: bool
) -> None:
    sim, doors = simulated(closed_bit)
    doors[1].stuck = stuck
    line = MemoryTransport(sim, faults=WireFaults(echo=True, split=split))

    assert await board_on(line, settings(closed_bit)).unlock(2) is expected


@pytest.mark.parametrize("closed_bit", [0, 1])
async def test_an_echo_alone_is_no_reply(closed_bit: Literal[0, 1]) -> None:
    sim, _doors = simulated(closed_bit)
    line = MemoryTransport(sim, faults=WireFaults(echo=True))
    board = board_on(line, settings(closed_bit))
    await board.read()

    sim.faults = BoardFaults(silent=True)

    assert await board.unlock(2) is UnlockReply.UNKNOWN


async def test_an_unlock_without_a_reply_is_sent_once() -> None:
    script = Script(ANSWERS_PROBE)
    board = board_on(MemoryTransport(script))

    assert await board.unlock(2) is UnlockReply.UNKNOWN
    assert script.requests == [PROBE, UNLOCK_2]


async def test_a_board_that_answers_no_question_gets_no_command() -> None:
    script = Script()

    assert await board_on(MemoryTransport(script)).unlock(2) is UnlockReply.NOT_SENT
    assert script.requests == [PROBE, PROBE, PROBE]


@pytest.mark.parametrize("sent_bytes", range(21))
async def test_a_cut_at_every_byte_of_an_unlock_is_told_as_what_it_is(sent_bytes: int) -> None:
    sim, doors = simulated()
    line = MemoryTransport(sim, cut_after_bytes=sent_bytes)

    reply = await board_on(line).unlock(2)

    # Five bytes each: question, answer, command, reply.
    if sent_bytes <= 10:
        expected = (UnlockReply.NOT_SENT, 0)
    elif sent_bytes < 15:
        expected = (UnlockReply.UNKNOWN, 0)
    elif sent_bytes < 20:
        expected = (UnlockReply.UNKNOWN, 1)
    else:
        expected = (UnlockReply.RELEASED, 1)
    await asyncio.sleep(3)
    assert (reply, doors[1].openings) == expected
    assert bytes(line.sent[5:]) == UNLOCK_2[: max(0, sent_bytes - 10)]


async def test_a_late_reply_to_an_unlock_does_not_answer_the_next_one() -> None:
    # The first reply comes 1.6 s after the command; it would call a stuck door released.
    script = Script(ANSWERS_PROBE, (1.6, "8A 01 02 00 89"), (0.5, "8A 01 02 11 98"))
    board = board_on(MemoryTransport(script))

    assert await board.unlock(2) is UnlockReply.UNKNOWN
    assert await board.unlock(2) is UnlockReply.REFUSED


async def test_the_reply_to_a_cancelled_unlock_does_not_answer_the_next_one() -> None:
    script = Script(ANSWERS_PROBE, (0.5, "8A 01 02 00 89"), (0.5, "8A 01 02 11 98"))
    board = board_on(MemoryTransport(script))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await board.unlock(2)

    assert await board.unlock(2) is UnlockReply.REFUSED


async def test_a_reply_for_another_channel_does_not_answer_an_unlock() -> None:
    script = Script(ANSWERS_PROBE, (0.5, "8A 01 03 00 88"))

    assert await board_on(MemoryTransport(script)).unlock(2) is UnlockReply.UNKNOWN


async def test_a_longer_pulse_is_commanded_and_waited_for() -> None:
    script = Script(ANSWERS_PROBE, (3.5, "8A 01 02 00 89"))

    reply = await board_on(MemoryTransport(script), settings(pulse_s=3)).unlock(2)

    assert (reply, script.requests[1]) == (UnlockReply.RELEASED, bytes.fromhex("8A 01 02 11 03 9B"))
