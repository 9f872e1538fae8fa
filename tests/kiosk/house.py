"""A whole kiosk in memory for tests: the real controller, codecs and store, simulated devices, and a fake clock.

What lives longer than a controller lives here: the doors with what lies behind them, the devices, the hub and the
database file.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from config.kiosk import CompartmentSettings, KioskSettings, Paths
from config.load import load
from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import LockBus, attach
from drivers.lockboard.simdoors import SimDoor
from drivers.simhost.lock_buses import sim_of
from drivers.transport.memory import MemoryTransport
from kiosk.controller import Outside, serve
from kiosk.identity import Identity
from kiosk.identity import load as load_identity
from kiosk.parts import Borders, real_borders
from kiosk.store import hub, staff
from kiosk.store.store import Books, Store
from link.hub import Change
from link.staff import Role
from tests.kiosk.devices import Cards, PaperPrinter, Slips, Window
from tests.kiosk.office import Office, numbered
from tests.kiosk.person import Person, person_at
from tests.kiosk.support import InlineExecutor, now, open_store

DEMO = Path(__file__).parents[2] / "config" / "kiosk.demo.toml"
PIN = "135790"

Script = Callable[[Person], Awaitable[None]]
T = TypeVar("T")


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


@dataclass(frozen=True)
class Equipment:
    """What a site has besides its locker; None: it has none. With an office it is enrolled there."""

    office: Office | None = None
    printer: PaperPrinter | None = None
    slips: Slips | None = None
    window: Window | None = None
    cards: Cards | None = None
    is_online: bool = False
    """Its lines to the office are there. Without them only take_in() brings it papers."""


class House:
    """One site with six compartments. Its times go with the running loop's clock."""

    def __init__(self, folder: Path, equipment: Equipment | None = None) -> None:
        demo = load(DEMO, KioskSettings)
        self.equipment = equipment or Equipment()
        self.settings = demo.model_copy(
            update={
                "paths": Paths(data=folder / "data", run=folder / "run"),
                "compartments": demo.compartments[:6],
                "hub": demo.hub if self.equipment.is_online else None,
                "document_printer": demo.document_printer if self.equipment.printer else None,
                "slip_printer": demo.slip_printer if self.equipment.slips else None,
                "camera": demo.camera if self.equipment.window else None,
                "card_reader": demo.card_reader if self.equipment.cards else None,
            }
        )
        (board,) = demo.lock_buses[0].boards
        self.doors = [SimDoor() for _ in range(board.channels)]
        for door in self.doors:
            door.contents = False
        self.virtual_reader: str | None = None
        """What there is to be found of a reader for cards that do not exist."""
        self._board = sim_of(board, self.doors)
        if self.equipment.office is not None:
            self.equipment.office.enrol(self.settings.paths.identity)

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
        return await open_store(self.settings.paths.database)

    async def ask(self, question: Callable[[Books], T]) -> T:
        """Ask the database something, or tell it, while no controller has it."""
        store = await self.open_store()
        try:
            return await store.transact(question)
        finally:
            await store.close()

    async def hire(self, name: str = "김소담", role: Role = Role.COORDINATOR) -> None:
        """Let one person sign in with PIN."""
        await self.ask(partial(staff.add, name=name, role=role, pin=PIN))

    async def take_in(self, *changes: Change) -> None:
        """Have the office's changes come in before the day begins."""
        identity = load_identity(self.settings.paths.identity)
        assert identity is not None
        await self.ask(partial(_take_in, changes=changes, identity=identity))

    async def live(self, script: Script, cut: Cut | None = None) -> bool:
        """Run the controller while script goes on. False: the plug was pulled."""
        store = await self.open_store()
        lived = True
        if cut is not None:
            cut.attach(store)
        try:
            async with asyncio.TaskGroup() as life:
                outside = Outside(self._borders(), now, InlineExecutor())
                serving = life.create_task(serve(self.settings, store, outside))
                async with person_at(self.settings.paths.screen_socket) as person:
                    await script(person)
                serving.cancel()
        except* PowerCut:
            lived = False
        finally:
            await store.close()
        return lived

    def _borders(self) -> Borders:
        has = self.equipment
        borders = replace(real_borders(), lock_bus=self._open_bus, virtual_reader=self._find_virtual_reader)
        if has.office is not None:
            borders = replace(borders, hub=has.office.line)
        if has.printer is not None:
            borders = replace(borders, document_printer=has.printer.open)
        if has.slips is not None:
            borders = replace(borders, slip_printer=has.slips.open)
        if has.window is not None:
            borders = replace(borders, camera=has.window.open)
        if has.cards is not None:
            borders = replace(borders, card_reader=has.cards.open)
        return borders

    async def _find_virtual_reader(self, _settings: object) -> str | None:
        return self.virtual_reader

    @asynccontextmanager
    async def _open_bus(self, settings: LockBus) -> AsyncIterator[Mapping[str, LockBoard]]:
        transport = MemoryTransport(self._board)
        try:
            yield attach(settings, transport)
        finally:
            await transport.close()


def _take_in(books: Books, changes: Iterable[Change], identity: Identity) -> None:
    hub.begin(books, identity.kiosk)
    for one in numbered(hub.cursor(books), changes):
        hub.take_in(books, one, identity)


def _wrote(session: Session, _: object) -> None:
    session.info["wrote"] = True
