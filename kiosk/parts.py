"""One supervised part per device and per line to the hub: how each is opened and what serves it.

Wiring only. Borders are the openers; tests put the other end of the wire in their place.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import httpx

from drivers.camera.camera import Camera, open_camera, watch
from drivers.camera.settings import CameraSettings
from drivers.cardreader.api import CardReader
from drivers.cardreader.registry import CardReaderSettings, find_virtual_reader, open_card_reader
from drivers.documentprinter.api import DocumentPrinter
from drivers.documentprinter.registry import DocumentPrinterSettings, open_document_printer
from drivers.errors import DriverError
from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import LockBus, open_lock_bus
from drivers.slipprinter.api import SlipPrinter
from drivers.slipprinter.registry import SlipPrinterSettings, open_slip_printer
from kiosk.capability import Capability
from kiosk.hub_calls import connect
from kiosk.hub_client import HubClient
from kiosk.readings import Readings
from kiosk.revoked_cards import RevokedCards
from kiosk.slip_desk import SlipDesk
from kiosk.store.store import Now
from kiosk.supervisor import Part
from locker.cabinet import Cabinet
from printer.job import PrintDesk


@dataclass(frozen=True)
class Borders:
    """How everything outside this process is reached."""

    lock_bus: Callable[[LockBus], AbstractAsyncContextManager[Mapping[str, LockBoard]]]
    document_printer: Callable[[DocumentPrinterSettings], AbstractAsyncContextManager[DocumentPrinter]]
    slip_printer: Callable[[SlipPrinterSettings], AbstractAsyncContextManager[SlipPrinter]]
    camera: Callable[[CameraSettings], AbstractAsyncContextManager[Camera]]
    card_reader: Callable[[CardReaderSettings, Now], AbstractAsyncContextManager[CardReader]]
    virtual_reader: Callable[[CardReaderSettings], Awaitable[str | None]]
    """A trace of a reader that shows cards which do not exist, if this machine has one."""
    hub: Callable[[str], AbstractAsyncContextManager[httpx.AsyncClient]]


def real_borders() -> Borders:
    """The devices of the settings, by their addresses."""
    return Borders(
        lock_bus=open_lock_bus,
        document_printer=open_document_printer,
        slip_printer=open_slip_printer,
        camera=open_camera,
        card_reader=_open_card_reader,
        virtual_reader=find_virtual_reader,
        hub=connect,
    )


def lock_bus(borders: Borders, settings: LockBus, cabinet: Cabinet) -> Part:
    """The doors of one bus."""

    async def run(in_service: Callable[[], None]) -> None:
        async with borders.lock_bus(settings) as boards:
            await cabinet.serve(boards, in_service)

    return Part(settings.name, frozenset({Capability.OPEN_DOORS}), run)


def document_printer(
    borders: Borders, settings: DocumentPrinterSettings, desk: PrintDesk, settle: Callable[[], Awaitable[bool]]
) -> Part:
    """The document printer. What was open when it was lost is settled before anything new is printed."""

    async def run(in_service: Callable[[], None]) -> None:
        async def ready() -> None:
            if not await settle():
                raise DriverError(settings.address, "lost before it had said what became of an open print")
            in_service()

        async with borders.document_printer(settings) as printer:
            await desk.serve(printer, ready)

    return Part(settings.name, frozenset({Capability.PRINT_PAPERS}), run)


def slip_printer(borders: Borders, settings: SlipPrinterSettings, desk: SlipDesk) -> Part:
    """The slip printer."""

    async def run(in_service: Callable[[], None]) -> None:
        async with borders.slip_printer(settings) as printer:
            await desk.serve(printer, in_service)

    return Part(settings.name, frozenset({Capability.PRINT_SLIPS}), run)


def camera(borders: Borders, settings: CameraSettings, readings: Readings) -> Part:
    """The camera, which looks only while a visit asks for a code."""

    async def run(in_service: Callable[[], None]) -> None:
        async with borders.camera(settings) as eye:
            with readings.open_eye(eye):
                await watch(eye, readings.code, in_service)

    return Part(settings.name, frozenset({Capability.READ_CODES, Capability.IDENTIFY}), run)


def card_reader(borders: Borders, settings: CardReaderSettings, readings: Readings, now: Now) -> Part:
    """The card reader."""

    async def run(in_service: Callable[[], None]) -> None:
        async with borders.card_reader(settings, now) as reader:
            await reader.watch(readings.card, in_service)

    return Part(settings.name, frozenset({Capability.READ_CARDS, Capability.IDENTIFY}), run)


def hub_lines(borders: Borders, url: str, client: Callable[[httpx.AsyncClient], HubClient]) -> tuple[Part, Part]:
    """Down and up: each goes on while the other fails. No service needs the hub."""

    async def follow(in_service: Callable[[], None]) -> None:
        async with borders.hub(url) as http:
            await client(http).follow(in_service)

    async def report(in_service: Callable[[], None]) -> None:
        async with borders.hub(url) as http:
            await client(http).report(in_service)

    nothing: frozenset[Capability] = frozenset()
    return Part("hub-changes", nothing, follow), Part("hub-events", nothing, report)


def _open_card_reader(settings: CardReaderSettings, now: Now) -> AbstractAsyncContextManager[CardReader]:
    return open_card_reader(settings, revoked=RevokedCards(settings.revoked), now=now)
