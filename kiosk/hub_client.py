"""The kiosk's end of the line to its hub: takes in changes as they come, sends events as they happen.

Knows the cursor, the outbox and their order. What a change means stands in kiosk.store.hub. A kiosk whose hub is away
serves on, and prints what it had fetched. After a restore, here or there, the two agree first: agree().
"""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog
from pydantic import ValidationError

from kiosk.bell import Bell
from kiosk.errors import HubAway
from kiosk.hub_calls import Behind, HubCalls
from kiosk.identity import Identity
from kiosk.store import hub
from kiosk.store.store import Store
from link.hub import Accepted, Event, Heard, HeardChanges, Numbered, PapersHeld, change

LOOK_EVERY_S = 1.0
"""How long an event waits at most before it is sent."""

_log = structlog.get_logger()


class HubClient:
    """One enrolled kiosk, on one connection. numbers: the compartments of its site."""

    def __init__(self, calls: HubCalls, identity: Identity, store: Store, bell: Bell, numbers: tuple[int, ...]) -> None:
        self._calls = calls
        self._identity = identity
        self._store = store
        self._bell = bell
        self._numbers = numbers

    async def follow(self, in_service: Callable[[], None]) -> None:
        """Agree, then take in changes, for ever.

        Raises:
            HubAway
        """
        loop = asyncio.get_running_loop()
        await self.agree()
        while True:
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

        The first event that is sent hides which one the hub had heard last, and so whether either side was restored.
        That is looked at before, here too: the other line may be slower.

        Raises:
            HubAway
        """
        await self._look_back()
        while True:
            if await self._send_next():
                in_service()
            else:
                await asyncio.sleep(LOOK_EVERY_S)

    async def agree(self) -> None:
        """Compare the hub's record with this one, and believe it where it knows better: kiosk.store.hub.agree().

        What happened here need not be sent before. Of a paper that waits here the hub is behind in nothing: it assigns
        a number before it tells of it, and takes it for done with only after this kiosk has said so; what it has not
        heard yet makes it name papers that do not wait here any more, which changes nothing. Only the task that takes
        in changes may call this: a paper that came since the hub answered is not among those that it named.

        Raises:
            HubAway: nothing was changed.
        """
        held = await self._ask()
        self._show(
            await self._store.transact(partial(hub.agree, held=held, numbers=self._numbers, identity=self._identity))
        )

    async def _look_back(self) -> None:
        held = await self._ask()
        look = partial(hub.look_back, last_event=held.last_event, numbers=self._numbers, identity=self._identity)
        self._show(await self._store.transact(look))

    async def _ask(self) -> PapersHeld:
        """What the hub has on record of this kiosk, whose changes are counted from here on."""
        if await self._store.transact(partial(hub.begin, kiosk=self._identity.kiosk)):
            _log.info("the hub's changes are followed from the start", kiosk=self._identity.kiosk)
        return await self._calls.papers()

    def _show(self, agreed: hub.Agreed) -> None:
        if agreed.begins_again:
            _log.warning("the hub was restored; its changes are taken in from the start, and it is told again")
        if agreed.overtaken:
            _log.error("papers are not to be printed here any more, says the hub", numbers=agreed.overtaken)
        if agreed.is_old:
            _log.error("this database is older than what the hub has heard; every compartment is to be looked into")
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
                await self.agree()
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
