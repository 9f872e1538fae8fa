"""Cards on a real pcscd that are pulled away, and pcscd's own troubles."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from drivers.cardreader.api import CardGone, CardIdentity, CardRead, CardRefused, Refusal
from drivers.cardreader.pcsc.device import PcscReader, open_pcsc
from drivers.cardreader.pcsc.sim.slot import CardFaults
from drivers.errors import DriverError, NoReply, TransportLost
from tests.drivers.cardreader.conftest import Bench
from tests.drivers.cardreader.contract import WITHIN_S, Told, watching
from tests.drivers.cardreader.pcsc.cards import AUTHORITY, CARD_ID, ISSUED, NOW

READ = CardRead(CardIdentity(str(CARD_ID), ISSUED.certificate.serial_number))


def opened(bench: Bench) -> AbstractAsyncContextManager[PcscReader]:
    return open_pcsc(bench.settings, revoked=frozenset, now=lambda: NOW)


async def test_a_card_pulled_away_during_a_command_is_torn_away(bench: Bench) -> None:
    bench.slot.faults = CardFaults(tear_at=1)
    async with watching(opened(bench)) as told:
        await bench.slot.lay(ISSUED.card())

        assert await told.next() == CardRefused(Refusal.TORN_AWAY)
        assert await told.next() == CardGone()


async def test_another_card_laid_down_between_two_commands_is_not_taken_for_the_first(bench: Bench) -> None:
    other = AUTHORITY.issue(CARD_ID)
    bench.slot.faults = CardFaults(tear_at=3)
    async with watching(opened(bench)) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == CardRefused(Refusal.TORN_AWAY)
        assert await told.next() == CardGone()

        bench.slot.faults = CardFaults()
        await bench.slot.lay(other.card())
        assert await told.next() == CardRead(CardIdentity(str(CARD_ID), other.certificate.serial_number))


async def test_a_mute_card_is_refused_in_time_and_the_next_one_is_read(bench: Bench) -> None:
    bench.slot.faults = CardFaults(mute=True)
    bench.change(read_within_s=0.3)
    async with watching(opened(bench)) as told:
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == CardRefused(Refusal.MUTE)

        bench.slot.take()
        assert await told.next() == CardGone()
        bench.slot.faults = CardFaults(delay_s=0.01)
        await bench.slot.lay(ISSUED.card())
        assert await told.next() == READ


async def test_a_pcscd_that_is_killed_and_comes_back_is_followed(bench: Bench) -> None:
    async with watching(opened(bench)) as told:
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
    assert told.services == 0


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
    async with watching(opened(bench)) as told:
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


async def watch_until(told: Told, reader: PcscReader, freeze: Callable[[], None]) -> None:
    """Freeze pcscd when the reader is in service."""

    def serve() -> None:
        told.serve()
        freeze()

    await reader.watch(told.event, serve)
