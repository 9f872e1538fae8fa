"""What every lock board must do, whatever its protocol and whatever carries its bytes.

Collected where a class inherits it and gives it a fixture `target`: over memory in test_contract.py, on real
hardware by a target that opens the bench's addresses.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import pytest

from drivers.errors import DriverError
from drivers.lockboard.api import ChannelState, LockBoard, UnlockReply


class Target(Protocol):
    """One board, all doors shut at first, and what can be known of its doors beside the board's own word."""

    def connect(self) -> AbstractAsyncContextManager[LockBoard]:
        """Open the line; also again after it was lost."""

    def openings(self) -> Mapping[int, int]:
        """How often each door went from shut to open, without those that never did."""

    def stick(self, channel: int) -> None:
        """From now on this door does not open."""

    def push(self, channel: int) -> None:
        """Push this door shut."""


class WorkingLineContract:
    """Over a line that is merely slow, chopped or echoing, everything works."""

    async def test_all_doors_are_read_as_closed_at_first(self, target: Target) -> None:
        async with target.connect() as board:
            assert await board.read() == dict.fromkeys(range(1, board.channels + 1), ChannelState.CLOSED)

    async def test_an_unlocked_door_is_reported_as_released_and_read_as_open(self, target: Target) -> None:
        async with target.connect() as board:
            reply = await board.unlock(2)
            states = await board.read()

        assert (reply, opened(states), target.openings()) == (UnlockReply.RELEASED, [2], {2: 1})

    async def test_a_stuck_door_is_reported_as_refused_and_read_as_closed(self, target: Target) -> None:
        target.stick(2)

        async with target.connect() as board:
            reply = await board.unlock(2)
            states = await board.read()

        assert (reply, opened(states), target.openings()) == (UnlockReply.REFUSED, [], {})

    async def test_a_door_that_was_pushed_shut_is_read_as_closed(self, target: Target) -> None:
        async with target.connect() as board:
            await board.unlock(1)
            target.push(1)

            assert opened(await board.read()) == []

    async def test_the_last_channel_opens_its_door_and_no_other(self, target: Target) -> None:
        async with target.connect() as board:
            await board.unlock(board.channels)

            assert opened(await board.read()) == [board.channels]

    async def test_tasks_that_ask_at_once_each_get_their_own_answer(self, target: Target) -> None:
        target.stick(3)

        async with target.connect() as board:
            replies = await asyncio.gather(*(board.unlock(channel) for channel in (1, 2, 3, 4)))

        assert replies == [UnlockReply.RELEASED, UnlockReply.RELEASED, UnlockReply.REFUSED, UnlockReply.RELEASED]
        assert target.openings() == {1: 1, 2: 1, 4: 1}

    @pytest.mark.parametrize("beyond", [-1, 0, 1])
    async def test_a_channel_that_the_board_has_not_is_an_error_and_opens_nothing(
        self, target: Target, beyond: int
    ) -> None:
        async with target.connect() as board:
            channel = board.channels + beyond if beyond > 0 else beyond
            with pytest.raises(ValueError, match="channels 1 to"):
                await board.unlock(channel)

        assert target.openings() == {}


class AnyLineContract:
    """Over no line at all may a board lie: not knowing is allowed, being wrong is not."""

    async def test_an_unlock_moves_its_door_at_most_once_and_its_reply_is_true(self, target: Target) -> None:
        reply = await unlock(target, 2)

        assert (reply, target.openings()) in [
            (UnlockReply.RELEASED, {2: 1}),
            (UnlockReply.UNKNOWN, {2: 1}),
            (UnlockReply.UNKNOWN, {}),
            (UnlockReply.NOT_SENT, {}),
        ]

    async def test_an_unlock_of_a_stuck_door_is_never_reported_as_released(self, target: Target) -> None:
        target.stick(2)

        reply = await unlock(target, 2)

        assert (reply in {UnlockReply.REFUSED, UnlockReply.UNKNOWN, UnlockReply.NOT_SENT}, target.openings()) == (
            True,
            {},
        )

    async def test_a_door_is_read_as_it_is_or_not_at_all(self, target: Target) -> None:
        async with target.connect() as board:
            await board.unlock(1)
            for _ in range(5):
                is_open = {channel for channel, count in target.openings().items() if count}
                states = await read_or_nothing(board)
                for channel, state in states.items():
                    true_state = ChannelState.OPEN if channel in is_open else ChannelState.CLOSED
                    assert state in {true_state, ChannelState.UNKNOWN}

    async def test_a_row_of_unlocks_opens_each_door_at_most_once_and_no_other(self, target: Target) -> None:
        async with target.connect() as board:
            replies = {channel: await board.unlock(channel) for channel in (1, 2, 3, 4)}

        openings = target.openings()
        assert set(openings.values()) <= {1}
        assert openings.keys() <= replies.keys()
        assert {channel for channel, reply in replies.items() if reply is UnlockReply.RELEASED} <= openings.keys()
        assert not {channel for channel, reply in replies.items() if reply is UnlockReply.REFUSED} & openings.keys()


def opened(states: Mapping[int, ChannelState]) -> list[int]:
    """The channels that were read as open."""
    return [channel for channel, state in states.items() if state is ChannelState.OPEN]


async def unlock(target: Target, channel: int) -> UnlockReply:
    """One unlock over a line of its own."""
    async with target.connect() as board:
        return await board.unlock(channel)


async def read_or_nothing(board: LockBoard) -> Mapping[int, ChannelState]:
    """What the board says, or nothing where the line does not let it."""
    try:
        return await board.read()
    except DriverError:
        return {}
