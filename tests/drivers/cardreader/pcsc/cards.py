"""Cards and a place for them in this process, without PC/SC and in any loop's time, also a fake one."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from drivers.cardreader.api import Refusal
from drivers.cardreader.pcsc.channel import Card, CardFailed
from drivers.cardreader.pcsc.monitor import Laid, Sight
from drivers.cardreader.pcsc.piv.trust import Trust
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.cardreader.pcsc.sim.cards import SimCard, UnknownCard
from drivers.cardreader.pcsc.sim.issuing import CardAuthority

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CARD_ID = UUID("6f0c2b34-5d0e-4f59-9d3c-2b1f3f0a7c11")
AUTHORITY = CardAuthority(now=NOW)
ISSUED = AUTHORITY.issue(CARD_ID)
REVOKED = AUTHORITY.issue(CARD_ID)
"""Whoever opens a reader says so."""
SETTINGS = PcscSettings(protocol="pcsc", name="card", authorities=Path("unused"))
"""For a reader without PC/SC."""

Answer = Callable[[bytes], bytes]


def trust(*authorities: CardAuthority, revoked: frozenset[int] = frozenset(), now: datetime = NOW) -> Trust:
    return Trust([authority.certificate for authority in authorities or (AUTHORITY,)], lambda: revoked, lambda: now)


class MemoryCard:
    """A card that answers as it is told; away_at is the number of the command at which it is taken away."""

    def __init__(self, answer: Answer, *, away_at: int | None = None, delay_s: float = 0.0) -> None:
        self.sent: list[bytes] = []
        self.swapped = False
        self._answer = answer
        self._away_at = away_at
        self._delay_s = delay_s

    async def transmit(self, apdu: bytes) -> bytes:
        self.sent.append(apdu)
        await asyncio.sleep(self._delay_s)  # real time: none; tests that set a delay are looptime
        if len(self.sent) == self._away_at:
            raise CardFailed(Refusal.TORN_AWAY)
        return self._answer(apdu)

    async def confirm(self) -> None:
        if self.swapped:
            raise CardFailed(Refusal.TORN_AWAY)


def scripted(*answers: str) -> MemoryCard:
    """A card that says these things in hex, one after the other, whatever it is asked."""
    left = iter(answers)
    return MemoryCard(lambda _apdu: bytes.fromhex(next(left)))


def of(card: SimCard) -> MemoryCard:
    """A simulated card without a wire."""
    return MemoryCard(card.answer)


def card_for(refusal: Refusal | None) -> SimCard:
    """The issued card, or one that must be refused for this reason."""
    match refusal:
        case None:
            return ISSUED.card()
        case Refusal.FOREIGN_CARD:
            return UnknownCard()
        case Refusal.EXPIRED:
            return AUTHORITY.issue(CARD_ID, expires=NOW - timedelta(days=1)).card()
        case Refusal.REVOKED:
            return REVOKED.card()
        case Refusal.FORGED:
            return replace(ISSUED, key=ec.generate_private_key(ec.SECP256R1())).card()
        case _:
            raise ValueError(f"{refusal} is what happens to a card, not what a card is")


class MemoryPlace:
    """See drivers.cardreader.pcsc.device.Place. It shows the same sight twice a second, until it is frozen."""

    def __init__(self, cards: Sequence[Card] = ()) -> None:
        self.given_back: list[int] = []
        self._cards = cards
        self._sights: asyncio.Queue[Sight] = asyncio.Queue()
        self.last: Sight | None = None
        """What it goes on showing; None: nothing, it is frozen."""

    def show(self, sight: Sight) -> None:
        self.last = sight
        self._sights.put_nowait(sight)

    def lay(self, generation: int, *, mute: bool = False) -> None:
        """Lay down the card with this number, counted from 1."""
        self.show(Sight("reader", Laid("reader", generation, generation, mute=mute)))

    def freeze(self) -> None:
        self.last = None

    async def look(self) -> Sight:
        while True:
            try:
                async with asyncio.timeout(0.5):
                    return await self._sights.get()
            except TimeoutError:
                if self.last is not None:
                    return self.last

    @contextmanager
    def card(self, laid: Laid) -> Iterator[Card]:
        try:
            yield self._cards[laid.generation - 1]
        finally:
            self.given_back.append(laid.generation)
