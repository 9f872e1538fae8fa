"""Who guesses at one way to a parcel closes no other: typed codes, signed codes and deliveries are counted apart."""

from functools import partial
from pathlib import Path

import pytest

from kiosk.flows.effects.codes import CheckParcelBirthDate, Code, CodeFault, WrongBirthDate
from kiosk.flows.effects.deliveries import DeliveryDue
from kiosk.flows.effects.locker import CheckCode, CodeLocked, NothingThere, WrongCode
from kiosk.flows.effects.locker import Ticket as HeldTicket
from kiosk.identity import Identity, load
from kiosk.store import settlements, signed_codes, tasks, tickets
from kiosk.store.schema import Parcel, StaffTask
from kiosk.store.store import Books
from link.hub import DeliveryGiven
from link.signed_code import Right
from link.staff import Role, Settlement, TaskKind
from link.way import Way
from locker.parcel import MAX_WRONG_CODES, ToldBy
from tests.kiosk.office import BIRTH_DIGITS, Certificate
from tests.kiosk.point import Point, point_at

pytestmark = pytest.mark.looptime

COMPARTMENT, VOLUNTEER = 3, "이하늘"
WRONG_CODE, WRONG_DIGITS = "000000", "000000"


async def with_a_parcel(folder: Path, way: Way = Way.LOCKER) -> tuple[Point, Certificate]:
    """A point with an envelope in its locker whose recipient is told by the hub, or which a volunteer brings."""
    point = point_at(folder)
    await point.house.hire()
    paper = await point.assign(way)
    await point.lay_in(paper, COMPARTMENT)
    return point, paper


def identity_of(point: Point) -> Identity:
    identity = load(point.house.settings.paths.identity)
    assert identity is not None
    return identity


def type_codes(books: Books, times: int = MAX_WRONG_CODES + 1) -> list[object]:
    return [tickets.check(books, CheckCode(COMPARTMENT, WRONG_CODE)) for _ in range(times)]


def show(books: Books, point: Point, text: str) -> Code | CodeFault:
    return signed_codes.check_parcel(books, identity_of(point), text)


def say(books: Books, code: Code, digits: str) -> object:
    return signed_codes.check_parcel_birth_date(books, CheckParcelBirthDate(code, digits))


@pytest.mark.parametrize("told_by", [ToldBy.HUB, ToldBy.STAFF, ToldBy.SLIP])
async def test_a_stranger_with_a_keypad_does_not_lock_the_residents_signed_code(
    tmp_path: Path, told_by: ToldBy
) -> None:
    point, paper = await with_a_parcel(tmp_path)
    text = point.office.code(Right.PARCEL, paper.application)

    def story(books: Books) -> tuple[list[object], object]:
        books.db.query(Parcel).one().told_by = told_by
        guesses = type_codes(books)
        code = show(books, point, text)
        assert isinstance(code, Code)
        return guesses, say(books, code, BIRTH_DIGITS)

    guesses, ticket = await point.house.ask(story)
    assert guesses[-1] == (NothingThere() if told_by is ToldBy.HUB else CodeLocked())
    assert isinstance(ticket, HeldTicket)


async def test_a_code_that_nobody_was_told_is_not_asked_for_and_files_no_task(tmp_path: Path) -> None:
    point, _paper = await with_a_parcel(tmp_path)
    assert await point.house.ask(type_codes) == [NothingThere()] * (MAX_WRONG_CODES + 1)
    assert await point.house.ask(tasks.unsettled) == ()


async def test_wrong_birth_dates_lock_the_signed_code_until_staff_unlock_it(tmp_path: Path) -> None:
    point, paper = await with_a_parcel(tmp_path)
    text = point.office.code(Right.PARCEL, paper.application)

    def guess(books: Books) -> list[object]:
        code = show(books, point, text)
        assert isinstance(code, Code)
        return [say(books, code, WRONG_DIGITS) for _ in range(MAX_WRONG_CODES + 1)]

    locked = [CodeLocked()] * 2
    assert await point.house.ask(guess) == [*(WrongBirthDate(n, 5 - n) for n in range(1, 5)), *locked]
    assert await point.house.ask(partial(show, point=point, text=text)) is CodeFault.LOCKED

    await point.house.ask(partial(_settle, settlement=Settlement.UNLOCKED))
    assert isinstance(await point.house.ask(partial(show, point=point, text=text)), Code)


async def test_a_new_code_that_staff_tell_can_be_typed(tmp_path: Path) -> None:
    point, paper = await with_a_parcel(tmp_path)
    text = point.office.code(Right.PARCEL, paper.application)

    def lock(books: Books) -> None:
        code = show(books, point, text)
        assert isinstance(code, Code)
        for _ in range(MAX_WRONG_CODES):
            say(books, code, WRONG_DIGITS)

    await point.house.ask(lock)
    typed = await point.house.ask(partial(_settle, settlement=Settlement.NEW_CODE))
    assert typed is not None
    right = partial(tickets.check, asked=CheckCode(COMPARTMENT, typed))
    assert isinstance(await point.house.ask(right), HeldTicket)
    assert isinstance(await point.house.ask(partial(show, point=point, text=text)), Code)
    wrong = f"{(int(typed) + 1) % 10**6:06}"
    assert await point.house.ask(partial(tickets.check, asked=CheckCode(COMPARTMENT, wrong))) == WrongCode(4)


async def test_a_delivery_is_locked_by_nobodys_guesses(tmp_path: Path) -> None:
    point, paper = await with_a_parcel(tmp_path, Way.DOOR)
    await point.house.hire(VOLUNTEER, Role.VOLUNTEER)
    await point.house.take_in(DeliveryGiven(delivery="delivery-1", application=paper.application, volunteer=VOLUNTEER))
    text, delivery_code = (
        point.office.code(Right.PARCEL, paper.application),
        point.office.code(Right.DELIVERY, "delivery-1"),
    )

    def story(books: Books) -> object:
        type_codes(books)
        code = show(books, point, text)
        assert isinstance(code, Code)
        for _ in range(MAX_WRONG_CODES):
            say(books, code, WRONG_DIGITS)
        return signed_codes.check_delivery(books, identity_of(point), delivery_code)

    assert isinstance(await point.house.ask(story), DeliveryDue)


def _settle(books: Books, settlement: Settlement) -> str | None:
    task = books.db.query(StaffTask).filter_by(kind=TaskKind.CODE_LOCKED, settled_at=None).one()
    staff = books.db.query(Parcel).one().deposited_by
    return settlements.settle(books, task.id, settlement, staff, frozenset({COMPARTMENT}))
