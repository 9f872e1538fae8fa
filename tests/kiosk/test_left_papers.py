"""What a visit leaves at the printer: a paper in the tray, a print that only it can judge, a job that waits."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from drivers.documentprinter.api import JobRef
from drivers.documentprinter.simmfp import Incident
from kiosk.flows.effects.papers import ByCard, ByStaff, PrintPaper
from kiosk.paper import PaperState
from kiosk.store import papers, prints, settlements, tasks
from kiosk.store.prints import Intended
from kiosk.store.schema import Audit, Paper
from kiosk.store.staff import depositors
from kiosk.store.store import Books
from link.screens import Progress
from link.signed_code import Right
from link.staff import Settlement, TaskKind
from link.text import key
from link.way import Way
from printer.verdict import JobNote, PrintOutcome
from tests.kiosk.office import CARD, PAGES, Certificate
from tests.kiosk.paper_stories import depositing, issue, issuing, put_in, standing
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at

pytestmark = pytest.mark.looptime

WALKS_AWAY = "issue.take.title"
UUID = "urn:uuid:a printer"


async def at(folder: Path) -> tuple[Point, Certificate, str]:
    """A point, a paper, and the code that it is printed with."""
    point = point_at(folder)
    await point.house.hire()
    paper = await point.assign()
    return point, paper, point.office.code(Right.PRINT, paper.application)


async def asked_for(point: Point) -> list[tuple[TaskKind, str | None]]:
    """What staff are asked for."""
    return [(task.kind, task.paper) for task in await point.house.ask(tasks.unsettled)]


async def walk_away_from(point: Point, person: Person, code: str) -> None:
    """Have it printed, and leave it where it is."""
    reactions = {title: act for title, act in issuing(point, code).items() if title != WALKS_AWAY}
    await person.act(reactions, until=WALKS_AWAY)
    await person.act({}, until="home")


async def nobody(person: Person) -> None:
    """A while in which nobody touches the screen."""
    await person.act({}, until="home")
    await asyncio.sleep(30)


def begin(books: Books, number: str, note: JobNote | None, by: ByCard | ByStaff | None = None) -> str:
    """A print that was on its way when the power went; returns its intent."""
    showing = Progress(title=key("print.title"), done=0, total=PAGES)
    wanted = PrintPaper(number, by or ByCard(CARD), showing)
    intent = prints.intend(books, wanted)
    assert isinstance(intent, Intended)
    if note is not None:
        prints.note(books, intent.id, note)
    return intent.id


def settle(books: Books, word: Settlement) -> None:
    """Staff looked in the tray, and say this."""
    (task,) = tasks.unsettled(books)
    settlements.settle(books, task.id, word, depositors(books)[0].id, frozenset())


def words_on_record(books: Books) -> list[object]:
    """What staff said about tasks, as the audit log has it."""
    return [row.facts["settlement"] for row in books.db.query(Audit).filter_by(event="staff_task_settled")]


def who_took(books: Books) -> list[str]:
    """Everybody whose word it was that a paper was taken."""
    return [row.who for row in books.db.query(Audit).filter_by(event="paper_taken")]


FOUND = (Settlement.ISSUED, Settlement.NOT_THERE, Settlement.DESTROYED)


@pytest.mark.parametrize("word", FOUND, ids=lambda word: word.value)
async def test_a_paper_that_nobody_takes_is_a_task_until_staff_say_what_they_found(
    tmp_path: Path, word: Settlement
) -> None:
    point, paper, code = await at(tmp_path)
    assert await point.house.live(lambda person: walk_away_from(point, person, code))
    assert await asked_for(point) == [(TaskKind.PAPER_LEFT, paper.number)]
    assert [task.settlements for task in await point.house.ask(tasks.unsettled)] == [FOUND]

    await point.house.ask(partial(settle, word=word))
    assert await point.house.live(nobody)
    assert await standing(point, paper) == (PaperState.PRINTED, [], [(1,), (2,)])
    assert await point.house.ask(words_on_record) == [word.value]
    assert await point.house.ask(who_took) == []


@pytest.mark.parametrize("way", [Way.LOCKER, Way.DOOR])
async def test_a_paper_that_staff_leave_in_the_tray_is_a_task_until_it_is_in_its_envelope(
    tmp_path: Path, way: Way
) -> None:
    point = point_at(tmp_path)
    await point.house.hire()
    paper = await point.assign(way)

    async def leave_it(person: Person) -> None:
        reactions = {title: act for title, act in depositing(point, paper).items() if title != "deposit.take.title"}
        await person.act(reactions, until="deposit.take.title")
        await person.act({}, until="home")

    assert await point.house.live(leave_it)
    assert await asked_for(point) == [(TaskKind.PAPER_LEFT, paper.number)]
    done = "deposit.done_hub.title" if way is Way.LOCKER else "deposit.done_volunteer.title"
    assert await point.house.live(partial(put_in, point, paper=paper, until=done))
    assert await point.house.live(nobody)
    assert await asked_for(point) == []
    assert await point.house.ask(who_took) == [f"staff:{await point.house.ask(lambda books: depositors(books)[0].id)}"]


async def test_an_envelopes_print_that_was_cut_short_and_came_out_whole_lies_in_the_tray(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    await point.house.hire()
    paper = await point.assign(Way.LOCKER)
    staff = await point.house.ask(lambda books: depositors(books)[0].id)
    note = JobNote(JobRef("1"), UUID, PAGES, 0)
    intent = await point.house.ask(partial(begin, number=paper.number, note=note, by=ByStaff(staff)))
    await point.house.ask(partial(prints.record_judged, intent=intent, outcome=PrintOutcome.PRINTED))
    assert await asked_for(point) == [(TaskKind.PAPER_LEFT, paper.number)]


async def test_what_was_in_the_locker_before_anybody_was_asked_about_the_tray_is_no_task(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    await point.house.hire()
    await point.lay_in(await point.assign(Way.LOCKER))
    assert await point.house.ask(who_took) == []
    assert await point.house.live(nobody)
    assert await asked_for(point) == []


async def test_a_paper_that_is_taken_is_no_task(tmp_path: Path) -> None:
    point, _paper, code = await at(tmp_path)
    assert await point.house.live(lambda person: issue(point, person, code))
    assert await point.house.live(nobody)
    assert await asked_for(point) == []


async def test_a_paper_that_is_taken_after_all_is_no_task_any_more(tmp_path: Path) -> None:
    point, paper, code = await at(tmp_path)
    assert await point.house.live(lambda person: walk_away_from(point, person, code))
    await point.house.ask(partial(papers.taken, number=paper.number))
    assert await asked_for(point) == []


async def test_a_print_that_was_cut_short_and_came_out_whole_lies_in_the_tray(tmp_path: Path) -> None:
    point, paper, _code = await at(tmp_path)
    intent = await point.house.ask(partial(begin, number=paper.number, note=JobNote(JobRef("1"), UUID, PAGES, 0)))
    await point.house.ask(partial(prints.record_judged, intent=intent, outcome=PrintOutcome.PRINTED))
    assert await asked_for(point) == [(TaskKind.PAPER_LEFT, paper.number)]


async def test_a_print_whose_printer_is_away_is_a_task_until_it_is_judged(tmp_path: Path) -> None:
    point, paper, _code = await at(tmp_path)
    note = JobNote(JobRef("1/sodam-0"), UUID, PAGES, 0)
    await point.house.ask(partial(begin, number=paper.number, note=note))
    point.printer.wire.is_cut = True
    assert await point.house.live(nobody)
    assert await asked_for(point) == [(TaskKind.PRINT_OPEN, paper.number)]

    point.printer.wire.is_cut = False
    assert await point.house.live(nobody)
    assert await asked_for(point) == [(TaskKind.PRINT_UNCERTAIN, paper.number)]


async def test_a_print_that_is_judged_twice_is_recorded_once(tmp_path: Path) -> None:
    point, paper, _code = await at(tmp_path)
    intent = await point.house.ask(partial(begin, number=paper.number, note=None))
    await point.house.ask(partial(prints.record_judged, intent=intent, outcome=PrintOutcome.NOT_PRINTED))
    await point.house.ask(partial(prints.record_judged, intent=intent, outcome=PrintOutcome.UNCERTAIN))
    await point.house.ask(partial(prints.record_uncertain, intent=intent))

    def state(books: Books) -> tuple[PaperState, int]:
        ends = books.db.query(Audit).filter(Audit.event.in_(("paper_not_printed", "paper_uncertain"))).count()
        return books.db.get_one(Paper, paper.number).state, ends

    assert await point.house.ask(state) == (PaperState.READY, 1)


async def test_a_print_that_staff_called_void_does_not_come_out_after_a_restart(tmp_path: Path) -> None:
    point, paper, code = await at(tmp_path)
    point.printer.mfp.incidents[1] = Incident.PAPER_OUT
    point.window.held = None

    async def lose_the_printer(person: Person) -> None:
        reactions = {title: act for title, act in issuing(point, code).items() if title != WALKS_AWAY}
        asyncio.get_running_loop().call_later(60, setattr, point.printer.wire, "is_cut", True)
        await person.act(reactions, until="print.uncertain.title")

    assert await point.house.live(lose_the_printer)
    staff = await point.house.ask(lambda books: depositors(books)[0].id)
    await point.house.ask(
        partial(settlements.settle_paper, number=paper.number, settlement=Settlement.VOID, staff=staff)
    )
    point.printer.wire.is_cut = False
    assert await point.house.live(nobody)
    point.printer.put_right()
    await asyncio.sleep(600)
    assert point.printer.sheets_of(paper.pdf) == []
