"""A staff socket, and behind it a store, a cabinet and a printer, in a thread of its own, for the command line."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from drivers.documentprinter.api import DocumentPrinter
from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.registry import open_document_printer
from drivers.documentprinter.simmfp import Mfp
from drivers.lockboard.api import ChannelState
from kiosk.bell import Bell
from kiosk.identity import load
from kiosk.press import Press
from kiosk.staff_desk import StaffDesk
from kiosk.staff_server import StaffServer
from kiosk.store import staff
from kiosk.store.store import Store
from link.staff import Role
from locker.cabinet import Cabinet, Place
from printer.job import PrintDesk
from tests.drivers.documentprinter.memory import Wire, settings
from tests.kiosk.office import Office
from tests.kiosk.store.keeper import NUMBERS, PIN, Keeper, keeper_of
from tests.kiosk.support import InlineExecutor, ObedientBoard, opened_store

T = TypeVar("T")

COORDINATOR, VOLUNTEER, TECHNICIAN = "김소담", "이하늘", "박나래"


class Desk:
    """What the test may ask and move while the command line runs in the test's own thread."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.board = ObedientBoard()
        self._wire = Wire(IppSim(Mfp()))
        self.printer_is_away = False
        """Said before the desk is running."""
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

    def printer(self) -> AbstractAsyncContextManager[DocumentPrinter]:
        """The printer behind the desk, asked by somebody else."""
        return open_document_printer(settings(), self._wire)

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
        prints = PrintDesk(bell.ring)
        async with opened_store(self.socket.parent) as store, asyncio.TaskGroup() as group:
            self._keeper = await keeper_of(store)
            for name, role in ((VOLUNTEER, Role.VOLUNTEER), (TECHNICIAN, Role.TECHNICIAN)):
                await store.transact(partial(staff.add, name=name, role=role, pin=PIN))
            serving = [
                await _in_service(group, partial(cabinet.serve, {self.board.name: self.board})),
                *([] if self.printer_is_away else [await _in_service(group, partial(self._print, prints))]),
            ]
            desk = StaffDesk(store, cabinet, self._press(store, prints), bell)
            async with StaffServer(desk.answer).listening(self.socket):
                self._ready.set()
                await self._end.wait()
            for part in serving:
                part.cancel()

    async def _print(self, prints: PrintDesk, in_service: Callable[[], None]) -> None:
        async def ready() -> None:
            in_service()

        async with self.printer() as printer:
            await prints.serve(printer, ready)

    def _press(self, store: Store, prints: PrintDesk) -> Press:
        Office().enrol(path := self.socket.parent / "identity.json")
        identity = load(path)
        assert identity is not None
        return Press(store, prints, identity, InlineExecutor(), has_printer=True)


async def _in_service(
    group: asyncio.TaskGroup, serve: Callable[[Callable[[], None]], Coroutine[None, None, None]]
) -> asyncio.Task[None]:
    """The device that serve runs, once it is in service."""
    ready = asyncio.Event()
    task = group.create_task(serve(ready.set))
    await ready.wait()
    return task
