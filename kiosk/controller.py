"""The controller put together. Wiring only: what each part does stands in its own file."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial

import structlog

from config.kiosk import KioskSettings
from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import LockBus, open_lock_bus
from kiosk import recovery
from kiosk.audit.events import AuditEvent
from kiosk.bell import Bell
from kiosk.capabilities import Capabilities
from kiosk.flows.registry import Capability
from kiosk.reception import Reception
from kiosk.screen_server import ScreenServer
from kiosk.session import Patience, Session
from kiosk.staff_server import StaffServer
from kiosk.store import site
from kiosk.store.store import Books, Now, Store
from kiosk.supervisor import Part, keep
from kiosk.watches import DoorLimits, Watches
from link.session import Hello
from link.text import Local
from locker.cabinet import Cabinet, Place
from locker.parcel import Spot

FIRST_SIGHT_WITHIN_S = 5.0
"""A board that has not shown its doors by then is treated as one that cannot: its doors are unknown."""

OpenBus = Callable[[LockBus], AbstractAsyncContextManager[Mapping[str, LockBoard]]]

_log = structlog.get_logger()


async def run(settings: KioskSettings) -> None:
    """Be the controller until cancelled or the store is lost."""
    with ThreadPoolExecutor(1, thread_name_prefix="store") as lane:
        store = await Store.open(settings.paths.database, lane, _now)
        try:
            await serve(settings, store, open_lock_bus, _now)
        finally:
            await store.close()


async def serve(settings: KioskSettings, store: Store, open_bus: OpenBus, now: Now) -> None:
    """Look at the world, settle what was open, then serve visits and staff until cancelled."""
    bell = Bell()
    capabilities = Capabilities(bell)
    window = ScreenServer(_hello(settings), bell)
    cabinet = Cabinet({entry.number: Place(entry.board, entry.channel) for entry in settings.compartments}, bell.ring)
    session = Session(
        window=window,
        store=store,
        cabinet=cabinet,
        bell=bell,
        spots=frozenset(Spot(entry.number, entry.bottom_mm) for entry in settings.compartments),
        patience=Patience(**settings.patience.model_dump()),
    )
    reception = Reception(session, capabilities, partial(recovery.settle, store, cabinet, session))
    limits = DoorLimits(settings.doors.remind_after, settings.doors.staff_after)
    watches = Watches(store, cabinet, window, now, limits)
    staff = StaffServer(store, cabinet, bell)
    async with (
        window.listening(settings.paths.screen_socket, settings.paths.screen_group),
        asyncio.TaskGroup() as parts,
    ):
        parts.create_task(window.beat(), name="beat")
        await store.transact(partial(_begin, numbers=cabinet.compartments))
        for bus in settings.lock_buses:
            parts.create_task(keep(_lock_bus(bus, open_bus, cabinet), capabilities), name=bus.name)
        await _look_first(cabinet, bell)
        await watches.look()
        await recovery.settle(store, cabinet, session)
        parts.create_task(watches.run(), name="watches")
        parts.create_task(reception.serve(), name="reception")
        async with staff.listening(settings.paths.staff_socket, settings.paths.staff_group):
            _log.info("serving")
            await asyncio.Event().wait()


def _lock_bus(settings: LockBus, open_bus: OpenBus, cabinet: Cabinet) -> Part:
    async def run(in_service: Callable[[], None]) -> None:
        async with open_bus(settings) as boards:
            await cabinet.serve(boards, in_service)

    return Part(settings.name, Capability.OPEN_DOORS, run)


async def _look_first(cabinet: Cabinet, bell: Bell) -> None:
    """The world first: nothing is settled before every door has been read, or has had its time to be."""
    try:
        async with asyncio.timeout(FIRST_SIGHT_WITHIN_S):
            await bell.until(lambda: cabinet.all_seen() or None)
    except TimeoutError:
        _log.warning("some doors have not been seen")


def _begin(books: Books, numbers: tuple[int, ...]) -> None:
    site.know_compartments(books, numbers)
    books.record(AuditEvent.CONTROLLER_STARTED, "controller")


def _hello(settings: KioskSettings) -> Hello:
    return Hello(
        site=Local(ko=settings.site.name_ko, en=settings.site.name_en),
        panel=settings.panel,
        languages=settings.site.languages,
        help_phone=settings.site.help_phone,
        cabinet=tuple(entry.cell for entry in settings.compartments),
    )


def _now() -> datetime:
    return datetime.now(UTC)
