"""The controller put together. Wiring only: what each part does stands in its own file."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import NoReturn

import httpx
import structlog

from config.kiosk import KioskSettings
from kiosk import identity as identities
from kiosk import parts
from kiosk.audit.events import AuditEvent
from kiosk.bell import Bell
from kiosk.capabilities import Capabilities
from kiosk.capability import Capability
from kiosk.errors import HubAway
from kiosk.hub_calls import HubCalls
from kiosk.hub_client import HubClient
from kiosk.identity import Identity
from kiosk.parts import Borders, real_borders
from kiosk.press import Press, hindrance_of
from kiosk.readings import Readings
from kiosk.reception import Reception
from kiosk.recovery import Recovery
from kiosk.screen_server import ScreenServer
from kiosk.session import Devices, Session
from kiosk.slip_desk import SlipDesk
from kiosk.staff_desk import StaffDesk
from kiosk.staff_server import StaffServer
from kiosk.stage import Stage
from kiosk.store import compartments
from kiosk.store.store import Books, Now, Store, StoreLost
from kiosk.supervisor import Part, keep
from kiosk.watches import Watches
from link import systemd
from link.showing import Hello
from link.text import Local, Text
from locker.cabinet import Cabinet, Place
from locker.parcel import Spot
from printer.job import PrintDesk
from printer.slip_texts import Imprint, SlipTexts
from printer.slips import SlipTypesetter

FIRST_SIGHT_WITHIN_S = 5.0
"""A board that has not shown its doors by then is treated as one that cannot: its doors are unknown."""

HUB_FIRST_WITHIN_S = 5.0
"""A hub that has not answered by then is treated as one that is away."""

_log = structlog.get_logger()


class VirtualReaderPresent(Exception):
    """An official site may not run where a card can be simulated."""

    def __init__(self, trace: str) -> None:
        super().__init__(f"this site is official, and this machine has a virtual card reader ({trace}); remove it")
        self.trace = trace


@dataclass(frozen=True)
class Outside:
    """What the controller is given: how its devices are reached, the time, and a lane for heavy work."""

    borders: Borders
    now: Now
    lane: Executor


async def run(settings: KioskSettings) -> None:
    """Be the controller until cancelled or the store is lost."""
    with (
        ThreadPoolExecutor(1, thread_name_prefix="store") as store_lane,
        ThreadPoolExecutor(1, thread_name_prefix="cpu") as cpu_lane,
    ):
        store = await Store.open(settings.paths.database, store_lane, _now)
        try:
            await serve(settings, store, Outside(real_borders(), _now, cpu_lane))
        finally:
            await store.close()


async def serve(settings: KioskSettings, store: Store, outside: Outside) -> None:
    """Look at the world, settle what was open, then serve visits and staff until cancelled."""
    identity = identities.load(settings.paths.identity)
    await _refuse_virtual_reader(settings, outside.borders, identity)
    bell = Bell()
    window = ScreenServer(_hello(settings), bell)
    desk = PrintDesk(bell.ring)
    devices = _devices(settings, store, outside, identity=identity, desk=desk, bell=bell)
    stage = Stage(window, bell, settings.patience)
    spots = frozenset(Spot(entry.number, entry.bottom_mm) for entry in settings.compartments)
    session = Session(stage=stage, store=store, devices=devices, spots=spots, identity=identity)
    recovery = Recovery(store, devices.cabinet, session, devices.press)
    watches = Watches(store, devices.cabinet, window, outside.now, settings.doors)
    async with (
        window.listening(settings.paths.screen_socket, settings.paths.screen_group),
        asyncio.TaskGroup() as group,
    ):

        def start(started: Iterable[Part]) -> None:
            for part in started:
                group.create_task(keep(part, devices.capabilities), name=part.name)

        group.create_task(window.beat(), name="beat")
        await store.transact(partial(_begin, numbers=devices.cabinet.compartments))
        start(parts.lock_bus(outside.borders, bus, devices.cabinet) for bus in settings.lock_buses)
        await _look_first(devices.cabinet, bell)
        await watches.look()
        await recovery.settle()
        start(_other_parts(settings, outside, devices, desk, recovery))
        group.create_task(watches.run(), name="watches")
        await _agree_first(settings, store, outside, identity, bell)
        start(_hub_parts(settings, store, outside, identity, bell))
        group.create_task(Reception(session, devices.capabilities, recovery.settle).serve(), name="reception")
        staff = StaffServer(StaffDesk(store, devices.cabinet, devices.press, bell).answer)
        async with staff.listening(settings.paths.staff_socket, settings.paths.staff_group):
            _log.info("serving")
            systemd.tell(systemd.READY)
            await _stay_alive()


def _devices(
    settings: KioskSettings, store: Store, outside: Outside, *, identity: Identity | None, desk: PrintDesk, bell: Bell
) -> Devices:
    places = {entry.number: Place(entry.board, entry.channel) for entry in settings.compartments}
    return Devices(
        cabinet=Cabinet(places, bell.ring),
        readings=Readings(bell),
        press=_press(settings, store, outside, identity, desk),
        slips=_slip_desk(settings, identity, outside, bell),
        capabilities=Capabilities(bell, partial(_hindrances, desk)),
    )


def _other_parts(
    settings: KioskSettings, outside: Outside, devices: Devices, desk: PrintDesk, recovery: Recovery
) -> Iterator[Part]:
    """Every device that this site has besides its doors. A kiosk without papers needs no printer for them."""
    borders = outside.borders
    if settings.document_printer is not None and devices.press is not None:
        yield parts.document_printer(borders, settings.document_printer, desk, recovery.settle_prints)
    if settings.slip_printer is not None and devices.slips is not None:
        yield parts.slip_printer(borders, settings.slip_printer, devices.slips)
    if settings.camera is not None:
        yield parts.camera(borders, settings.camera, devices.readings)
    if settings.card_reader is not None:
        yield parts.card_reader(borders, settings.card_reader, devices.readings, outside.now)


def _hub_parts(
    settings: KioskSettings, store: Store, outside: Outside, identity: Identity | None, bell: Bell
) -> tuple[Part, ...]:
    if settings.hub is None or identity is None:
        return ()
    client = _hub_client(settings, store, outside, identity, bell)
    return parts.hub_lines(outside.borders, settings.hub.url, client)


async def _agree_first(
    settings: KioskSettings, store: Store, outside: Outside, identity: Identity | None, bell: Bell
) -> None:
    """If the hub can be asked, no visit is served by a record that is older than what happened here."""
    if settings.hub is None or identity is None:
        return
    client = _hub_client(settings, store, outside, identity, bell)
    try:
        async with asyncio.timeout(HUB_FIRST_WITHIN_S), outside.borders.hub(settings.hub.url) as http:
            await client(http).agree()
    except StoreLost:
        raise
    except (HubAway, TimeoutError) as error:
        _log.warning("the hub was not asked what it knows of this kiosk", cause=str(error))
    except Exception:  # noqa: BLE001 (a line that breaks must not keep anybody from the locker; it is logged whole)
        _log.exception("the line to the hub broke before it could be asked what it knows of this kiosk")


def _hub_client(
    settings: KioskSettings, store: Store, outside: Outside, identity: Identity, bell: Bell
) -> Callable[[httpx.AsyncClient], HubClient]:
    numbers = tuple(entry.number for entry in settings.compartments)

    def on(http: httpx.AsyncClient) -> HubClient:
        return HubClient(HubCalls(http, identity, outside.now), identity, store, bell, numbers)

    return on


def _press(
    settings: KioskSettings, store: Store, outside: Outside, identity: Identity | None, desk: PrintDesk
) -> Press | None:
    if identity is None:
        return None
    return Press(store, desk, identity, outside.lane, has_printer=settings.document_printer is not None)


def _slip_desk(settings: KioskSettings, identity: Identity | None, outside: Outside, bell: Bell) -> SlipDesk | None:
    if settings.slip_printer is None:
        return None
    is_demo = identity is None or identity.demo
    imprint = Imprint(site=settings.site.name_ko, help_phone=settings.site.help_phone, demo=is_demo)
    return SlipDesk(SlipTexts(imprint), SlipTypesetter(), outside.lane, outside.now, bell.ring)


def _hindrances(desk: PrintDesk) -> Mapping[Capability, Text]:
    reason = None if desk.status is None else hindrance_of(desk.status)
    return {} if reason is None else {Capability.PRINT_PAPERS: reason}


async def _refuse_virtual_reader(settings: KioskSettings, borders: Borders, identity: Identity | None) -> None:
    if identity is None or identity.demo or settings.card_reader is None:
        return
    trace = await borders.virtual_reader(settings.card_reader)
    if trace is not None:
        raise VirtualReaderPresent(trace)


async def _stay_alive() -> NoReturn:
    """Until cancelled; an event loop that hangs says nothing any more, and is ended by systemd."""
    while True:
        systemd.tell(systemd.ALIVE)
        await asyncio.sleep(systemd.ALIVE_EVERY_S)


async def _look_first(cabinet: Cabinet, bell: Bell) -> None:
    """The world first: nothing is settled before every door has been read, or has had its time to be."""
    try:
        async with asyncio.timeout(FIRST_SIGHT_WITHIN_S):
            await bell.until(lambda: cabinet.all_seen() or None)
    except TimeoutError:
        _log.warning("some doors have not been seen")


def _begin(books: Books, numbers: tuple[int, ...]) -> None:
    compartments.know_compartments(books, numbers)
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
