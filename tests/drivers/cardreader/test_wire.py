"""Cards on a real pcscd: insertion, conversation, removal, and pcscd's own troubles."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from drivers.cardreader.api import CardEvent, CardGone, CardIdentity, CardRead, CardRefused, Refusal
from drivers.cardreader.pcsc.device import CardReader, open_card_reader
from drivers.cardreader.pcsc.sim.cards import UnknownCard
from drivers.cardreader.pcsc.sim.slot import CardFaults
from drivers.errors import DriverError, NoReply, TransportLost
from tests.drivers.cardreader.conftest import WITHIN_S, Bench
from tests.drivers.cardreader.memory import AUTHORITY, CARD_ID, NOW

ISSUED = AUTHORITY.issue(CARD_ID)
READ = CardRead(CardIdentity(str(CARD_ID), ISSUED.certificate.serial_number))


class Told:
    """What the watch told, to wait for."""

    def __init__(self) -> None:
        self.served = False
        self._events: asyncio.Queue[CardEvent] = asyncio.Queue()

    def event(self, event: CardEvent) -> None:
        self._events.put_nowait(event)

    def serve(self) -> None:
        self.served = True

    async def next(self) -> CardEvent:
        async with asyncio.timeout(WITHIN_S):
            return await self._events.get()


@asynccontextmanager
async def opened(bench: Bench, *revoked: int) -> AsyncIterator[CardReader]:
    async with open_card_reader(bench.settings, revoked=lambda: revoked, now=lambda: NOW) as reader:
        yield reader


@asynccontextmanager
async def watching(bench: Bench, *revoked: int) -> AsyncIterator[Told]:
    told = Told()
    async with opened(bench, *revoked) as reader, asyncio.TaskGroup() as group:
        task = group.create_task(reader.watch(told.event, told.serve))
        yield told
        task.cancel()


async def test_a_card_is_read_and_taken_away_again(bench: Bench) -> None:
    async with watching(bench) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == READ
        assert told.served

        bench.slot.take()
        assert await told.next() == CardGone()


async def test_a_card_that_lies_there_at_the_start_is_read(bench: Bench) -> None:
    await bench.slot.lay(ISSUED.card())
    async with watching(bench) as told:
        assert await told.next() == READ


async def test_a_card_exchanged_for_another_is_gone_and_the_other_one_read(bench: Bench) -> None:
    async with watching(bench) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == READ

        await bench.slot.lay(UnknownCard())
        assert await told.next() == CardGone()
        assert await told.next() == CardRefused(Refusal.FOREIGN_CARD)


async def test_a_refused_card_says_why(bench: Bench) -> None:
    async with watching(bench, ISSUED.certificate.serial_number) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == CardRefused(Refusal.REVOKED)


async def test_a_card_pulled_away_during_a_command_is_torn_away(bench: Bench) -> None:
    bench.slot.faults = CardFaults(tear_at=1)
    async with watching(bench) as told:
        await bench.slot.lay(ISSUED.card())

        assert await told.next() == CardRefused(Refusal.TORN_AWAY)
        assert await told.next() == CardGone()


async def test_another_card_laid_down_between_two_commands_is_not_taken_for_the_first(bench: Bench) -> None:
    other = AUTHORITY.issue(CARD_ID)
    bench.slot.faults = CardFaults(tear_at=3)
    async with watching(bench) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == CardRefused(Refusal.TORN_AWAY)
        assert await told.next() == CardGone()

        bench.slot.faults = CardFaults()
        await bench.slot.lay(other.card())
        assert await told.next() == CardRead(CardIdentity(str(CARD_ID), other.certificate.serial_number))


async def test_a_mute_card_is_refused_in_time_and_the_next_one_is_read(bench: Bench) -> None:
    bench.slot.faults = CardFaults(mute=True)
    bench.change(read_within_s=0.3)
    async with watching(bench) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == CardRefused(Refusal.MUTE)

        bench.slot.take()
        assert await told.next() == CardGone()
        bench.slot.faults = CardFaults(delay_s=0.01)
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == READ


async def test_a_pcscd_that_is_killed_and_comes_back_is_followed(bench: Bench) -> None:
    async with watching(bench) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == READ

        bench.pcscd.kill()
        assert await told.next() == CardGone()

        bench.pcscd.start()
        await bench.slot.plug_in()
        assert await told.next() == READ


async def test_a_pcscd_that_stays_away_ends_the_watch(bench: Bench) -> None:
    bench.change(lost_after_s=1)
    told = Told()
    async with opened(bench) as reader:
        bench.pcscd.kill()
        with pytest.raises(TransportLost, match="0x8010001D"):
            await within(reader.watch(told.event, told.serve))


async def test_a_reader_that_is_not_there_ends_the_watch(bench: Bench) -> None:
    bench.change(reader="no such reader", lost_after_s=1)
    told = Told()
    async with opened(bench) as reader:
        with pytest.raises(TransportLost, match="no reader named 'no such reader'"):
            await within(reader.watch(told.event, told.serve))
    assert not told.served


async def test_a_frozen_pcscd_ends_the_watch_and_nothing_hangs(bench: Bench) -> None:
    bench.change(lost_after_s=1)
    told = Told()
    with pytest.raises(NoReply):
        async with opened(bench) as reader:
            await within(watch_until(told, reader, bench.pcscd.freeze))
    threads = threading.active_count()

    with pytest.raises(NoReply):
        async with opened(bench):
            pytest.fail("what hangs would hang twice")
    assert threading.active_count() == threads

    bench.pcscd.thaw()
    await bench.slot.lay(ISSUED.card())
    async with watching(bench) as told:
        assert await told.next() == READ


async def test_authorities_that_are_not_there_are_a_fault_of_the_reader(bench: Bench) -> None:
    bench.settings.authorities.unlink()
    with pytest.raises(DriverError, match=r"authorities\.pem"):
        async with opened(bench):
            pytest.fail("without authorities no card can be believed")


async def test_another_pcscd_than_the_one_of_this_process_is_refused(bench: Bench) -> None:
    bench.change(pcscd_socket=bench.settings.authorities)
    with pytest.raises(DriverError, match="this process talks to the pcscd at"):
        async with opened(bench):
            pytest.fail("the library would have talked to the first one")


async def within(work: Awaitable[None]) -> None:
    async with asyncio.timeout(WITHIN_S):
        await work


async def watch_until(told: Told, reader: CardReader, freeze: Callable[[], None]) -> None:
    """Freeze pcscd when the reader is in service."""

    def serve() -> None:
        told.serve()
        freeze()

    await reader.watch(told.event, serve)
