"""Envelopes in the locker with the whole controller: put in, brought to a door, collected with a code; and what not."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk.paper import PaperState
from kiosk.store import tasks
from kiosk.store.schema import Delivery, Paper, Parcel
from kiosk.store.store import Books
from link.hub import DeliveryEnded, DeliveryGiven
from link.screens import Choice, Door, Keypad
from link.showing import Answer, Chose, Show
from link.signed_code import Right
from link.staff import Role, TaskKind
from link.way import Way
from locker.parcel import ParcelState
from tests.kiosk.house import PIN
from tests.kiosk.office import HOLDER, HOUSEHOLD, TITLE, Certificate
from tests.kiosk.paper_stories import (
    bring,
    collect_by_code,
    collecting,
    delivering,
    depositing,
    put_in,
    says_birth_date,
    see_off,
    sees,
    until_problem,
)
from tests.kiosk.person import Person, Reaction, digits_of, types
from tests.kiosk.point import Point, point_at
from tests.kiosk.support import EPOCH

pytestmark = pytest.mark.looptime

VOLUNTEER, OTHER = "이하늘", "박나래"
DELIVERY = "delivery-1"


@pytest.fixture
async def point(tmp_path: Path) -> Point:
    """A coordinator (the first of the list), and two volunteers."""
    point = point_at(tmp_path, has_slips=True)
    await point.house.hire()
    for name in (VOLUNTEER, OTHER):
        await point.house.hire(name, Role.VOLUNTEER)
    return point


async def stored(point: Point, way: Way = Way.LOCKER) -> Certificate:
    """A paper in the locker."""
    paper = await point.assign(way)
    await point.lay_in(paper)
    return paper


async def given(point: Point, paper: Certificate, delivery: str = DELIVERY, volunteer: str = VOLUNTEER) -> str:
    """A volunteer has accepted to bring it; returns the code that they were sent."""
    change = DeliveryGiven(delivery=delivery, application=paper.application, volunteer=volunteer)
    await point.house.take_in(change)
    return point.office.code(Right.DELIVERY, delivery)


def parcel_code(point: Point, paper: Certificate) -> str:
    return point.office.code(Right.PARCEL, paper.application)


async def parcels_of(point: Point, paper: Certificate) -> list[ParcelState]:
    """Every parcel that this paper was put into, in the order of their compartments."""

    def look(books: Books) -> list[ParcelState]:
        rows = books.db.query(Parcel).filter_by(paper=paper.number).order_by(Parcel.created_at)
        return [row.state for row in rows]

    return await point.house.ask(look)


async def asked(point: Point) -> list[TaskKind]:
    """Every open staff task."""
    return [row.kind for row in await point.house.ask(tasks.unsettled)]


async def test_an_envelope_that_a_volunteer_took_is_in_their_hands_and_its_delivery_is_over(point: Point) -> None:
    paper = await stored(point, Way.DOOR)
    code = await given(point, paper)

    async def script(person: Person) -> None:
        await bring(point, person, code)
        assert await until_problem(person, delivering(point, code)) == "code.done"

    assert await point.house.live(script)
    assert await parcels_of(point, paper) == [ParcelState.TAKEN]
    assert await point.house.ask(lambda books: books.db.get_one(Delivery, DELIVERY).ended)
    assert await asked(point) == []


async def test_a_delivery_that_was_given_back_opens_nothing_and_the_next_ones_does(point: Point) -> None:
    paper = await stored(point, Way.DOOR)
    first = await given(point, paper)
    await point.house.take_in(DeliveryEnded(delivery=DELIVERY))
    second = await given(point, paper, "delivery-2", OTHER)

    async def script(person: Person) -> None:
        assert await until_problem(person, delivering(point, first)) == "code.done"
        await bring(point, person, second)

    assert await point.house.live(script)
    assert await parcels_of(point, paper) == [ParcelState.TAKEN]


async def test_of_two_people_for_one_envelope_the_second_is_told_that_it_is_gone(point: Point) -> None:
    paper = await stored(point, Way.DOOR)
    code, by_hand = await given(point, paper), parcel_code(point, paper)

    async def script(person: Person) -> None:
        await collect_by_code(point, person, by_hand)
        assert await until_problem(person, delivering(point, code)) == "code.done"
        point.window.held = None
        await sees_home_again(person)
        assert await until_problem(person, collecting(point, by_hand)) == "code.done"

    assert await point.house.live(script)
    assert await parcels_of(point, paper) == [ParcelState.COLLECTED]


async def sees_home_again(person: Person) -> None:
    """Say nothing more until the first screen is back."""
    await person.act({}, until="home")


async def test_a_volunteer_whom_nobody_knows_here_is_told_so(point: Point) -> None:
    code = await given(point, await stored(point, Way.DOOR), volunteer="김처음")

    async def script(person: Person) -> None:
        assert await until_problem(person, delivering(point, code)) == "deliver.no_such_volunteer"

    assert await point.house.live(script)


async def test_an_officer_is_no_volunteer(point: Point) -> None:
    await point.house.hire("최주무", Role.OFFICER)
    code = await given(point, await stored(point, Way.DOOR), volunteer="최주무")

    async def script(person: Person) -> None:
        assert await until_problem(person, delivering(point, code)) == "deliver.no_such_volunteer"

    assert await point.house.live(script)


async def test_a_wrong_pin_is_asked_for_again_and_opens_nothing(point: Point) -> None:
    code = await given(point, await stored(point, Way.DOOR))
    pins = iter(("864209", "864209", PIN))
    problems: list[str | None] = []

    def mistypes(show: Show) -> Answer | None:
        assert isinstance(show.screen, Keypad)
        problems.append(getattr(show.screen.problem, "id", None))
        assert not point.house.door(3).openings
        return types(next(pins))(show)

    async def script(person: Person) -> None:
        reactions = {**delivering(point, code), "sign_in.pin.title": mistypes}
        await sees(person, reactions, "deliver.done.title")

    assert await point.house.live(script)
    assert problems == [None, "sign_in.wrong_pin", "sign_in.wrong_pin"]


DELIVERY_PROBLEMS = {
    "not yet in the locker": "code.not_ready",
    "a delivery nobody told of": "code.not_ready",
    "a code to print": "code.foreign",
    "out of its time": "code.expired",
}


@pytest.mark.parametrize("what", DELIVERY_PROBLEMS)
async def test_a_delivery_that_cannot_begin_says_why(point: Point, what: str) -> None:
    paper = await point.assign(Way.DOOR)
    await given(point, paper)
    late = EPOCH - timedelta(seconds=1)
    codes = {
        "not yet in the locker": point.office.code(Right.DELIVERY, DELIVERY),
        "a delivery nobody told of": point.office.code(Right.DELIVERY, "delivery-9"),
        "a code to print": point.office.code(Right.PRINT, paper.application),
        "out of its time": point.office.code(Right.DELIVERY, DELIVERY, not_after=late),
    }

    async def script(person: Person) -> None:
        assert await until_problem(person, delivering(point, codes[what])) == DELIVERY_PROBLEMS[what]

    assert await point.house.live(script)
    assert [point.house.door(entry.number).openings for entry in point.house.compartments] == [0] * 6


async def test_five_wrong_birth_dates_lock_the_code_of_an_envelope_and_staff_are_asked(point: Point) -> None:
    paper = await stored(point)
    code = parcel_code(point, paper)

    async def script(person: Person) -> None:
        wrong = {**collecting(point, code), "birth_date.title": says_birth_date(point, "490308")}
        await sees(person, wrong, "collect.code_locked.title")
        assert await until_problem(person, collecting(point, code)) == "code.locked"

    assert await point.house.live(script)
    assert await asked(point) == [TaskKind.CODE_LOCKED]
    assert await parcels_of(point, paper) == [ParcelState.STORED]


async def test_a_code_for_an_envelope_that_is_not_in_yet_says_that_it_is_not_ready(point: Point) -> None:
    paper = await point.assign(Way.LOCKER)

    async def script(person: Person) -> None:
        assert await until_problem(person, collecting(point, parcel_code(point, paper))) == "code.not_ready"

    assert await point.house.live(script)


async def test_an_envelope_of_which_only_staff_know_where_it_is_is_said_to_be_held(point: Point) -> None:
    paper = await stored(point)

    async def walks_away(person: Person) -> None:
        slow = {**collecting(point, parcel_code(point, paper)), "collect.door.open.title": _looks}
        await person.act(slow, until="collect.uncleared.title")
        point.house.shut(3)

    async def comes_again(person: Person) -> None:
        await sees(person, collecting(point, parcel_code(point, paper)), "collect.held.title")

    assert await point.house.live(walks_away)
    assert await point.house.live(comes_again)
    assert await parcels_of(point, paper) == [ParcelState.HELD]


def _looks(_: Show) -> None:
    return None


async def test_without_a_camera_a_parcel_is_asked_for_by_number_at_once(point: Point) -> None:
    point.window.is_there = False

    async def script(person: Person) -> None:
        await person.act(collecting(point, ""), until="collect.number.title")

    assert await point.house.live(script)


async def test_staff_who_print_see_whose_paper_it_is_and_the_hub_tells_the_household(point: Point) -> None:
    paper = await point.assign(Way.LOCKER)
    seen: list[dict[str, object]] = []

    def looks(show: Show) -> Answer:
        assert isinstance(show.screen, Choice)
        seen.append(getattr(show.screen.options[0].label, "values", {}))
        return Chose(option=paper.number)

    async def script(person: Person) -> None:
        reactions = {**depositing(point, paper), "deposit.what.title": looks}
        await sees(person, reactions, "deposit.done_hub.title")

    assert await point.house.live(script)
    assert seen == [{"title": TITLE, "holder": HOLDER}]
    assert await parcels_of(point, paper) == [ParcelState.STORED]
    assert await point.house.ask(lambda books: books.db.get_one(Paper, paper.number).sealed) is None
    assert point.slips.sim.slips == []


async def test_for_a_household_that_nobody_can_reach_a_slip_comes_out_and_its_code_is_shown_to_nobody(
    point: Point,
) -> None:
    paper = await point.assign(Way.LOCKER, reachable=False)
    assert await point.house.live(partial(put_in, point, paper=paper, until="deposit.done_slip.title"))
    assert len(point.slips.sim.slips) == 1
    assert await asked(point) == []


async def test_where_no_slip_comes_out_staff_are_shown_the_code(point: Point) -> None:
    point.slips.unplug()
    paper = await point.assign(Way.LOCKER, reachable=False)
    codes: list[str] = []

    async def script(person: Person) -> None:
        done = await person.act(depositing(point, paper), until="deposit.done.title")
        codes.append(digits_of(done))
        await see_off(person, done)
        reactions = collecting_by_number(point, codes[0])
        await sees(person, reactions, "collect.done.title")

    assert await point.house.live(script)
    assert await parcels_of(point, paper) == [ParcelState.COLLECTED]
    assert await asked(point) == []


def collecting_by_number(point: Point, code: str) -> Mapping[str, Reaction]:
    """What somebody does who was told a number and a code."""
    where = {entry.number: point.house.door(entry.number).contents for entry in point.house.compartments}
    (compartment,) = (number for number, full in where.items() if full)
    return {
        **collecting(point, ""),
        "collect.scan.title": lambda _: Chose(option="number"),
        "collect.number.title": types(str(compartment)),
        "collect.code.title": types(code),
    }


async def test_a_volunteer_is_offered_no_papers_of_others(point: Point) -> None:
    paper = await point.assign(Way.LOCKER)

    def as_volunteer(show: Show) -> Answer:
        assert isinstance(show.screen, Choice)
        (id,) = (one.id for one in show.screen.options if getattr(one.label, "ko", "") == VOLUNTEER)
        return Chose(option=id)

    async def script(person: Person) -> None:
        reactions = {**depositing(point, paper), "sign_in.who.title": as_volunteer}
        await person.act(reactions, until="deposit.building.title")

    assert await point.house.live(script)


async def test_a_paper_that_was_printed_and_not_put_in_waits_for_staff_and_is_not_printed_again(point: Point) -> None:
    paper = await point.assign(Way.LOCKER)

    def says_nothing_is_in(show: Show) -> None:
        assert isinstance(show.screen, Door)
        point.house.shut(show.screen.compartment)

    async def script(person: Person) -> None:
        reactions = {
            **depositing(point, paper),
            "deposit.door.open.title": says_nothing_is_in,
            "deposit.is_in.title": lambda _: Chose(option="nothing"),
        }
        await sees(person, reactions, "deposit.nothing.title")
        await put_in(point, person, paper)

    assert await point.house.live(script)
    assert point.printer.sheets_of(paper.pdf) == [(1,), (2,)]
    assert await parcels_of(point, paper) == [ParcelState.WITHDRAWN, ParcelState.STORED]
    state = await point.house.ask(lambda books: books.db.get_one(Paper, paper.number).state)
    assert state is PaperState.PRINTED


async def test_the_envelope_of_somebody_without_a_household_bears_their_name(point: Point) -> None:
    paper = await point.assign(Way.LOCKER, household=None)
    assert await point.house.live(partial(put_in, point, paper=paper))
    recipients = await point.house.ask(lambda books: [row.recipient for row in books.db.query(Parcel)])
    assert recipients == [HOLDER]
    assert HOUSEHOLD not in recipients
