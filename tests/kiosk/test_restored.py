"""A kiosk whose database was restored from a backup does not print again what was printed since."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from drivers.documentprinter.simmfp import Incident
from kiosk.paper import PaperState
from kiosk.store.schema import Paper
from kiosk.store.store import Books
from tests.kiosk.office import Certificate
from tests.kiosk.paper_stories import code_for, issue, issuing, sees, until_problem
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


def told_of(point: Point) -> Certificate:
    paper = point.office.make()
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


async def test_a_paper_that_came_and_went_wrong_since_the_backup_is_heard_of_again_and_not_printed(
    point: Point,
) -> None:
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
    assert await point.house.ask(states) == [PaperState.OVERTAKEN]


async def test_without_a_network_everything_stays_as_it_is(point: Point) -> None:
    told_of(point)
    assert await point.house.live(waits)
    point.office.is_away = True
    assert await point.house.live(waits)
    assert await point.house.ask(states) == [PaperState.READY]
