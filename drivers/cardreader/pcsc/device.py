"""A PC/SC reader as a CardReader: opened, watched, and every card that is laid on it read once.

Knows the order of things and their deadlines. Does not know PC/SC's results, nor what a card says.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Container, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from datetime import datetime
from typing import Protocol

from drivers.cardreader.api import CardEvent, CardGone, CardRead, CardRefused, Refusal
from drivers.cardreader.pcsc import winscard
from drivers.cardreader.pcsc.channel import Card
from drivers.cardreader.pcsc.lane import Lane
from drivers.cardreader.pcsc.monitor import Laid, Monitor, Sight
from drivers.cardreader.pcsc.pcsccard import PcscCard
from drivers.cardreader.pcsc.piv.talk import identify
from drivers.cardreader.pcsc.piv.trust import Trust, load_authorities
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.errors import DriverError, NoReply, TransportLost

_TORN = CardRefused(Refusal.TORN_AWAY)
_SEEN_GONE_WITHIN_S = 0.5
"""pcscd looks every 0.4 s at a reader that does not report by itself."""

_ENDS_WITHIN_S = 1.0
_LOOK_AGAIN_S = 0.01


class Place(Protocol):
    """Where cards are laid."""

    async def look(self) -> Sight:
        """The next sight; several a second, or the place is dead."""

    def card(self, laid: Laid) -> AbstractContextManager[Card]:
        """The card that was seen lying there; perhaps it does not any more."""


@asynccontextmanager
async def open_pcsc(
    settings: PcscSettings, *, revoked: Callable[[], Container[int]], now: Callable[[], datetime]
) -> AsyncIterator["PcscReader"]:
    """Yield the reader, whether or not it is there yet; watch says so.

    Args:
        settings: see there; pcscd_socket holds for the whole process and for as long as it runs.
        revoked: the serial numbers of certificates that are revoked now.
        now: the time, with its zone, by a clock that is right: certificates are judged by it.

    Raises:
        DriverError: the authorities cannot be read, or the process has talked to another pcscd.
        NoReply: a call of an earlier opening still hangs in a frozen pcscd.
    """
    await _until_ended(settings.name)
    try:
        trust = Trust(load_authorities(settings.authorities), revoked, now)
        if settings.pcscd_socket is not None:
            winscard.talk_to(settings.pcscd_socket)
    except (OSError, ValueError) as error:
        raise DriverError(settings.name, str(error)) from error
    async with _pcsc_place(settings) as place:
        yield PcscReader(settings, trust, place)


class PcscReader:
    """See CardReader. A place for cards, and who decides about them."""

    def __init__(self, settings: PcscSettings, trust: Trust, place: Place) -> None:
        self._settings = settings
        self._trust = trust
        self._place = place

    async def watch(self, seen: Callable[[CardEvent], None], in_service: Callable[[], None]) -> None:
        """See CardReader.watch. A card that was torn away is read again if it lies there half a second later.

        Raises:
            TransportLost: no reader, or no service, for longer than lost_after_s.
            NoReply: nothing was heard of pcscd for so long; it is frozen.
        """
        loop = asyncio.get_running_loop()
        laid: Laid | None = None
        torn: Laid | None = None
        torn_until_s = 0.0
        async for sight in self._sights(in_service):
            if sight.laid == laid or (sight.laid == torn and loop.time() < torn_until_s):
                continue
            if laid is not None:
                seen(CardGone())
            laid = sight.laid
            if laid is None:
                continue
            event = await self._read(laid)
            seen(event)
            if event == _TORN:
                # A card that was gone for less than a look of pcscd lies there again without having been seen to go.
                seen(CardGone())
                laid, torn, torn_until_s = None, laid, loop.time() + _SEEN_GONE_WITHIN_S

    async def _sights(self, in_service: Callable[[], None]) -> AsyncIterator[Sight]:
        loop = asyncio.get_running_loop()
        sight = Sight(missing="")
        serves = False
        lost_s = loop.time() + self._settings.lost_after_s
        while True:
            try:
                async with asyncio.timeout_at(lost_s):
                    sight = await self._place.look()
            except TimeoutError as error:
                raise self._loss(sight) from error
            if sight.reader is not None and not serves:
                serves = True
                in_service()
            yield sight
            if sight.reader is not None:
                # From here: while a card is read, nobody looks.
                lost_s = loop.time() + self._settings.lost_after_s

    def _loss(self, last: Sight) -> DriverError:
        if last.missing:
            return TransportLost(self._settings.name, last.missing)
        return NoReply(self._settings.name, self._settings.lost_after_s)

    async def _read(self, laid: Laid) -> CardRead | CardRefused:
        if laid.mute:
            return CardRefused(Refusal.MUTE)
        try:
            with self._place.card(laid) as card:
                async with asyncio.timeout(self._settings.read_within_s):
                    outcome = await identify(card, self._trust)
        except TimeoutError:
            return CardRefused(Refusal.MUTE)
        return CardRefused(outcome) if isinstance(outcome, Refusal) else CardRead(outcome)


class _PcscPlace:
    """See Place: a monitor's sights, and one lane for the cards."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self.sights: asyncio.Queue[Sight] = asyncio.Queue()

    async def look(self) -> Sight:
        """See Place.look."""
        return await self.sights.get()

    @contextmanager
    def card(self, laid: Laid) -> Iterator[Card]:
        """See Place.card."""
        card = PcscCard(self._lane, laid)
        try:
            yield card
        finally:
            card.close()


async def _until_ended(name: str) -> None:
    """Each opening at a frozen pcscd leaves threads behind: there must not be more and more of them."""
    loop = asyncio.get_running_loop()
    until_s = loop.time() + _ENDS_WITHIN_S
    while any(thread.name.startswith(_thread(name)) for thread in threading.enumerate()):
        if loop.time() > until_s:
            raise NoReply(name, _ENDS_WITHIN_S)
        await asyncio.sleep(_LOOK_AGAIN_S)


@asynccontextmanager
async def _pcsc_place(settings: PcscSettings) -> AsyncIterator[Place]:
    lane = Lane(_thread(settings.name) + "card")
    place = _PcscPlace(lane)
    monitor = Monitor(_thread(settings.name) + "monitor", settings.reader, place.sights.put_nowait)
    monitor.start()
    try:
        yield place
    finally:
        lane.end()
        await monitor.stop()


def _thread(name: str) -> str:
    """How the names of a reader's threads begin; no reader's name has a colon."""
    return f"pcsc:{name}:"
