"""A staff socket with a store and a cabinet behind it, in a thread of its own, for the command line to ask."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from drivers.lockboard.api import ChannelState
from kiosk.bell import Bell
from kiosk.staff_server import StaffServer
from kiosk.store import staff
from link.staff import Role
from locker.cabinet import Cabinet, Place
from tests.kiosk.store.keeper import NUMBERS, PIN, Keeper, keeper_of
from tests.kiosk.support import ObedientBoard, opened_store

T = TypeVar("T")

COORDINATOR, VOLUNTEER, TECHNICIAN = "김소담", "이하늘", "박나래"


class Desk:
    """What the test may ask and move while the command line runs in the test's own thread."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.board = ObedientBoard()
        self._ready = threading.Event()
        self._keeper: Keeper | None = None
        self._end: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, ask: Callable[[Keeper], Awaitable[T]]) -> T:
        """Ask the store something, on the controller's thread."""

        async def asked() -> T:
            assert self._keeper is not None
            return await ask(self._keeper)

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(asked(), self._loop).result(10)

    def move(self, compartment: int, state: ChannelState) -> None:
        """Somebody moves this door."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.board.doors.__setitem__, compartment, state)

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=lambda: asyncio.run(self._live()))
        thread.start()
        assert self._ready.wait(20)
        try:
            yield
        finally:
            assert self._loop is not None
            assert self._end is not None
            self._loop.call_soon_threadsafe(self._end.set)
            thread.join(20)

    async def _live(self) -> None:
        self._loop, self._end, bell = asyncio.get_running_loop(), asyncio.Event(), Bell()
        cabinet = Cabinet({number: Place(self.board.name, number) for number in NUMBERS}, bell.ring)
        async with opened_store(self.socket.parent) as store, asyncio.TaskGroup() as group:
            self._keeper = await keeper_of(store)
            for name, role in ((VOLUNTEER, Role.VOLUNTEER), (TECHNICIAN, Role.TECHNICIAN)):
                await store.transact(partial(staff.add, name=name, role=role, pin=PIN))
            sight = asyncio.Event()
            serving = group.create_task(cabinet.serve({self.board.name: self.board}, sight.set))
            await sight.wait()
            async with StaffServer(store, cabinet, bell).listening(self.socket):
                self._ready.set()
                await self._end.wait()
            serving.cancel()
