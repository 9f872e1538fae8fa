"""민원서류 뽑기 at a printer that stops, is cut off or forgets, and with a slip printer that is dead."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from drivers.documentprinter.simmfp import Incident, Trouble
from kiosk.paper import PaperState
from kiosk.store import settlements
from kiosk.store.schema import Paper, ShownCode, Staff
from kiosk.store.store import Books
from link.hub import PaperRecalled
from link.screens import Home, Progress
from link.showing import Answer, Show
from link.staff import Settlement, TaskKind
from tests.drivers.documentprinter.memory import JOB, Break
from tests.kiosk.house import Cut
from tests.kiosk.paper_stories import code_for, issue, issuing, see_off, sees, standing, until_problem
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at

pytestmark = pytest.mark.looptime

WHOLE = [(1,), (2,)]


@pytest.fixture
async def point(tmp_path: Path) -> Point:
    point = point_at(tmp_path)
    await point.house.hire()
    return point


@pytest.mark.parametrize("comes_out", [True, False])
async def test_a_paper_that_is_recalled_while_it_is_printed_goes_back_only_if_nothing_came_out(
    tmp_path: Path, *, comes_out: bool
) -> None:
    point = point_at(tmp_path, is_online=True)
    paper = await point.assign()
    point.office.tell(paper.assigned)
    if not comes_out:
        point.printer.mfp.incidents[1] = Incident.ABORT

    def recalls(_: Show) -> None:
        point.office.tell(PaperRecalled(number=paper.number))

    async def script(person: Person) -> None:
        until = "issue.take.title" if comes_out else "print.gone.title"
        code = code_for(point, paper)
        await person.act({**issuing(point, code), "print.title": recalls}, until=until)

    assert await point.house.live(script)
    state, _, sheets = await standing(point, paper)
    assert (state, sheets) == ((PaperState.PRINTED, WHOLE) if comes_out else (PaperState.RELEASED, []))


OBSTACLES = {
    Incident.PAPER_OUT: "obstacle.paper_out",
    Incident.JAM: "obstacle.jam",
    Incident.COVER_OPEN: "obstacle.cover_open",
    Incident.TONER_OUT: "obstacle.toner_out",
    Incident.TRAY_MISSING: "obstacle.tray_missing",
}


@pytest.mark.parametrize("incident", OBSTACLES)
@pytest.mark.parametrize("at_sheet", [1, 2])
async def test_a_printer_that_stops_says_why_and_goes_on_when_somebody_has_helped(
    point: Point, incident: Incident, at_sheet: int
) -> None:
    paper = await point.assign()
    point.printer.mfp.incidents[at_sheet] = incident
    said: list[str] = []

    def helps(show: Show) -> None:
        said.append(problem_of(show))
        point.printer.put_right()

    async def script(person: Person) -> None:
        reactions = {**issuing(point, code_for(point, paper)), "print.halted": helps}
        await see_off(person, await person.act(reactions, until="issue.done_without_slip.title"))

    assert await point.house.live(script)
    assert said == [OBSTACLES[incident]]
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


@pytest.mark.parametrize(("at_sheet", "told"), [(1, "print.not_printed.title"), (2, "print.uncertain.title")])
async def test_a_printer_that_nobody_helps_is_given_up_and_the_person_told_the_truth(
    point: Point, at_sheet: int, told: str
) -> None:
    paper = await point.assign()
    point.printer.mfp.incidents[at_sheet] = Incident.PAPER_OUT
    code = code_for(point, paper)

    async def script(person: Person) -> None:
        await see_off(person, await person.act(issuing(point, code), until=told))

    assert await point.house.live(script)
    if at_sheet == 1:
        assert await standing(point, paper) == (PaperState.READY, [], [])
    else:
        assert await standing(point, paper) == (PaperState.UNCERTAIN, [TaskKind.PRINT_UNCERTAIN], [(1,)])
    point.printer.put_right()
    await asyncio.sleep(600)
    assert point.printer.sheets_of(paper.pdf) == ([] if at_sheet == 1 else [(1,)])


async def test_a_print_that_nobody_can_account_for_is_settled_by_staff_and_its_code_stays_spent(point: Point) -> None:
    paper = await point.assign()
    code = code_for(point, paper)
    point.printer.mfp.incidents[2] = Incident.POWER_CUT

    async def script(person: Person) -> None:
        await sees(person, issuing(point, code), "print.uncertain.title")
        assert await until_problem(person, dict(issuing(point, code))) == "code.staff"

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.UNCERTAIN, [TaskKind.PRINT_UNCERTAIN], [(1,)])

    def settle(books: Books) -> bytes | None:
        (member,) = books.db.scalars(select(Staff))
        settlements.settle_paper(books, paper.number, Settlement.VOID, member.id)
        assert [row.spent_by is None for row in books.db.scalars(select(ShownCode))] == [False]
        return books.db.get_one(Paper, paper.number).sealed

    assert await point.house.ask(settle) is None
    assert (await standing(point, paper))[:2] == (PaperState.VOID, [])


async def test_a_printer_that_forgot_a_print_at_work_is_looked_at_by_staff_even_if_nothing_was_counted(
    point: Point,
) -> None:
    paper = await point.assign()
    point.printer.mfp.incidents[1] = Incident.POWER_CUT
    reactions = issuing(point, code_for(point, paper))
    assert await point.house.live(partial(sees, reactions=reactions, until="print.uncertain.title"))
    assert await standing(point, paper) == (PaperState.UNCERTAIN, [TaskKind.PRINT_UNCERTAIN], [])


async def test_a_printer_whose_line_is_cut_for_a_while_is_waited_for(point: Point) -> None:
    paper = await point.assign()
    said: list[str] = []

    def cuts(show: Show) -> None:
        if isinstance(show.screen, Progress) and show.screen.done == 1 and not said:
            point.printer.wire.is_cut = True
            asyncio.get_running_loop().call_later(15, _join, point)

    def waits(show: Show) -> None:
        said.append(problem_of(show))

    async def script(person: Person) -> None:
        reactions = {**issuing(point, code_for(point, paper)), "print.title": cuts, "print.halted": waits}
        await see_off(person, await person.act(reactions, until="issue.done_without_slip.title"))

    assert await point.house.live(script)
    assert said == ["print.lost"]
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


def problem_of(show: Show) -> str:
    """Why a print does not go on, as its screen says it."""
    assert isinstance(show.screen, Progress)
    return getattr(show.screen.problem, "id", "")


def _join(point: Point) -> None:
    point.printer.wire.is_cut = point.printer.wire.stays_cut = False


@pytest.mark.parametrize("trouble", [None, *Trouble], ids=lambda trouble: trouble.value if trouble else "paper_out")
async def test_a_printer_that_cannot_print_is_said_on_the_first_screen(point: Point, trouble: Trouble | None) -> None:
    if trouble is None:
        point.printer.mfp.load(0, 0)
    else:
        point.printer.mfp.trouble(trouble, 0)
    expected = f"hindrance.{trouble.value if trouble else 'paper_out'}"

    async def script(person: Person) -> None:
        show = await person.act({}, until="home")
        while reason_of(show) != expected:
            show = await person.see()
        point.printer.put_right()
        while reason_of(show) is not None:
            show = await person.see()

    assert await point.house.live(script)


def reason_of(show: Show) -> str | None:
    """Why papers cannot be printed, as the first screen says it."""
    assert isinstance(show.screen, Home)
    (issue,) = (service for service in show.screen.services if service.id == "issue")
    return getattr(issue.unavailable, "id", None)


async def test_a_slip_says_what_was_printed(tmp_path: Path) -> None:
    point = point_at(tmp_path, has_slips=True)
    paper = await point.assign()
    reactions = issuing(point, code_for(point, paper))
    assert await point.house.live(partial(sees, reactions=reactions, until="issue.done.title"))
    assert len(point.slips.sim.slips) == 1
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


@pytest.mark.parametrize("when", ["issue.preview.title", "issue.take.title"])
async def test_a_dead_slip_printer_does_not_touch_the_paper(tmp_path: Path, when: str) -> None:
    point = point_at(tmp_path, has_slips=True)
    paper = await point.assign()
    reactions = dict(issuing(point, code_for(point, paper)))
    goes_on = reactions[when]

    def unplugs(show: Show) -> Answer | None:
        point.slips.unplug()
        return goes_on(show)

    reactions[when] = unplugs
    assert await point.house.live(partial(sees, reactions=reactions, until="issue.done_without_slip.title"))
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


async def test_a_paper_that_its_person_does_not_say_they_took_is_looked_for_by_staff(point: Point) -> None:
    paper = await point.assign()

    async def script(person: Person) -> None:
        await person.act(issuing(point, code_for(point, paper)), until="issue.take.title")
        await person.act({}, until="home")

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.PRINTED, [TaskKind.PAPER_LEFT], WHOLE)


async def test_a_printer_that_is_gone_for_a_moment_while_it_is_asked_about_an_open_print_is_asked_again(
    point: Point,
) -> None:
    paper = await point.assign()
    code = code_for(point, paper)
    outcome = 6
    assert not await point.house.live(lambda person: issue(point, person, code), Cut(outcome, before=True))
    point.printer.wire.breaks[JOB] = Break.REFUSED
    point.printer.wire.stays_cut = True
    asyncio.get_running_loop().call_later(2, _join, point)

    async def waits(person: Person) -> None:
        show = await person.act({}, until="home")
        while reason_of(show) is not None:
            show = await person.see()

    assert await point.house.live(waits)
    assert point.printer.wire.breaks == {}
    assert await standing(point, paper) == (PaperState.PRINTED, [TaskKind.PAPER_LEFT], WHOLE)
