"""Codes, PINs and households: nowhere but where they must be, and nowhere at all when the parcel is gone."""

import asyncio
import re
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from structlog.testing import capture_logs

from kiosk.flows.effects.locker import CheckCode
from kiosk.store import staff, tickets
from kiosk.store.store import Books
from link.hub import PaperAssigned, in_base64, paper_context
from link.screens import Keypad, Preview
from link.sealing import seal
from link.showing import Answer, Chose, Show
from link.signed_code import Right
from link.way import Way
from tests.kiosk.crash.stories import collect, deposit
from tests.kiosk.house import PIN, House
from tests.kiosk.office import BIRTH_DATE, BIRTH_DIGITS, CARD, HOLDER, KIOSK
from tests.kiosk.paper_stories import code_for, collect_by_code, issuing, put_in, says_birth_date, sees
from tests.kiosk.person import Person
from tests.kiosk.point import point_at

pytestmark = pytest.mark.looptime

HOUSEHOLD = "101-1203"
WRONG_PIN, WRONG_CODE = "864209", "975310"
WRONG_DATE = "490308"


def columns_with(books: Books, secret: str) -> set[str]:
    """Every column of every table that has secret in it as a word of its own."""
    found = re.compile(rf"(?<![0-9A-Za-z+/]){secret}(?![0-9A-Za-z+/])")
    tables = inspect(books.db.connection()).get_table_names()
    return {
        f"{table}.{name}"
        for table in tables
        for row in books.db.execute(text(f"SELECT * FROM {table}")).mappings()
        for name, value in row.items()
        if found.search(str(value))
    }


async def places(house: House, *secrets: str) -> list[set[str]]:
    store = await house.open_store()
    try:
        return [await store.transact(partial(columns_with, secret=secret)) for secret in secrets]
    finally:
        await store.close()


async def test_after_a_whole_story_no_secret_is_left_anywhere(tmp_path: Path) -> None:
    house, told = House(tmp_path), list[tuple[int, str]]()
    await house.hire()

    async def put_in(person: Person) -> None:
        told.append(await deposit(house, person))

    async def take_out(person: Person) -> None:
        await collect(house, person, *told[0])

    with capture_logs() as logs:
        assert await house.live(put_in)
        ((compartment, code),) = told
        await mistype(house, compartment)
        waiting = await places(house, HOUSEHOLD, code, PIN, WRONG_PIN, WRONG_CODE)
        assert waiting == [{"parcels.recipient"}, set(), set(), set(), set()]
        assert await house.live(take_out)
    assert await places(house, HOUSEHOLD, code, PIN, WRONG_PIN, WRONG_CODE) == [set()] * 5
    said = str(logs)
    assert [secret for secret in (HOUSEHOLD, code, PIN, WRONG_PIN, WRONG_CODE) if secret in said] == []
    assert "serving" in said


async def test_when_the_visit_is_over_the_household_is_not_even_left_in_the_files(tmp_path: Path) -> None:
    house, told = House(tmp_path), list[tuple[int, str]]()
    await house.hire()

    async def put_in(person: Person) -> None:
        told.append(await deposit(house, person))

    async def take_out(person: Person) -> None:
        assert left_in(house) == {"kiosk.db"}
        await collect(house, person, *told[0])
        assert left_in(house) == set()

    assert await house.live(put_in)
    assert await house.live(take_out)


def left_in(house: House) -> set[str]:
    """The files of the database that hold the household, the write-ahead log among them."""
    return files_with(house, HOUSEHOLD.encode())


async def test_of_a_paper_nobody_but_its_person_reads_anything_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    point = point_at(tmp_path, is_online=True, has_slips=True)
    await point.house.hire()
    paper = point.office.make(cards=(CARD,))
    point.office.tell(paper.assigned)
    code = code_for(point, paper)
    pages: list[str] = []

    def looks(show: Show) -> Answer:
        assert isinstance(show.screen, Preview)
        pages.append(show.screen.page_png)
        return Chose(option="print")

    def mistypes_once(show: Show) -> Answer | None:
        assert isinstance(show.screen, Keypad)
        return says_birth_date(point, WRONG_DATE if show.screen.problem is None else BIRTH_DIGITS)(show)

    async def script(person: Person) -> None:
        reactions = {**issuing(point, code), "issue.preview.title": looks, "birth_date.title": mistypes_once}
        await sees(person, reactions, "issue.done.title")
        await asyncio.sleep(5)
        (page,) = pages
        secrets = (HOLDER, BIRTH_DIGITS, WRONG_DATE, BIRTH_DATE.isoformat(), code, page, paper.pdf.decode("latin-1"))
        told = "".join(event.model_dump_json() for event in point.office.events)
        assert [secret for secret in secrets if secret in told] == []
        assert [secret for secret in secrets if secret in str(logs)] == []
        assert files_with(point.house, *(secret.encode() for secret in secrets)) == set()
        assert files_with(point.house, paper.sealed) == set()

    with capture_logs() as logs:
        assert await point.house.live(script)
    assert point.office.told("paper_printed", "paper_taken") == ["paper_printed", "paper_taken"]


async def test_of_an_envelope_only_its_recipient_is_kept_and_only_while_it_lies_there(
    tmp_path: Path,
) -> None:
    point = point_at(tmp_path)
    await point.house.hire()
    paper = await point.assign(Way.LOCKER, household=None)
    code = point.office.code(Right.PARCEL, paper.application)

    async def put(person: Person) -> None:
        await put_in(point, person, paper)
        assert files_with(point.house, paper.sealed, BIRTH_DIGITS.encode()) == set()
        assert files_with(point.house, HOLDER.encode()) == {"kiosk.db"}
        await collect_by_code(point, person, code)
        assert files_with(point.house, HOLDER.encode(), code.encode()) == set()

    with capture_logs() as logs:
        assert await point.house.live(put)
    assert [secret for secret in (HOLDER, BIRTH_DIGITS, code) if secret in str(logs)] == []


async def test_a_paper_that_the_kiosk_does_not_understand_is_quoted_nowhere(tmp_path: Path) -> None:
    point = point_at(tmp_path, is_online=True)
    number = "시험-0000-0000-0009"
    content = b'{"holder": "' + HOLDER.encode() + b'", "birth_date": "1949-03-07", "newer": true}'
    sealed = seal(content, point.office.keys.sealing.public_key(), paper_context(KIOSK, number))
    assigned = PaperAssigned(number=number, application="application-9", way=Way.KIOSK, sealed=in_base64(sealed))
    point.office.tell(assigned)

    async def waits(person: Person) -> None:
        await person.act({}, until="home")
        await asyncio.sleep(5)

    with capture_logs() as logs:
        assert await point.house.live(waits)
    assert point.office.told("paper_fetched", "paper_released") == ["paper_fetched", "paper_released"]
    assert HOLDER not in str(logs)


def files_with(house: House, *secrets: bytes) -> set[str]:
    """The files of the database that hold one of these, the write-ahead log among them."""
    files = house.settings.paths.data.glob("kiosk.db*")
    return {path.name for path in files if any(secret in path.read_bytes() for secret in secrets)}


async def mistype(house: House, compartment: int) -> None:
    """A wrong PIN and a wrong code."""
    store = await house.open_store()
    try:
        (member,) = await store.transact(staff.depositors)
        await store.transact(partial(staff.sign_in, staff=member.id, pin=WRONG_PIN))
        await store.transact(partial(tickets.check, asked=CheckCode(compartment, WRONG_CODE)))
    finally:
        await store.close()
