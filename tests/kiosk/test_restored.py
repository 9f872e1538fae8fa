"""A kiosk whose database was restored prints nothing that was printed since, and has every compartment looked into."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from drivers.documentprinter.simmfp import Incident
from kiosk.paper import PaperState
from kiosk.store import staff, tasks
from kiosk.store.schema import Paper, Parcel
from kiosk.store.settlements import settle
from kiosk.store.store import Books
from link.hub import EVENTS_PATH
from link.staff import Settlement, TaskKind
from link.way import Way
from locker.parcel import ParcelState
from tests.kiosk.office import Certificate
from tests.kiosk.paper_stories import code_for, issue, issuing, put_in, sees, until_problem
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at

pytestmark = pytest.mark.looptime

SOON_S = 3.0
"""Within this changes and events are over, while the line holds."""


@dataclass
class Backup:
    """The database of a point as it was once."""

    path: Path
    content: bytes

    def restore(self) -> None:
        """Put it back, as an operator does: the file, and nothing of what was written since."""
        for old in self.path.parent.glob(f"{self.path.name}*"):
            old.unlink()
        self.path.write_bytes(self.content)


def backup_of(point: Point) -> Backup:
    path = point.house.settings.paths.database
    return Backup(path, path.read_bytes())


def states(books: Books) -> list[PaperState]:
    """Of every paper here, in the order of their numbers."""
    return [row.state for row in books.db.scalars(select(Paper).order_by(Paper.number))]


@pytest.fixture
async def point(tmp_path: Path) -> Point:
    point = point_at(tmp_path, is_online=True)
    await point.house.hire()
    return point


async def waits(person: Person) -> None:
    """Nobody does anything for a while."""
    await person.act({}, until="home")
    await asyncio.sleep(SOON_S)


def to_look_into(books: Books) -> list[int | None]:
    """The compartments that staff are to look into."""
    return [row.compartment for row in tasks.unsettled(books) if row.kind is TaskKind.UNCLEARED]


def look_into(books: Books) -> None:
    """Staff find every compartment empty."""
    (member, *_others) = staff.depositors(books)
    rows = tasks.unsettled(books)
    shut = frozenset(row.compartment for row in rows if row.compartment is not None)
    for row in rows:
        settle(books, row.id, Settlement.EMPTY, member.id, shut)


def parcel_states(books: Books) -> list[ParcelState]:
    return [row.state for row in books.db.scalars(select(Parcel))]


def told_of(point: Point, way: Way = Way.KIOSK) -> Certificate:
    paper = point.office.make(way)
    point.office.tell(paper.assigned)
    return paper


async def test_what_was_printed_since_the_backup_is_not_printed_again(point: Point) -> None:
    printed, waiting = told_of(point), told_of(point)
    assert await point.house.live(waits)
    backup = backup_of(point)

    async def prints_one(person: Person) -> None:
        await issue(point, person, code_for(point, printed))
        await asyncio.sleep(SOON_S)

    assert await point.house.live(prints_one)
    backup.restore()

    async def comes_again(person: Person) -> None:
        assert await until_problem(person, issuing(point, code_for(point, printed))) == "code.staff"
        await asyncio.sleep(SOON_S)

    assert await point.house.live(comes_again)
    assert await point.house.ask(states) == [PaperState.OVERTAKEN, PaperState.READY]
    assert point.office.told("paper_overtaken") == ["paper_overtaken"]
    assert await point.house.live(lambda person: issue(point, person, code_for(point, waiting)))
    assert [len(point.printer.sheets_of(paper.pdf)) for paper in (printed, waiting)] == [2, 2]


async def test_a_paper_that_came_and_went_wrong_since_the_backup_does_not_come_again(point: Point) -> None:
    backup = backup_of(point)
    paper = told_of(point)
    point.printer.mfp.incidents[1] = Incident.JAM

    async def jams(person: Person) -> None:
        await person.act({}, until="home")
        await asyncio.sleep(SOON_S)
        await sees(person, issuing(point, code_for(point, paper)), "print.uncertain.title")
        await asyncio.sleep(SOON_S)

    assert await point.house.live(jams)
    assert await point.house.ask(states) == [PaperState.UNCERTAIN]
    backup.restore()
    assert await point.house.live(waits)
    assert await point.house.ask(states) == []


async def test_after_a_restore_staff_look_into_every_compartment_before_any_is_used(point: Point) -> None:
    early, late = told_of(point, Way.LOCKER), told_of(point, Way.LOCKER)
    assert await point.house.live(lambda person: put_in(point, person, early))
    backup = backup_of(point)
    assert await point.house.live(lambda person: put_in(point, person, late))
    backup.restore()
    assert await point.house.live(waits)
    assert await point.house.ask(to_look_into) == [1, 2, 3, 4, 5, 6]
    assert await point.house.ask(parcel_states) == [ParcelState.HELD]
    assert point.office.told("record_is_old") == ["record_is_old"]


async def test_a_new_disk_under_the_same_identity_is_a_record_that_is_old(point: Point) -> None:
    assert await point.house.live(waits)
    backup = backup_of(point)
    backup.restore()
    backup.path.unlink()
    await point.house.hire()
    assert await point.house.live(waits)
    assert await point.house.ask(to_look_into) == [1, 2, 3, 4, 5, 6]


async def test_what_staff_have_looked_into_is_not_asked_for_again(point: Point) -> None:
    backup = backup_of(point)
    assert await point.house.live(waits)
    backup.restore()
    point.office.broken = EVENTS_PATH
    assert await point.house.live(waits)
    await point.house.ask(look_into)
    point.office.broken = None
    for _ in range(2):
        assert await point.house.live(waits)
        assert await point.house.ask(to_look_into) == []


async def test_without_a_network_everything_stays_as_it_is(point: Point) -> None:
    told_of(point)
    assert await point.house.live(waits)
    point.office.is_away = True
    assert await point.house.live(waits)
    assert await point.house.ask(states) == [PaperState.READY]
