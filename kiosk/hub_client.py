"""The kiosk's end of the line to its hub: takes in changes as they come, sends events as they happen.

Knows the cursor, the outbox and their order. What a change means stands in kiosk.store.hub. A kiosk whose hub is away
serves on, and prints what it had fetched. One that was restored from a backup has the hub say which of the papers that
wait in its database are still to be printed: agree().
"""

import asyncio
from collections.abc import Callable
from functools import partial

import httpx
import structlog
from pydantic import ValidationError

from kiosk.bell import Bell
from kiosk.errors import HubAway
from kiosk.hub_calls import Behind, HubCalls
from kiosk.identity import Identity
from kiosk.store import hub, papers
from kiosk.store.store import Now, Store
from link.hub import Accepted, Event, Heard, HeardChanges, Numbered, change

LOOK_EVERY_S = 1.0
"""How long an event waits at most before it is sent."""

_log = structlog.get_logger()


class HubClient:
    """One enrolled kiosk, on one connection."""

    def __init__(self, http: httpx.AsyncClient, identity: Identity, store: Store, bell: Bell, now: Now) -> None:
        self._calls = HubCalls(http, identity, now)
        self._identity = identity
        self._store = store
        self._bell = bell

    async def follow(self, in_service: Callable[[], None]) -> None:
        """Take in changes, for ever.

        Both sides agree before each look: what is heard again after a restore may bring back what was done with since.

        Raises:
            HubAway
        """
        loop = asyncio.get_running_loop()
        if await self._store.transact(partial(hub.begin, kiosk=self._identity.kiosk)):
            _log.info("the hub's changes are followed from the start", kiosk=self._identity.kiosk)
        while True:
            await self.agree()
            in_service()
            asked_s = loop.time()
            changes = await self._changes()
            for heard in changes.changes:
                await self._take_in(heard)
            if changes.changes:
                self._bell.ring()
            else:
                # A hub, or something before it, that does not wait must not be asked without a pause.
                await asyncio.sleep(asked_s + LOOK_EVERY_S - loop.time())

    async def report(self, in_service: Callable[[], None]) -> None:
        """Send what happened, in order, for ever. What was not acknowledged is sent again under the same id.

        Raises:
            HubAway
        """
        while True:
            if await self._send_next():
                in_service()
            else:
                await asyncio.sleep(LOOK_EVERY_S)

    async def agree(self) -> None:
        """Take out of service what waits here and is, by the hub's record, not for this kiosk to print any more.

        What happened here is sent first. Then the hub's record is behind in nothing that waits here: it has assigned a
        number before it tells of it, and a number that is given back does not wait here.

        Raises:
            HubAway: nothing was taken out of service.
        """
        is_all_sent = False
        while not is_all_sent:
            is_all_sent = not await self._send_next()
        held = frozenset((await self._calls.papers()).numbers)
        overtaken = await self._store.transact(partial(papers.overtake, held=held))
        if overtaken:
            _log.error("papers are not to be printed here any more, says the hub", numbers=overtaken)
            self._bell.ring()

    async def _take_in(self, heard: Heard) -> None:
        kiosk = self._identity.kiosk
        try:
            numbered = Numbered(cursor=heard.cursor, change=change.validate_python(heard.change))
            await self._store.transact(partial(hub.take_in, numbered=numbered, identity=self._identity))
        except ValidationError as error:
            # Not the error itself: its text quotes what it did not understand.
            _log.warning("change not understood", cursor=heard.cursor, wrong_fields=error.error_count())
            await self._store.transact(partial(hub.pass_over, heard=heard, kiosk=kiosk, why="not_understood"))
        except hub.ChangeRefused as refused:
            _log.error("change passed over: it cannot be stored", cursor=heard.cursor, cause=str(refused))
            await self._store.transact(partial(hub.pass_over, heard=heard, kiosk=kiosk, why="refused"))
        else:
            _log.info("change taken in", cursor=numbered.cursor, type=numbered.change.type)

    async def _changes(self) -> HeardChanges:
        after = await self._store.transact(hub.cursor)
        try:
            return await self._calls.changes(after)
        except Behind:
            if after > 0:
                _log.warning("the hub has forgotten; its changes are taken in from the start", after=after)
                await self._store.transact(partial(hub.begin_again, kiosk=self._identity.kiosk))
            return HeardChanges(changes=())

    async def _send_next(self) -> bool:
        """Send the next events, as many as one request takes. False: there are none."""
        events = await self._store.transact(hub.unsent)
        if events:
            accepted = await self._calls.tell(events)
            await self._store.transact(partial(hub.mark_sent, ids=_known(events, accepted)))
        return bool(events)


def _known(events: tuple[Event, ...], accepted: Accepted) -> tuple[str, ...]:
    """The ids that the hub has now.

    Raises:
        HubAway: it has none of them; asking again at once would be asking for ever.
    """
    known = tuple(event.id for event in events if event.id in accepted.ids)
    if not known:
        raise HubAway("the hub acknowledged none of the events")
    return known
