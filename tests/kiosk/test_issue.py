"""민원서류 뽑기 with the whole controller: what the person is told, what came out of the printer, what is on record."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from drivers.cardreader.api import CardIdentity, CardRead, CardRefused, Refusal
from kiosk.paper import PaperState
from kiosk.store import hub, settlements, tasks
from kiosk.store.schema import Staff
from kiosk.store.store import Books
from link.hub import PaperRecalled
from link.screens import Scan
from link.showing import Answer, Chose, Left, Show
from link.signed_code import Right
from link.staff import Settlement, TaskKind
from link.way import Way
from tests.kiosk.office import CARD, Certificate
from tests.kiosk.paper_stories import (
    code_for,
    enters,
    holds,
    issue,
    issuing,
    says_birth_date,
    see_off,
    standing,
    until_problem,
)
from tests.kiosk.person import Person, chooses, types
from tests.kiosk.point import Point, point_at
from tests.kiosk.support import EPOCH

pytestmark = pytest.mark.looptime

WHOLE = [(1,), (2,)]
WRONG_DIGITS = "490308"
SOON_S = 3.0
"""Within this the office hears of everything."""


@pytest.fixture
async def point(tmp_path: Path) -> Point:
    point = point_at(tmp_path)
    await point.house.hire()
    return point


def unreadable(_: Point, __: Certificate) -> str:
    return "https://example.com/a?b=1"


def expired(point: Point, paper: Certificate) -> str:
    return point.office.code(Right.PRINT, paper.application, not_after=EPOCH - timedelta(seconds=1))


def of_another_kiosk(point: Point, paper: Certificate) -> str:
    return point.office.code(Right.PRINT, paper.application, audience="kiosk-0000")


def for_something_else(point: Point, paper: Certificate) -> str:
    return point.office.code(Right.PARCEL, paper.application)


def forged(point: Point, paper: Certificate) -> str:
    return point.office.code(Right.PRINT, paper.application, key=Ed25519PrivateKey.generate())


def of_a_paper_that_has_not_come(point: Point, _: Certificate) -> str:
    return point.office.code(Right.PRINT, "application-99")


def changed(point: Point, paper: Certificate) -> str:
    code = code_for(point, paper)
    return code[:-1] + ("A" if code[-1] != "A" else "B")


BAD_CODES = {
    unreadable: "code.unreadable",
    expired: "code.expired",
    of_another_kiosk: "code.foreign",
    for_something_else: "code.foreign",
    forged: "code.forged",
    of_a_paper_that_has_not_come: "code.not_ready",
}


@pytest.mark.parametrize("bad", BAD_CODES, ids=lambda bad: bad.__name__)
async def test_a_code_that_is_no_good_is_asked_for_again_with_the_reason(
    point: Point, bad: Callable[[Point, Certificate], str]
) -> None:
    paper = await point.assign()

    async def script(person: Person) -> None:
        await person.act({"home": enters("issue")}, until="issue.scan.title")
        point.window.held = bad(point, paper)
        show = await person.see()
        assert isinstance(show.screen, Scan)
        assert getattr(show.screen.problem, "id", "") == BAD_CODES[bad]
        point.window.held = None
        await issue(point, person, code_for(point, paper))

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


async def test_a_code_in_which_one_character_is_another_prints_nothing(point: Point) -> None:
    paper = await point.assign()

    async def script(person: Person) -> None:
        await person.act({"home": enters("issue")}, until="issue.scan.title")
        point.window.held = changed(point, paper)
        show = await person.see()
        assert isinstance(show.screen, Scan)
        assert getattr(show.screen.problem, "id", "") in {"code.forged", "code.unreadable"}

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.READY, [], [])


async def test_a_code_whose_paper_was_printed_prints_it_no_second_time(point: Point) -> None:
    paper = await point.assign()
    code = code_for(point, paper)

    async def script(person: Person) -> None:
        await issue(point, person, code)
        assert await until_problem(person, dict(issuing(point, code))) == "code.done"

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


@pytest.mark.parametrize("way", [Way.LOCKER, Way.DOOR])
async def test_a_paper_that_goes_into_an_envelope_is_not_printed_for_a_code(point: Point, way: Way) -> None:
    paper = await point.assign(way)

    async def script(person: Person) -> None:
        assert await until_problem(person, dict(issuing(point, code_for(point, paper)))) == "code.foreign"

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.READY, [], [])


def is_told(books: Books) -> None:
    """The hub has heard everything."""
    hub.mark_sent(books, tuple(event.id for event in hub.unsent(books)))


async def test_a_paper_that_came_back_after_it_was_given_back_can_be_printed(point: Point) -> None:
    paper = await point.assign()
    await point.house.take_in(PaperRecalled(number=paper.number))
    assert (await standing(point, paper))[0] is PaperState.RELEASED
    await point.house.ask(is_told)
    await point.house.take_in(paper.assigned)
    assert await point.house.live(lambda person: issue(point, person, code_for(point, paper)))
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


async def test_five_wrong_birth_dates_lock_the_code_and_neither_the_person_nor_the_paper(point: Point) -> None:
    paper = await point.assign(cards=(CARD,))
    code = code_for(point, paper)
    left: list[object] = []

    def mistypes(show: Show) -> Answer | None:
        left.append(getattr(getattr(show.screen, "problem", None), "values", None))
        return says_birth_date(point, WRONG_DIGITS)(show)

    async def script(person: Person) -> None:
        reactions = {**issuing(point, code), "birth_date.title": mistypes}
        assert await until_problem(person, reactions) == "code.locked"
        assert left == [None, *({"tries_left": tries} for tries in (4, 3, 2, 1))]

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.READY, [TaskKind.PAPER_CODE_LOCKED], [])
    await unlock(point)
    assert await point.house.live(lambda person: issue(point, person, code))
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


async def unlock(point: Point) -> None:
    """Staff spoke with the person."""

    def settle(books: Books) -> None:
        (member,) = books.db.scalars(select(Staff))
        (task,) = tasks.unsettled(books)
        settlements.settle(books, task.id, Settlement.UNLOCKED, member.id, frozenset())

    await point.house.ask(settle)


async def test_while_a_code_is_locked_the_card_of_the_same_person_prints(point: Point) -> None:
    paper = await point.assign(cards=(CARD,))

    def mistypes(show: Show) -> Answer | None:
        return says_birth_date(point, WRONG_DIGITS)(show)

    def lays(_: Show) -> None:
        point.cards.events.put_nowait(CardRead(CardIdentity(CARD, 7)))

    async def script(person: Person) -> None:
        reactions = {**issuing(point, code_for(point, paper)), "birth_date.title": mistypes}
        assert await until_problem(person, reactions) == "code.locked"
        with_card = {**issuing(point, ""), "issue.scan.title": lays}
        await see_off(person, await person.act(with_card, until="issue.done_without_slip.title"))

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.PRINTED, [], WHOLE)


async def test_a_wrong_birth_date_rests_longer_each_time(point: Point) -> None:
    paper = await point.assign()
    asked_s: list[float] = []

    def mistypes(show: Show) -> Answer | None:
        asked_s.append(point.printer.now_s)
        return says_birth_date(point, WRONG_DIGITS)(show)

    async def script(person: Person) -> None:
        await until_problem(person, {**issuing(point, code_for(point, paper)), "birth_date.title": mistypes})

    assert await point.house.live(script)
    pauses = [round(after - before) for before, after in pairwise(asked_s)]
    assert pauses == [1, 2, 4, 4]


async def test_the_same_wrong_tries_count_on_after_the_person_went_back(point: Point) -> None:
    paper = await point.assign()
    typed = iter((types(WRONG_DIGITS), types(WRONG_DIGITS), lambda _: Left(to="back"), types(WRONG_DIGITS)))
    tries: list[object] = []

    def does(show: Show) -> Answer | None:
        tries.append(getattr(getattr(show.screen, "problem", None), "values", None))
        holds(point, None)(show)
        return next(typed, lambda _: None)(show)

    async def script(person: Person) -> None:
        reactions = {**issuing(point, code_for(point, paper)), "birth_date.title": does}
        while len(tries) < 5:
            show = await person.act(reactions, until="birth_date.title")
            answer = does(show)
            if answer is not None:
                person.answer(show, answer)
            else:
                return

    assert await point.house.live(script)
    assert tries == [None, {"tries_left": 4}, {"tries_left": 3}, None, {"tries_left": 2}]


CARDS = {
    CardRefused(Refusal.TORN_AWAY): "card.torn_away",
    CardRefused(Refusal.FOREIGN_CARD): "card.foreign_card",
    CardRefused(Refusal.EXPIRED): "card.expired",
    CardRefused(Refusal.MUTE): "card.mute",
    CardRead(CardIdentity("no such card", 8)): "issue.card_nothing",
}


@pytest.mark.parametrize("card", CARDS, ids=str)
async def test_a_card_that_is_no_good_is_asked_for_again_with_the_reason(
    point: Point, card: CardRead | CardRefused
) -> None:
    paper = await point.assign(cards=(CARD,))

    async def script(person: Person) -> None:
        await person.act({"home": enters("issue")}, until="issue.scan.title")
        point.cards.events.put_nowait(card)
        assert await until_problem(person, {"issue.scan.title": _looks}) == CARDS[card]

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.READY, [], [])


def _looks(_: Show) -> None:
    return None


async def test_of_two_papers_a_card_prints_the_chosen_one_and_then_the_other_if_wanted(point: Point) -> None:
    papers = [await point.assign(cards=(CARD,)) for _ in range(2)]

    def lays(_: Show) -> None:
        point.cards.events.put_nowait(CardRead(CardIdentity(CARD, 7)))

    async def script(person: Person) -> None:
        reactions = {
            **issuing(point, ""),
            "issue.scan.title": lays,
            "issue.which.title": chooses(papers[1].number),
            "issue.done_without_slip.title": chooses("close"),
        }
        await person.act(reactions, until="issue.another.title")
        assert point.printer.sheets_of(papers[0].pdf) == []
        another = {**reactions, "issue.another.title": chooses("another")}
        await person.act(another, until="home")

    assert await point.house.live(script)
    assert [await standing(point, paper) for paper in papers] == [(PaperState.PRINTED, [], WHOLE)] * 2


async def test_who_does_not_want_what_they_see_keeps_paper_and_code(point: Point) -> None:
    paper = await point.assign()
    code = code_for(point, paper)

    async def script(person: Person) -> None:
        await person.act({**issuing(point, code), "issue.preview.title": chooses("not_this")}, until="home")

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.READY, [], [])
    assert await point.house.live(lambda person: issue(point, person, code))


async def test_a_paper_that_is_recalled_while_it_is_looked_at_is_not_printed(tmp_path: Path) -> None:
    point = point_at(tmp_path, is_online=True)
    paper = await point.assign()
    point.office.tell(paper.assigned)

    async def script(person: Person) -> None:
        show = await person.act(issuing(point, code_for(point, paper)), until="issue.preview.title")
        point.office.tell(PaperRecalled(number=paper.number))
        await asyncio.sleep(SOON_S)
        assert point.office.told("paper_released") == ["paper_released"]
        person.answer(show, Chose(option="print"))
        await see_off(person, await person.act({}, until="print.gone.title"))

    assert await point.house.live(script)
    assert await standing(point, paper) == (PaperState.RELEASED, [], [])
