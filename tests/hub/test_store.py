"""The tables come from migrations, the rules hold between processes, and nothing of a refused transaction stays."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from hub.roles import Role
from hub.store import people
from hub.store.schema import Assignment, Base
from hub.store.store import Books, Store, StoreUnusable
from tests.hub.office import ROOT, Clock, opened_office

WEEK = timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/new/hub.db", Clock(), WEEK)
    yield opened
    opened.close()


def test_the_migrations_make_exactly_the_tables_of_the_schema(store: Store) -> None:
    def differences(books: Books) -> list[object]:
        context = MigrationContext.configure(books.db.connection(), opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert store.read(differences) == []


def test_a_database_that_is_up_to_date_is_opened_as_it_is(store: Store, tmp_path: Path) -> None:
    store.write(people.add, "한담당", "han@example.kr", Role.OFFICER, "한담당")
    again = Store.open(f"sqlite:///{tmp_path}/new/hub.db", Clock(), WEEK)
    assert [row.name for row in again.read(people.everyone)] == ["한담당"]
    again.close()


@pytest.mark.parametrize("address", ["sqlite:////proc/no/hub.db", "nonsense", "oracle://x/y"])
def test_a_database_that_cannot_be_had_is_said_in_one_sentence(address: str) -> None:
    with pytest.raises(StoreUnusable, match="the database cannot be used"):
        Store.open(address, Clock(), WEEK)


def test_a_file_that_is_no_database_is_said_too(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_bytes(b"not a database, but long enough to be looked at" * 30)
    with pytest.raises(StoreUnusable):
        Store.open(f"sqlite:///{tmp_path}/hub.db", Clock(), WEEK)


def test_writers_wait_for_each_other_and_lose_nothing(store: Store) -> None:
    def add(number: int) -> str:
        return store.write(people.add, f"name {number}", f"{number}@example.kr", Role.VOLUNTEER, f"name {number}")

    with ThreadPoolExecutor(4) as lane:
        assert len(set(lane.map(add, range(20)))) == 20
    assert len(store.read(people.everyone)) == 20


def test_a_reader_sees_the_last_commit_while_somebody_writes(store: Store) -> None:
    def look_in_between(books: Books) -> int:
        people.add(books, "한담당", "han@example.kr", Role.OFFICER, "한담당")
        return len(store.read(people.everyone))

    assert store.write(look_in_between) == 0
    assert len(store.read(people.everyone)) == 1


def test_only_the_hubs_own_user_can_read_the_database(store: Store, tmp_path: Path) -> None:
    store.write(people.add, "한담당", "han@example.kr", Role.OFFICER, "한담당")
    files = sorted((tmp_path / "new").iterdir())
    assert {path.name for path in files} == {"hub.db", "hub.db-shm", "hub.db-wal"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_what_raises_leaves_nothing(store: Store) -> None:
    def fails(books: Books) -> None:
        people.add(books, "한담당", "han@example.kr", Role.OFFICER, "한담당")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(fails)
    assert store.read(people.everyone) == ()


def test_what_is_committed_survives_a_killed_process(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/hub.db"
    script = (
        "import os, sys; from datetime import timedelta\n"
        "from hub.core import utc_now; from hub.roles import Role; from hub.store import people\n"
        "from hub.store.store import Store\n"
        "store = Store.open(sys.argv[1], utc_now, timedelta(days=7))\n"
        "store.write(people.add, 'name', 'a@example.kr', Role.OFFICER, 'name')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, address], cwd=ROOT, check=False, timeout=30)
    assert done.returncode == -9
    store = Store.open(address, Clock(), WEEK)
    assert len(store.read(people.everyone)) == 1
    store.close()


def test_deleted_content_is_overwritten_and_keys_hold(store: Store) -> None:
    def settings(books: Books) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [books.db.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert store.read(settings) == ["wal", 2, 1, 1]


def test_what_was_wiped_is_in_no_file_any_more(tmp_path: Path) -> None:
    with opened_office(tmp_path) as office:
        application, number = office.approved()
        sealed = office.hub.store.read(lambda books: books.db.scalars(select(Assignment.sealed)).one())
        assert sealed is not None
        assert sealed[:64] in b"".join(path.read_bytes() for path in tmp_path.glob("hub.db*"))
        office.hear()
        office.tell("paper_printed", number=number, application=application)
        assert sealed[:64] not in b"".join(path.read_bytes() for path in tmp_path.glob("hub.db*"))


def test_a_reader_of_what_is_wiped_holds_nobody_up(tmp_path: Path) -> None:
    with opened_office(tmp_path) as office:
        application, number = office.fetched()

        def wipes_while_reading(books: Books) -> str:
            books.db.scalars(select(Assignment.sealed)).all()
            office.tell("paper_printed", number=number, application=application)
            return office.state(application)

        assert office.hub.store.read(wipes_while_reading) == "printed"


def test_every_table_has_a_primary_key_and_no_table_has_a_name_or_birth_date_of_a_resident(store: Store) -> None:
    def columns(books: Books) -> dict[str, set[str]]:
        found = inspect(books.db.connection())
        return {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}

    tables = store.read(columns)
    assert {table for table, names in tables.items() if {"name", "email"} & names} == {"kiosks", "staff"}
    assert not any("birth_date" in names or "household" in names for names in tables.values())
