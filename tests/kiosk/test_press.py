"""What the press says of obstacles, and of jobs that the printer still has."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from drivers.documentprinter.api import JobRef, Obstacle, PrinterState
from drivers.documentprinter.simmfp import Incident
from kiosk.flows.effects.papers import ByCard, Printed, PrintIntent, PrintPaper, PrintUncertain
from kiosk.identity import load
from kiosk.press import Press, hindrance_of
from kiosk.store.prints import OpenPrint
from link.screens import Progress
from link.text import key
from printer.job import STATUS_EVERY_S
from printer.verdict import JobNote, PrintOutcome
from tests.drivers.documentprinter.memory import CANCEL, Break
from tests.kiosk.office import CARD, PAGES
from tests.kiosk.point import point_at
from tests.kiosk.support import InlineExecutor
from tests.printer.bench import SHEET_S, WARM_UP_S, Bench, serving
from tests.printer.scripted import IDLE

pytestmark = pytest.mark.looptime

SHOWING = Progress(title=key("print.title"), done=0, total=PAGES)
LAST_SHEET_S = WARM_UP_S + PAGES * SHEET_S
"""When the last sheet comes out, or does not, counted from the beginning of a print."""


@dataclass(frozen=True)
class Room:
    """An enrolled kiosk's press, one paper, and the printer at the end of its wire."""

    press: Press
    number: str
    bench: Bench

    async def print(self) -> object:
        """Print the paper; returns what the flow is told."""
        wanted = PrintPaper(self.number, ByCard(CARD), SHOWING)
        return await self.press.print_once(wanted, "a visit", lambda _showing: None)

    async def still_comes(self) -> bool | None:
        """What staff are told who want to settle it."""
        return await self.press.may_still_come_out(self.number)

    def cancel_at_printer(self) -> None:
        """Somebody ends the last job at the printer's panel."""
        mfp = self.bench.mfp
        mfp.cancel(mfp.jobs[max(mfp.jobs)], self.bench.now_s)

    def sheets_in_an_hour(self) -> int:
        """How many sheets lie in the tray when everything has been put right and an hour has passed."""
        self.bench.copies_in_an_hour()
        return len(self.bench.mfp.tray)


@asynccontextmanager
async def room_at(folder: Path, *, has_printer: bool = True) -> AsyncIterator[Room]:
    point = point_at(folder)
    paper = await point.assign()
    identity = load(point.house.settings.paths.identity)
    assert identity is not None
    store, bench = await point.house.open_store(), Bench()
    try:
        async with serving(bench):
            press = Press(store, bench.desk, identity, InlineExecutor(), has_printer=has_printer)
            yield Room(press, paper.number, bench)
    finally:
        await store.close()


async def test_nothing_comes_of_a_paper_that_was_never_sent(tmp_path: Path) -> None:
    async with room_at(tmp_path) as room:
        room.bench.cut()
        assert await room.still_comes() is False


async def test_nothing_more_comes_of_a_paper_that_is_printed(tmp_path: Path) -> None:
    async with room_at(tmp_path) as room:
        assert await room.print() == Printed(PAGES)
        assert await room.still_comes() is False


async def test_the_rest_of_a_paper_may_come_as_long_as_the_printer_stands_in_a_jam(tmp_path: Path) -> None:
    async with room_at(tmp_path) as room, asyncio.TaskGroup() as group:
        room.bench.mfp.incidents[PAGES] = Incident.JAM
        printing = group.create_task(room.print())
        await asyncio.sleep(LAST_SHEET_S + 1)
        assert await room.still_comes() is True
        assert await printing == PrintUncertain()
        assert await room.still_comes() is False
        assert room.sheets_in_an_hour() == PAGES - 1


async def test_the_rest_may_come_until_a_printer_that_was_away_has_heard_that_it_must_not(tmp_path: Path) -> None:
    async with room_at(tmp_path) as room:
        room.bench.mfp.incidents[PAGES] = Incident.JAM
        room.bench.later(LAST_SHEET_S + 1, room.bench.cut)
        assert await room.print() == PrintUncertain()
        assert await room.still_comes() is None

        room.bench.wire.breaks[CANCEL] = Break.HTTP_ERROR
        room.bench.join()
        await room.bench.in_service.wait()
        assert await room.still_comes() is True
        await asyncio.sleep(2 * STATUS_EVERY_S)
        assert await room.still_comes() is False
        assert room.sheets_in_an_hour() == PAGES - 1


async def test_the_sheet_that_is_under_way_may_come_of_a_cancelled_paper(tmp_path: Path) -> None:
    async with room_at(tmp_path) as room, asyncio.TaskGroup() as group:
        printing = group.create_task(room.print())
        await asyncio.sleep(LAST_SHEET_S - SHEET_S / 2)
        room.cancel_at_printer()
        assert await room.still_comes() is True
        await printing
        assert await room.still_comes() is False


async def test_nothing_more_comes_of_what_the_printer_forgot(tmp_path: Path) -> None:
    async with room_at(tmp_path) as room:
        room.bench.mfp.incidents[PAGES] = Incident.POWER_CUT
        assert await room.print() == PrintUncertain()
        assert await room.still_comes() is False


async def test_nobody_waits_for_a_printer_that_the_settings_name_no_more(tmp_path: Path) -> None:
    async with room_at(tmp_path, has_printer=False) as room:
        room.bench.later(LAST_SHEET_S / 2, room.bench.cut)
        assert await room.print() == PrintUncertain()
        assert await room.still_comes() is False
        left = OpenPrint(PrintIntent("an intent", room.number), "a visit", JobNote(JobRef("1/a"), "a printer", 1, 0))
        assert await room.press.judge(left) is PrintOutcome.UNCERTAIN


@pytest.mark.parametrize(
    ("obstacles", "named"),
    [
        ({Obstacle.COVER_OPEN, Obstacle.PAPER_OUT}, "paper_out"),
        ({Obstacle.COVER_OPEN, Obstacle.JAM}, "jam"),
        ({Obstacle.OTHER, Obstacle.TRAY_MISSING}, "tray_missing"),
        (set(), "other"),
    ],
)
def test_the_obstacle_to_see_to_first_is_the_one_that_is_named(obstacles: set[Obstacle], named: str) -> None:
    status = replace(IDLE, state=PrinterState.STOPPED, obstacles=frozenset(obstacles))
    assert hindrance_of(status) == key(f"hindrance.{named}")
