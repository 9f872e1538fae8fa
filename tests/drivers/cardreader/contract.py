"""What every card reader must do, whatever talks to it.

Collected where a class inherits it and gives it a fixture `target`: in memory and on a real service in
test_contract.py.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import pytest

from drivers.cardreader.api import CardEvent, CardGone, CardRead, CardReader, CardRefused, Refusal
from drivers.errors import DriverError

WITHIN_S = 3.0


class Target(Protocol):
    """One reader with nothing on it at first, and the hand that lays cards there."""

    @property
    def card_id(self) -> str:
        """Under which the good card was issued."""

    def connect(self) -> AbstractAsyncContextManager[CardReader]:
        """Open the reader, which is lost soon after it is gone."""

    async def lay(self, refusal: Refusal | None = None) -> None:
        """Lay the good card there instead of any other, or one that must be refused for this reason."""

    async def take(self) -> None:
        """Take away what lies there."""

    async def unplug(self) -> None:
        """Take the reader away."""


class Told:
    """What a watch told, to wait for."""

    def __init__(self) -> None:
        self.services = 0
        """How often it said that the reader is in service."""
        self._events: asyncio.Queue[CardEvent] = asyncio.Queue()

    def event(self, event: CardEvent) -> None:
        self._events.put_nowait(event)

    def serve(self) -> None:
        self.services += 1

    async def next(self) -> CardEvent:
        async with asyncio.timeout(WITHIN_S):
            return await self._events.get()


class CardReaderContract:
    """At a reader that works, and at one that is taken away."""

    async def test_a_card_is_read_once_while_it_lies_there_and_is_then_gone(self, target: Target) -> None:
        async with watching(target.connect()) as told:
            await target.lay()
            assert card_id(await told.next()) == target.card_id

            await target.take()
            assert await told.next() == CardGone()
            assert told.services == 1

    async def test_a_card_that_lay_there_before_the_watch_began_is_read(self, target: Target) -> None:
        await target.lay()
        async with watching(target.connect()) as told:
            assert card_id(await told.next()) == target.card_id

    async def test_a_card_that_is_laid_there_again_is_read_again(self, target: Target) -> None:
        async with watching(target.connect()) as told:
            await target.lay()
            await told.next()
            await target.take()
            assert await told.next() == CardGone()

            await target.lay()
            assert card_id(await told.next()) == target.card_id

    async def test_a_card_exchanged_for_another_is_gone_and_the_other_one_read(self, target: Target) -> None:
        async with watching(target.connect()) as told:
            await target.lay(Refusal.FOREIGN_CARD)
            assert await told.next() == CardRefused(Refusal.FOREIGN_CARD)

            await target.lay()
            assert await told.next() == CardGone()
            assert card_id(await told.next()) == target.card_id

    @pytest.mark.parametrize(
        "reason", [Refusal.FOREIGN_CARD, Refusal.EXPIRED, Refusal.REVOKED, Refusal.FORGED], ids=lambda it: it.value
    )
    async def test_a_refused_card_says_why(self, target: Target, reason: Refusal) -> None:
        await target.lay(reason)
        async with watching(target.connect()) as told:
            assert await told.next() == CardRefused(reason)

    async def test_a_reader_that_is_not_there_ends_the_watch_and_was_never_in_service(self, target: Target) -> None:
        told = Told()
        await target.unplug()
        async with target.connect() as reader:
            with pytest.raises(DriverError):
                await reader.watch(told.event, told.serve)

        assert told.services == 0


@asynccontextmanager
async def watching(connected: AbstractAsyncContextManager[CardReader]) -> AsyncIterator[Told]:
    """What is told of a reader meanwhile."""
    told = Told()
    async with connected as reader, asyncio.TaskGroup() as group:
        task = group.create_task(reader.watch(told.event, told.serve))
        yield told
        task.cancel()


def card_id(event: CardEvent) -> str | None:
    """Which card was read; None if none was."""
    return event.identity.card_id if isinstance(event, CardRead) else None
