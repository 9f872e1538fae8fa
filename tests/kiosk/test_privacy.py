"""Codes, PINs and households: nowhere but where they must be, and nowhere at all when the parcel is gone."""

import re
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from structlog.testing import capture_logs

from kiosk.flows.effects.locker import CheckCode
from kiosk.store import codes, staff
from kiosk.store.store import Books
from tests.kiosk.crash.stories import collect, deposit
from tests.kiosk.house import PIN, House
from tests.kiosk.person import Person

pytestmark = pytest.mark.looptime

HOUSEHOLD = "101-1203"
WRONG_PIN, WRONG_CODE = "864209", "975310"


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
    files = house.settings.paths.data.iterdir()
    return {path.name for path in files if HOUSEHOLD.encode() in path.read_bytes()}


async def mistype(house: House, compartment: int) -> None:
    """A wrong PIN and a wrong code."""
    store = await house.open_store()
    try:
        (member,) = await store.transact(staff.depositors)
        await store.transact(partial(staff.sign_in, staff=member.id, pin=WRONG_PIN))
        await store.transact(partial(codes.check, asked=CheckCode(compartment, WRONG_CODE)))
    finally:
        await store.close()
