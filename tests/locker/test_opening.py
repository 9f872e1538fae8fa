"""How a door is opened, and what is believed about it afterwards."""

import asyncio
from itertools import pairwise

import pytest

from drivers.lockboard.api import ChannelState, UnlockReply
from locker.cabinet import APART_S, OPEN_WATCH_S, DoorNews, DoorOutcome
from locker.door import DoorEvent
from tests.kiosk.support import ObedientBoard
from tests.locker.desk import SILENCE, serving

pytestmark = pytest.mark.looptime


async def test_a_door_that_swings_open_is_opened() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        assert await desk.open(2) is DoorOutcome.OPENED
        assert [channel for channel, _ in board.pulses] == [2]
        assert desk.words() == [UnlockReply.RELEASED]


async def test_a_heavy_door_may_take_its_time() -> None:
    board = ObedientBoard()
    board.opens_after_s = OPEN_WATCH_S - 0.2
    async with serving(board) as desk:
        assert await desk.open(1) is DoorOutcome.OPENED


async def test_a_door_that_is_still_shut_at_the_end_of_the_watch_stayed_shut() -> None:
    board = ObedientBoard()
    board.word, board.opens = UnlockReply.REFUSED, False
    async with serving(board) as desk:
        begun_s = asyncio.get_running_loop().time()
        assert await desk.open(1) is DoorOutcome.STAYED_SHUT
        assert asyncio.get_running_loop().time() - begun_s >= OPEN_WATCH_S


async def test_a_board_that_says_released_is_neither_an_open_nor_a_shut_door() -> None:
    board = ObedientBoard()
    board.word, board.opens = UnlockReply.RELEASED, False
    async with serving(board) as desk:
        assert await desk.open(1) is DoorOutcome.UNKNOWN


@pytest.mark.parametrize("late_s", [3.2, 4.5])
async def test_a_door_that_opens_after_it_was_called_shut_is_forced(late_s: float) -> None:
    board = ObedientBoard()
    board.word, board.opens_after_s = UnlockReply.REFUSED, late_s
    async with serving(board) as desk:
        assert await desk.open(1) is DoorOutcome.STAYED_SHUT
        await asyncio.sleep(3)
        assert desk.news()[-1] == DoorNews(1, DoorEvent.FORCED_OPEN)


@pytest.mark.parametrize("word", [UnlockReply.REFUSED, UnlockReply.UNKNOWN])
async def test_a_door_seen_open_is_opened_whatever_the_board_says(word: UnlockReply) -> None:
    board = ObedientBoard()
    board.word = word
    async with serving(board) as desk:
        assert await desk.open(1) is DoorOutcome.OPENED
        assert desk.words() == [word]


@pytest.mark.parametrize("opens", [True, False])
async def test_a_board_that_falls_silent_after_the_pulse_leaves_the_door_unknown(opens: bool) -> None:  # noqa: FBT001 (a parameter of the table)
    board = ObedientBoard()
    board.word, board.opens, board.fails_after_pulse = UnlockReply.UNKNOWN, opens, SILENCE
    async with serving(board) as desk:
        assert await desk.open(1) is DoorOutcome.UNKNOWN
        assert len(board.pulses) == 1
        assert desk.cabinet.door(1).state is ChannelState.UNKNOWN


async def test_a_board_that_comes_back_during_the_watch_is_believed() -> None:
    board = ObedientBoard()
    board.fails_after_pulse = SILENCE
    async with serving(board) as desk:
        asyncio.get_running_loop().call_later(2.0, setattr, board, "failure", None)
        assert await desk.open(1) is DoorOutcome.OPENED


async def test_a_reading_from_before_the_silence_does_not_prove_a_shut_door() -> None:
    board = ObedientBoard()
    board.opens = False
    async with serving(board) as desk:
        asyncio.get_running_loop().call_later(1.0, setattr, board, "failure", SILENCE)
        assert await desk.open(1) is DoorOutcome.UNKNOWN


async def test_a_channel_that_the_board_leaves_out_is_unknown() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        del board.doors[3]
        board.opens = False
        assert await desk.open(3) is DoorOutcome.UNKNOWN


async def test_nothing_is_sent_to_a_board_that_is_not_being_read() -> None:
    left, right = ObedientBoard("left"), ObedientBoard("right")
    async with serving(left) as desk:
        begun_s = asyncio.get_running_loop().time()
        assert await desk.open(11) is DoorOutcome.STAYED_SHUT
        assert asyncio.get_running_loop().time() == begun_s
        assert desk.words() == [UnlockReply.NOT_SENT]
        assert (left.pulses, right.pulses) == ([], [])


async def test_a_command_that_never_left_leaves_the_door_shut_at_once() -> None:
    board = ObedientBoard()
    board.word = UnlockReply.NOT_SENT
    async with serving(board) as desk:
        begun_s = asyncio.get_running_loop().time()
        assert await desk.open(1) is DoorOutcome.STAYED_SHUT
        assert asyncio.get_running_loop().time() == begun_s
        assert desk.words() == [UnlockReply.NOT_SENT]


async def test_a_sensor_that_says_open_does_not_hold_the_pulse_back() -> None:
    board = ObedientBoard()
    board.doors[1] = ChannelState.OPEN
    async with serving(board) as desk:
        assert await desk.open(1) is DoorOutcome.OPENED
        assert [channel for channel, _ in board.pulses] == [1]


async def test_doors_are_fired_one_at_a_time_and_apart() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        assert await asyncio.gather(*map(desk.open, (1, 2, 3))) == [DoorOutcome.OPENED] * 3
    assert [channel for channel, _ in board.pulses] == [1, 2, 3]
    assert board.most_under_way == 1
    times_s = [at_s for _, at_s in board.pulses]
    assert [later - earlier >= APART_S for earlier, later in pairwise(times_s)] == [True, True]


async def test_doors_on_different_boards_are_fired_apart_too() -> None:
    left, right = ObedientBoard("left"), ObedientBoard("right")
    async with serving(left, right) as desk:
        await asyncio.gather(desk.open(1), desk.open(11))
    assert right.pulses[0][1] - left.pulses[0][1] >= APART_S


async def test_a_pulse_that_nobody_follows_needs_no_wait() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        await desk.open(1)
        await asyncio.sleep(60)
        begun_s = asyncio.get_running_loop().time()
        await desk.open(2)
        assert board.pulses[1][1] == begun_s


async def test_the_boards_word_is_noted_before_the_door_is_watched() -> None:
    board = ObedientBoard()
    board.opens_after_s = 1.0
    async with serving(board) as desk:
        await desk.open(1)
        (_, noted_at_s), opened_at_s = desk.notes[0], desk.cabinet.door(1).seen_open_at_s
        assert opened_at_s is not None
        assert noted_at_s < board.pulses[0][1] + 1.0 <= opened_at_s


async def test_a_door_that_was_open_while_the_word_was_noted_was_opened() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:

        async def noted_slowly(_: UnlockReply) -> None:
            await asyncio.sleep(2.0)
            board.doors[1] = ChannelState.CLOSED
            await asyncio.sleep(2.0)

        assert await desk.cabinet.open(1, noted_slowly) is DoorOutcome.OPENED


async def test_a_pulse_for_another_door_does_not_make_this_one_opened() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        board.word, board.opens_after_s = UnlockReply.REFUSED, 60.0
        first, second = await asyncio.gather(desk.open(1), desk.open(2))
        assert (first, second) == (DoorOutcome.STAYED_SHUT, DoorOutcome.STAYED_SHUT)
