"""A whole kiosk in memory for tests: the real controller, codec and store, a simulated board, and a fake clock.

What lives longer than a controller lives here: the doors with what lies behind them, and the database file.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from config.kiosk import CompartmentSettings, KioskSettings, Paths
from config.load import load
from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import LockBus, attach
from drivers.lockboard.simdoors import SimDoor
from drivers.simhost.boards import sim_of
from drivers.transport.memory import MemoryTransport
from kiosk.controller import Outside, serve
from kiosk.parts import real_borders
from kiosk.store import staff
from kiosk.store.store import Store
from link.admin import Role
from tests.kiosk.person import Person, person_at
from tests.kiosk.support import InlineExecutor, now

DEMO = Path(__file__).parents[2] / "config" / "kiosk.demo.toml"
PIN = "135790"

Script = Callable[[Person], Awaitable[None]]


class PowerCut(BaseException):
    """The plug is pulled. Nothing may catch it."""


class Cut:
    """Pulls the plug at the nth commit that writes, before it or after it."""

    def __init__(self, at: int, *, before: bool) -> None:
        self.commits = 0
        self._at = at
        self._before = before

    def attach(self, store: Store) -> None:
        """Count the commits of this store from now on."""
        event.listen(store.sessions, "after_flush", _wrote)
        event.listen(store.sessions, "before_commit", self._before_commit)
        event.listen(store.sessions, "after_commit", self._after_commit)

    def _before_commit(self, session: Session) -> None:
        session.flush()
        if session.info.get("wrote"):
            self.commits += 1
            if self._before and self.commits == self._at:
                raise PowerCut

    def _after_commit(self, session: Session) -> None:
        if session.info.pop("wrote", False) and not self._before and self.commits == self._at:
            raise PowerCut


class House:
    """One site with six compartments. Its times go with the running loop's clock."""

    def __init__(self, folder: Path) -> None:
        demo = load(DEMO, KioskSettings)
        self.settings = demo.model_copy(
            update={
                "paths": Paths(data=folder / "data", run=folder / "run"),
                "compartments": demo.compartments[:6],
            }
        )
        (board,) = demo.lock_buses[0].boards
        self.doors = [SimDoor() for _ in range(board.channels)]
        for door in self.doors:
            door.contents = False
        self._board = sim_of(board, self.doors)

    @property
    def compartments(self) -> tuple[CompartmentSettings, ...]:
        """The compartments of this site."""
        return self.settings.compartments

    def door(self, compartment: int) -> SimDoor:
        """The door with this number on it."""
        return self.doors[compartment - 1]

    def shut(self, compartment: int) -> None:
        """Somebody pushes this door shut."""
        self.door(compartment).push(asyncio.get_running_loop().time())

    async def open_store(self) -> Store:
        """The site's database."""
        return await Store.open(self.settings.paths.database, InlineExecutor(), now)

    async def hire(self, name: str = "김소담") -> None:
        """Let one member of staff sign in with PIN."""
        store = await self.open_store()
        await store.transact(partial(staff.add, name=name, role=Role.COORDINATOR, pin=PIN))
        await store.close()

    async def live(self, script: Script, cut: Cut | None = None) -> bool:
        """Run the controller while script goes on. False: the plug was pulled."""
        store = await self.open_store()
        lived = True
        if cut is not None:
            cut.attach(store)
        try:
            async with asyncio.TaskGroup() as life:
                borders = replace(real_borders(), lock_bus=self._open_bus)
                outside = Outside(borders, now, InlineExecutor())
                serving = life.create_task(serve(self.settings, store, outside))
                async with person_at(self.settings.paths.screen_socket) as person:
                    await script(person)
                serving.cancel()
        except* PowerCut:
            lived = False
        finally:
            await store.close()
        return lived

    @asynccontextmanager
    async def _open_bus(self, settings: LockBus) -> AsyncIterator[Mapping[str, LockBoard]]:
        transport = MemoryTransport(self._board)
        try:
            yield attach(settings, transport)
        finally:
            await transport.close()


def _wrote(session: Session, _: object) -> None:
    session.info["wrote"] = True
