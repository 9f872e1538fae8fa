"""kiosk papers: what is here, and staff's word about a print that nobody could account for."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from drivers.documentprinter.api import JobRef
from kiosk.flows.effects.papers import ByStaff, PrintPaper
from kiosk.paper import PaperState
from kiosk.store import prints, tasks
from kiosk.store.prints import Intended
from kiosk.store.schema import Paper, Print
from kiosk.store.store import Books
from link.screens import Progress
from link.staff import TaskKind
from link.text import key
from link.way import Way
from printer.verdict import JobNote, PrintOutcome
from tests.drivers.documentprinter.paper import pdf_of
from tests.kiosk.cli.conftest import Kiosk, asking, parsed
from tests.kiosk.cli.desk import COORDINATOR, TECHNICIAN, VOLUNTEER, Desk
from tests.kiosk.store.keeper import PIN, Keeper
from tests.kiosk.support import EPOCH

UNCERTAIN, READY, RETURNED = "시험-0000-0000-0001", "시험-0000-0000-0002", "시험-0000-0000-0003"
SIGNED = ("--name", COORDINATOR, "--pin", PIN)


@pytest.fixture
def papers(desk: Desk) -> None:
    """One whose print is uncertain, one that waits, and one that was given back."""
    desk.run(lambda keeper: keeper.store.transact(partial(_put_there, member=keeper.member)))


def _put_there(books: Books, member: str) -> None:
    states = {UNCERTAIN: PaperState.READY, READY: PaperState.READY, RETURNED: PaperState.RELEASED}
    for nth, (number, state) in enumerate(states.items(), 1):
        way = Way.LOCKER if nth == 1 else Way.KIOSK
        row = Paper(number=number, application=f"application-{nth}", way=way, state=state, sealed=b"closed")
        row.recalled, row.fetched_at = False, EPOCH
        books.db.add(row)
    books.db.flush()
    showing = Progress(title=key("print.title"), done=0, total=1)
    intended = prints.intend(books, PrintPaper(UNCERTAIN, ByStaff(member), showing))
    assert isinstance(intended, Intended)
    prints.record_outcome(books, intended.id, PrintOutcome.UNCERTAIN)


def state_of(desk: Desk, number: str) -> tuple[PaperState, bool]:
    """Where a paper stands, and whether it can still be read."""

    async def look(keeper: Keeper) -> tuple[PaperState, bool]:
        row = await keeper.row(Paper, number)
        return row.state, row.sealed is not None

    return desk.run(look)


@pytest.mark.usefixtures("papers")
def test_every_paper_that_is_here_is_listed_by_number(kiosk: Kiosk) -> None:
    assert parsed(kiosk("papers", "--json")) == {
        "type": "papers",
        "papers": [
            {"number": UNCERTAIN, "application": "application-1", "way": "locker", "state": "uncertain"},
            {"number": READY, "application": "application-2", "way": "kiosk", "state": "ready"},
        ],
    }


@pytest.mark.usefixtures("papers")
def test_the_table_for_people_has_the_same_rows(kiosk: Kiosk) -> None:
    shown = kiosk("papers").stdout
    rows = [[word for word in line.split() if word != "│"] for line in shown.splitlines() if line.startswith("│")]
    assert rows == [[UNCERTAIN, "application-1", "locker", "uncertain"], [READY, "application-2", "kiosk", "ready"]]


def test_where_no_paper_is_nothing_is_listed(kiosk: Kiosk) -> None:
    assert parsed(kiosk("papers", "--json")) == {"type": "papers", "papers": []}


SETTLED = {"issued": (PaperState.PRINTED, True), "void": (PaperState.VOID, False)}


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("word", SETTLED)
def test_staff_say_what_became_of_a_paper(kiosk: Kiosk, desk: Desk, word: str) -> None:
    settled = kiosk("papers", "settle", UNCERTAIN, word, *SIGNED)
    assert (settled.exit_code, settled.stdout) == (0, "settled\n")
    assert state_of(desk, UNCERTAIN) == SETTLED[word]
    assert parsed(kiosk("staff-tasks", "--json"))["tasks"] == []
    again = kiosk("papers", "settle", UNCERTAIN, "void", *SIGNED)
    assert (again.exit_code, again.stderr.splitlines()[0]) == (1, f"the print of {UNCERTAIN} is not uncertain")
    assert state_of(desk, UNCERTAIN) == SETTLED[word]


COMMANDS = (("papers", "settle", UNCERTAIN), ("staff-tasks", "settle", "1"))


async def send(keeper: Keeper, desk: Desk) -> JobRef:
    """The printer got the uncertain paper, and has not ended its job."""
    async with desk.printer() as printer:
        job = await printer.create_job("paper")
        await printer.send_document(job, pdf_of(1))
        note = JobNote(job, (await printer.status()).identity, 1, 0)

    def noted(books: Books) -> None:
        (intent,) = books.db.scalars(select(Print.id))
        prints.note(books, intent, note)

    await keeper.store.transact(noted)
    return job


async def end(_: Keeper, desk: Desk, job: JobRef) -> None:
    """Somebody ends it at the printer's panel."""
    async with desk.printer() as printer:
        await printer.cancel(job)
        status = await printer.job(job)
    assert status is None or status.state.ended


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("word", SETTLED)
def test_a_paper_is_not_settled_while_the_printer_holds_it(
    kiosk: Kiosk, desk: Desk, word: str, command: tuple[str, ...]
) -> None:
    job = desk.run(partial(send, desk=desk))
    refused = kiosk(*command, word, *SIGNED)
    assert (refused.exit_code, refused.stdout, refused.stderr) == (
        1,
        "",
        f"the printer still holds {UNCERTAIN}\n→ end it at the printer's panel, or wait\n",
    )
    assert state_of(desk, UNCERTAIN) == (PaperState.UNCERTAIN, True)
    desk.run(partial(end, desk=desk, job=job))
    assert kiosk(*command, word, *SIGNED).exit_code == 0
    assert state_of(desk, UNCERTAIN) == SETTLED[word]


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose printer does not answer."""
    desk = Desk(tmp_path / "staff.sock")
    desk.printer_is_away = True
    with desk.running():
        yield desk


def test_with_the_printer_away_only_what_it_does_not_have_is_settled(away: Desk) -> None:
    kiosk = asking(away)
    away.run(lambda keeper: keeper.store.transact(partial(_put_there, member=keeper.member)))
    away.run(partial(send, desk=away))
    for command in COMMANDS:
        refused = kiosk(*command, "void", *SIGNED)
        assert (refused.exit_code, refused.stderr) == (
            1,
            f"the printer is away, and may still have {UNCERTAIN}\n→ bring it back, or take it out of the settings\n",
        )
    lies_there = partial(tasks.file_paper, kind=TaskKind.PAPER_LEFT, number=READY)
    away.run(lambda keeper: keeper.store.transact(lies_there))
    assert kiosk("staff-tasks", "settle", "2", "issued", *SIGNED).exit_code == 0
    assert state_of(away, UNCERTAIN) == (PaperState.UNCERTAIN, True)


@pytest.mark.usefixtures("papers")
def test_the_task_about_a_paper_is_settled_with_the_same_word(kiosk: Kiosk, desk: Desk) -> None:
    (task,) = parsed(kiosk("staff-tasks", "--json"))["tasks"]
    assert (task["kind"], task["paper"], task["compartment"]) == ("print_uncertain", UNCERTAIN, None)
    assert task["settlements"] == ["issued", "void"]
    assert UNCERTAIN in kiosk("staff-tasks").stdout
    settled = kiosk("staff-tasks", "settle", str(task["id"]), "void", *SIGNED, "--json")
    assert parsed(settled) == {"type": "done", "what": "settled"}
    assert state_of(desk, UNCERTAIN) == (PaperState.VOID, False)


@pytest.mark.usefixtures("papers")
def test_a_task_that_only_the_printer_can_end_says_so_and_takes_no_word(kiosk: Kiosk, desk: Desk) -> None:
    waits = partial(tasks.file_paper, kind=TaskKind.PRINT_OPEN, number=READY)
    desk.run(lambda keeper: keeper.store.transact(waits))
    (line,) = [line for line in kiosk("staff-tasks").stdout.splitlines() if "print_open" in line]
    assert "nothing:" in line
    refused = kiosk("staff-tasks", "settle", "2", "void", *SIGNED)
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (1, "task 2 cannot be settled as void")


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "a volunteer": ((UNCERTAIN, "void", "--name", VOLUNTEER, "--pin", PIN), f"{VOLUNTEER} may not do this"),
    "a technician": ((UNCERTAIN, "void", "--name", TECHNICIAN, "--pin", PIN), f"{TECHNICIAN} may not do this"),
    "a wrong PIN": (
        (UNCERTAIN, "void", "--name", COORDINATOR, "--pin", "999990"),
        "the PIN is wrong, or it is too early for another",
    ),
    "a paper that waits": ((READY, "void", *SIGNED), f"the print of {READY} is not uncertain"),
    "a paper that is not here": (("시험-9", "issued", *SIGNED), "the print of 시험-9 is not uncertain"),
}


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("why", REFUSED)
def test_a_paper_is_not_settled_by(kiosk: Kiosk, desk: Desk, why: str) -> None:
    words, reason = REFUSED[why]
    refused = kiosk("papers", "settle", *words)
    assert (refused.exit_code, refused.stdout, refused.stderr.splitlines()[0]) == (1, "", reason)
    assert state_of(desk, UNCERTAIN) == (PaperState.UNCERTAIN, True)


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("word", ["empty", "told", "printed", ""])
def test_another_word_about_a_paper_is_no_word(kiosk: Kiosk, desk: Desk, word: str) -> None:
    assert kiosk("papers", "settle", UNCERTAIN, word, *SIGNED).exit_code == 2
    assert state_of(desk, UNCERTAIN) == (PaperState.UNCERTAIN, True)
