"""What the cabinet says of its doors when nobody opens one."""

import asyncio

import pytest

from drivers.lockboard.api import ChannelState, UnlockReply
from locker.cabinet import SWEEP_WHILE_OPEN_S, DoorNews, DoorOutcome
from locker.door import DoorEvent
from tests.kiosk.support import ObedientBoard
from tests.locker.desk import SILENCE, Desk, serving

pytestmark = pytest.mark.looptime


async def test_a_board_that_fails_takes_only_its_own_doors_along() -> None:
    left, right = ObedientBoard("left"), ObedientBoard("right")
    async with serving(left, right) as desk:
        left.failure = SILENCE
        await asyncio.sleep(5)
        seen = {number: desk.cabinet.door(number).state for number in desk.cabinet.compartments}
        assert seen == {
            1: ChannelState.UNKNOWN,
            2: ChannelState.UNKNOWN,
            3: ChannelState.UNKNOWN,
            11: ChannelState.CLOSED,
        }
        assert desk.news() == [DoorNews(number, DoorEvent.LOST) for number in (1, 2, 3)]
        assert await desk.open(1) is DoorOutcome.STAYED_SHUT
        assert await desk.open(11) is DoorOutcome.OPENED


async def test_the_life_of_a_door_is_told_once_each_and_rung_for() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        rings = desk.rings
        await desk.open(1)
        await asyncio.sleep(10)
        board.doors[1] = ChannelState.CLOSED
        await asyncio.sleep(10)
        board.doors[1] = ChannelState.OPEN
        await asyncio.sleep(10)
        told = [DoorEvent.SEEN_OPEN, DoorEvent.SEEN_CLOSED, DoorEvent.FORCED_OPEN]
        assert desk.news() == [DoorNews(1, event) for event in told]
        assert desk.rings - rings == len(told)


async def test_a_door_that_closes_is_seen_within_a_quarter_of_a_second() -> None:
    board = ObedientBoard()
    async with serving(board) as desk:
        await desk.open(1)
        await asyncio.sleep(5)
        board.doors[1] = ChannelState.CLOSED
        await asyncio.sleep(SWEEP_WHILE_OPEN_S)
        assert desk.cabinet.door(1).state is ChannelState.CLOSED


async def test_nothing_is_ready_before_every_door_was_read() -> None:
    desk = Desk()
    assert not desk.cabinet.all_seen()
    board = ObedientBoard()
    async with serving(board) as read:
        assert not read.cabinet.all_seen()
        assert [read.cabinet.door(n).read_at_s is None for n in (1, 2, 3, 11)] == [False, False, False, True]


async def test_reading_the_doors_opens_none() -> None:
    board = ObedientBoard()
    async with serving(board):
        await asyncio.sleep(3_600)
    assert board.pulses == []


async def test_a_silent_board_on_a_shared_line_is_not_fired_at_until_it_answers_again() -> None:
    left, right, desk = ObedientBoard("left"), ObedientBoard("right"), Desk()
    async with asyncio.TaskGroup() as line:
        serving_both = line.create_task(desk.cabinet.serve({"left": left, "right": right}, lambda: None))
        await asyncio.sleep(2)
        left.failure = SILENCE
        await asyncio.sleep(2)
        assert await desk.open(1) is DoorOutcome.STAYED_SHUT
        assert (desk.words(), left.pulses) == ([UnlockReply.NOT_SENT], [])
        assert await desk.open(11) is DoorOutcome.OPENED
        left.failure = None
        await asyncio.sleep(2)
        assert await desk.open(1) is DoorOutcome.OPENED
        serving_both.cancel()
