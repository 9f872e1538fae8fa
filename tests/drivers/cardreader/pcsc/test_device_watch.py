"""The watch over a reader, in fake time and without PC/SC."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from drivers.cardreader.api import CardEvent, CardGone, CardIdentity, CardRead, CardRefused, Refusal
from drivers.cardreader.pcsc.channel import Card
from drivers.cardreader.pcsc.device import PcscReader
from drivers.cardreader.pcsc.monitor import Sight
from drivers.cardreader.pcsc.sim.cards import UnknownCard
from drivers.errors import NoReply, TransportLost
from tests.drivers.cardreader.pcsc.cards import CARD_ID, ISSUED, SETTINGS, MemoryCard, MemoryPlace, of, trust

pytestmark = pytest.mark.looptime

READ = CardRead(CardIdentity(str(CARD_ID), ISSUED.certificate.serial_number))
EMPTY = Sight("reader")
NO_SERVICE = Sight(missing="no service")


class Watched:
    """A watched reader and what was told of it; at most one watch."""

    def __init__(self, place: MemoryPlace) -> None:
        self.place = place
        self.told: list[CardEvent] = []
        self.served = 0
        self._reader = PcscReader(SETTINGS, trust(), place)

    async def run(self) -> None:
        await self._reader.watch(self.told.append, self._serve)

    def _serve(self) -> None:
        self.served += 1


@asynccontextmanager
async def watching(*cards: Card) -> AsyncIterator[Watched]:
    watched = Watched(MemoryPlace(cards))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(watched.run())
        yield watched
        task.cancel()


async def told(watched: Watched, *sights: Sight | int) -> Sequence[CardEvent]:
    """Show these one after the other, a second each; a number is a card."""
    for sight in sights:
        if isinstance(sight, int):
            watched.place.lay(sight)
        else:
            watched.place.show(sight)
        await asyncio.sleep(1)
    return watched.told


async def test_a_card_that_was_read_is_given_back_at_once() -> None:
    async with watching(of(ISSUED.card())) as watched:
        assert await told(watched, EMPTY, 1, 1) == [READ]
        assert watched.place.given_back == [1]


async def test_the_reader_is_in_service_when_it_is_first_seen_and_not_before() -> None:
    async with watching() as watched:
        await told(watched, NO_SERVICE)
        assert watched.served == 0
        await told(watched, EMPTY, NO_SERVICE, EMPTY)
        assert watched.served == 1


async def test_a_card_exchanged_between_two_looks_is_gone_and_the_other_one_read() -> None:
    async with watching(of(ISSUED.card()), of(UnknownCard())) as watched:
        assert await told(watched, 1, 2) == [READ, CardGone(), CardRefused(Refusal.FOREIGN_CARD)]


async def test_a_card_torn_away_while_it_was_read_is_refused_and_then_gone() -> None:
    card = MemoryCard(ISSUED.card().answer, away_at=2)

    async with watching(card) as watched:
        watched.place.lay(1)
        watched.place.show(EMPTY)
        await asyncio.sleep(2)
        assert watched.told == [CardRefused(Refusal.TORN_AWAY), CardGone()]


async def test_a_card_torn_away_and_laid_down_again_before_pcscd_looked_is_read_half_a_second_later() -> None:
    card = of(ISSUED.card())
    card.swapped = True

    async with watching(card) as watched:
        watched.place.lay(1)
        await asyncio.sleep(0.4)
        card.swapped = False
        assert watched.told == [CardRefused(Refusal.TORN_AWAY), CardGone()]
        await asyncio.sleep(0.8)
        assert watched.told[2:] == [READ]


async def test_a_card_laid_down_anew_after_it_was_torn_away_is_read_at_once() -> None:
    async with watching(MemoryCard(ISSUED.card().answer, away_at=2), of(ISSUED.card())) as watched:
        watched.place.lay(1)
        watched.place.lay(2)
        await asyncio.sleep(0.1)
        assert watched.told == [CardRefused(Refusal.TORN_AWAY), CardGone(), READ]


async def test_a_card_that_does_not_answer_in_time_is_mute_and_is_given_back() -> None:
    async with watching(MemoryCard(ISSUED.card().answer, delay_s=60)) as watched:
        watched.place.lay(1)
        await asyncio.sleep(3.9)
        assert watched.told == []
        await asyncio.sleep(0.2)
        assert watched.told == [CardRefused(Refusal.MUTE)]
        assert watched.place.given_back == [1]


async def test_a_slow_card_is_read() -> None:
    async with watching(MemoryCard(ISSUED.card().answer, delay_s=0.5)) as watched:
        watched.place.lay(1)
        await asyncio.sleep(3.9)
        assert watched.told == [READ]


async def test_a_card_that_has_no_answer_to_reset_is_mute_at_once() -> None:
    async with watching() as watched:
        watched.place.lay(1, mute=True)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert watched.told == [CardRefused(Refusal.MUTE)]


async def test_a_service_that_is_back_in_time_reads_the_card_that_lies_there_anew() -> None:
    async with watching(of(ISSUED.card()), of(ISSUED.card())) as watched:
        assert await told(watched, 1, NO_SERVICE, NO_SERVICE, 2) == [READ, CardGone(), READ]


async def test_a_service_that_stays_away_ends_the_watch_and_says_why() -> None:
    watched = Watched(MemoryPlace())
    watched.place.show(EMPTY)
    watched.place.show(NO_SERVICE)

    with pytest.raises(TransportLost, match="no service"):
        await watched.run()

    assert 3.0 <= asyncio.get_running_loop().time() < 3.6


async def test_a_reader_that_never_comes_ends_the_watch_and_was_never_in_service() -> None:
    watched = Watched(MemoryPlace())
    watched.place.show(Sight(missing="no reader"))

    with pytest.raises(TransportLost, match="no reader"):
        await watched.run()

    assert watched.served == 0


async def test_a_frozen_service_ends_the_watch() -> None:
    watched = Watched(MemoryPlace())
    watched.place.show(EMPTY)
    watched.place.freeze()

    with pytest.raises(NoReply):
        await watched.run()

    assert asyncio.get_running_loop().time() == pytest.approx(3.0)


async def test_a_service_that_freezes_during_a_reading_ends_the_watch() -> None:
    watched = Watched(MemoryPlace([MemoryCard(ISSUED.card().answer, delay_s=60)]))
    watched.place.lay(1)
    watched.place.freeze()

    with pytest.raises(NoReply):
        await watched.run()

    assert watched.told == [CardRefused(Refusal.MUTE)]
