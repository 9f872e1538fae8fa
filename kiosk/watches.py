"""What must still be watched when the person is gone: open doors, doors that nobody opened, a paper in the tray.

Owns the strip of alarms beside the screen. Does not know who is standing there; of what is showing, only whether it
is about a paper of their own.
"""

import asyncio
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import NoReturn

from config.kiosk import DoorSettings
from drivers.lockboard.api import ChannelState
from kiosk.audit.events import AuditEvent
from kiosk.screen_server import ScreenServer
from kiosk.store import watched
from kiosk.store.store import Now, Store
from kiosk.store.watched import OpenDoorWatch
from link.screens import Progress, Take
from link.showing import Alarm
from link.text import key
from locker.cabinet import Cabinet, DoorNews
from locker.door import DoorEvent

LOOK_EVERY_S = 1.0


class Watches:
    """A row for each open door, from when it is first seen open until it is seen closed; kept across restarts.

    A paper in the tray has its row, too: what staff are asked about it. No camera sees the tray.
    """

    def __init__(self, store: Store, cabinet: Cabinet, window: ScreenServer, now: Now, limits: DoorSettings) -> None:
        self._store = store
        self._cabinet = cabinet
        self._window = window
        self._now = now
        self._limits = limits
        self._forced: set[int] = set()

    async def run(self) -> NoReturn:
        """Look every second, for ever."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Take in what the doors did since the last look, and what time has made of it."""
        while not self._cabinet.news.empty():
            await self._take_in(self._cabinet.news.get_nowait())
        doors = self._doors_now()
        standing = await self._follow(await self._store.transact(watched.watches), doors)
        late = {watch.compartment for watch in standing if self._now() - watch.since >= self._limits.remind_after}
        paper_left = await self._store.transact(watched.paper_is_left)
        # Whoever waits for a paper, or is told to take it, must not read beside it that another's may lie there.
        has_their_own = isinstance(self._window.showing, Progress | Take)
        self._window.strip(alarms(late, self._forced, paper_left=paper_left and not has_their_own))

    async def _take_in(self, news: DoorNews) -> None:
        match news.event:
            case DoorEvent.FORCED_OPEN:
                if await self._alarm(news.compartment, AuditEvent.DOOR_FORCED_OPEN):
                    self._forced.add(news.compartment)
            case DoorEvent.FOUND_OPEN:
                await self._alarm(news.compartment, AuditEvent.DOOR_FOUND_OPEN)
            case DoorEvent.SEEN_CLOSED:
                self._forced.discard(news.compartment)
                await self._store.transact(partial(watched.end_watch, compartment=news.compartment))
            case DoorEvent.SEEN_OPEN | DoorEvent.LOST:
                """Nothing to be alarmed about."""

    async def _alarm(self, compartment: int, event: AuditEvent) -> bool:
        return await self._store.transact(partial(watched.opened_by_nobody, compartment=compartment, event=event))

    async def _follow(
        self, standing: tuple[OpenDoorWatch, ...], doors: Mapping[int, ChannelState]
    ) -> tuple[OpenDoorWatch, ...]:
        """Begin, end and escalate watches as these doors stand. Returns those that go on."""
        known = {watch.compartment for watch in standing}
        for compartment, state in doors.items():
            if state is ChannelState.OPEN and compartment not in known:
                await self._store.transact(partial(watched.begin_watch, compartment=compartment))
        for watch in standing:
            if doors.get(watch.compartment) is ChannelState.CLOSED:
                await self._store.transact(partial(watched.end_watch, compartment=watch.compartment))
            elif not watch.task and self._now() - watch.since >= self._limits.staff_after:
                await self._store.transact(partial(watched.left_open, watch=watch.id))
        return tuple(watch for watch in standing if doors.get(watch.compartment) is not ChannelState.CLOSED)

    def _doors_now(self) -> dict[int, ChannelState]:
        """Taken while no news waits, and kept for the whole look: a watch begun before its news would hush it."""
        return {number: self._cabinet.door(number).state for number in self._cabinet.compartments}


def alarms(late: AbstractSet[int], forced: AbstractSet[int], *, paper_left: bool) -> tuple[Alarm, ...]:
    """The strip: every door that should be closed by whoever stands there, and the paper that may not be theirs.

    Most often its person took it without a word. Whose it is, everybody can read who stands there: not a word of it.
    """
    doors = (
        Alarm(
            id=f"door.{compartment}",
            text=key("strip.forced" if compartment in forced else "strip.left_open", compartment=compartment),
            urgent=compartment in forced,
        )
        for compartment in sorted(late | forced)
    )
    paper = Alarm(id="paper", text=key("strip.paper_left"), urgent=False)
    return (*doors, paper) if paper_left else tuple(doors)
