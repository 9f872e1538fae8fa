"""A point with everything: locker, printers, camera and card reader, an office, and how papers come there."""

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk.flows.effects.locker import Deposit, OpenDoor, Reserve, Reserved
from kiosk.flows.effects.papers import ByStaff, PrintPaper
from kiosk.identity import load
from kiosk.store import compartments, openings, parcels, prints, staff
from kiosk.store.prints import Intended
from kiosk.store.store import Books
from link.screens import Progress
from link.text import key
from link.way import Way
from locker.cabinet import DoorOutcome
from locker.parcel import Spot
from printer.verdict import PrintOutcome
from tests.kiosk.devices import Cards, PaperPrinter, Slips, Window
from tests.kiosk.house import Equipment, House
from tests.kiosk.office import Certificate, Office

PRINTED_AFTER_S = 30.0
"""Longer than the simulated printer needs for a paper."""


@dataclass(frozen=True)
class Point:
    """One enrolled site and everything around it."""

    house: House
    office: Office
    printer: PaperPrinter
    slips: Slips
    window: Window
    cards: Cards

    async def assign(self, way: Way = Way.KIOSK, **more: object) -> Certificate:
        """A paper that has come to this kiosk."""
        certificate = self.office.make(way, **more)  # type: ignore[arg-type]  # passed on as they are
        await self.house.take_in(certificate.assigned)
        return certificate

    async def lay_in(self, certificate: Certificate, compartment: int = 3) -> None:
        """Somebody has printed this paper and put it into the locker, on another day."""
        mfp, now_s = self.printer.mfp, self.printer.now_s
        mfp.give(mfp.create("another day", now_s), certificate.pdf, now_s)
        await asyncio.sleep(PRINTED_AFTER_S)
        await self.house.ask(partial(self._lay_in, number=certificate.number, compartment=compartment))
        self.house.door(compartment).contents = True

    def _lay_in(self, books: Books, number: str, compartment: int) -> None:
        compartments.know_compartments(books, [entry.number for entry in self.house.compartments])
        (member, *_others) = staff.depositors(books)
        showing = Progress(title=key("print.title"), done=0, total=1)
        printing = prints.intend(books, PrintPaper(number, ByStaff(member.id), showing))
        assert isinstance(printing, Intended)
        prints.record_outcome(books, printing.id, PrintOutcome.PRINTED)
        identity = load(self.house.settings.paths.identity)
        wanted = Reserve("101-1203", member.id, number)
        reserved = parcels.reserve(books, wanted, frozenset({Spot(compartment, 900)}), identity)
        assert isinstance(reserved, Reserved)
        opening = openings.intend(books, OpenDoor(compartment, Deposit(reserved.parcel, member.id)))
        assert isinstance(opening, str)
        openings.record_outcome(books, opening, DoorOutcome.OPENED)
        openings.record_stored(books, opening, frozenset({compartment}))


def point_at(folder: Path, *, is_online: bool = False, has_slips: bool = False, demo: bool = True) -> Point:
    """A point whose files are in folder. is_online: its lines to the office are there."""
    office, printer, slips = Office(demo=demo), PaperPrinter(), Slips()
    window, cards = Window(), Cards()
    equipment = Equipment(office, printer, slips if has_slips else None, window, cards, is_online)
    return Point(House(folder, equipment), office, printer, slips, window, cards)
