from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import get_args

import pytest

from drivers.cardreader.api import CardReader, Refusal
from drivers.cardreader.pcsc.channel import Card
from drivers.cardreader.pcsc.device import PcscReader
from drivers.cardreader.pcsc.monitor import Sight
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.cardreader.registry import CardReaderSettings, open_card_reader
from tests.drivers.cardreader.conftest import Bench
from tests.drivers.cardreader.contract import CardReaderContract
from tests.drivers.cardreader.pcsc.cards import CARD_ID, NOW, REVOKED, SETTINGS, MemoryPlace, card_for, of, trust

SERIAL = REVOKED.certificate.serial_number


class MemoryTarget:
    card_id = str(CARD_ID)

    def __init__(self) -> None:
        self._cards: list[Card] = []
        self._place = MemoryPlace(self._cards)
        self._place.last = Sight("reader")

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[CardReader]:
        yield PcscReader(SETTINGS, trust(revoked=frozenset({SERIAL})), self._place)

    async def lay(self, refusal: Refusal | None = None) -> None:
        self._cards.append(of(card_for(refusal)))
        self._place.lay(len(self._cards))

    async def take(self) -> None:
        self._place.show(Sight("reader"))

    async def unplug(self) -> None:
        self._place.last = Sight(missing="no reader")


class WireTarget:
    card_id = str(CARD_ID)

    def __init__(self, bench: Bench) -> None:
        bench.change(lost_after_s=1)
        self._bench = bench

    def connect(self) -> AbstractAsyncContextManager[CardReader]:
        return open_card_reader(self._bench.settings, revoked=lambda: {SERIAL}, now=lambda: NOW)

    async def lay(self, refusal: Refusal | None = None) -> None:
        await self._bench.slot.lay(card_for(refusal))

    async def take(self) -> None:
        self._bench.slot.take()

    async def unplug(self) -> None:
        self._bench.pcscd.kill()


def test_every_protocol_of_the_registry_is_under_contract() -> None:
    members = get_args(CardReaderSettings) or (CardReaderSettings,)
    assert set(members) == {PcscSettings}


@pytest.mark.looptime
class TestInMemory(CardReaderContract):
    @pytest.fixture
    def target(self) -> MemoryTarget:
        return MemoryTarget()


class TestOnARealService(CardReaderContract):
    @pytest.fixture
    def target(self, bench: Bench) -> WireTarget:
        return WireTarget(bench)
