"""One transaction is one truth, and one process has the database."""

from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from kiosk.audit.events import AuditEvent
from kiosk.store.schema import Audit, Base, Compartment, Outbox, Parcel
from kiosk.store.store import Books, Store, StoreInUse, StoreLost
from locker.parcel import LIVE, ParcelState, ToldBy
from tests.kiosk.store.keeper import RECIPIENT, VISIT, Keeper
from tests.kiosk.support import EPOCH, opened_store

pytestmark = pytest.mark.looptime


async def contents(store: Store) -> tuple[list[int], list[int], list[int]]:
    """The keys of every compartment, audit entry and outbox entry."""
    return await store.transact(
        lambda books: (
            list(books.db.scalars(select(Compartment.number))),
            list(books.db.scalars(select(Audit.number))),
            list(books.db.scalars(select(Outbox.number))),
        )
    )


def write_everywhere(books: Books) -> None:
    books.db.add(Compartment(number=1, contents_known=True, door_works=True))
    books.record(AuditEvent.CONTROLLER_STARTED, "controller")


def write_and_fail(books: Books) -> None:
    write_everywhere(books)
    books.db.flush()
    raise ZeroDivisionError


async def test_a_transaction_leaves_rows_audit_and_outbox_together(store: Store) -> None:
    await store.transact(write_everywhere)
    assert await contents(store) == ([1], [1], [1])


async def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await store.transact(write_and_fail)
    assert await contents(store) == ([], [], [])


async def test_the_store_goes_on_after_a_transaction_that_raised(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await store.transact(write_and_fail)
    await store.transact(write_everywhere)
    assert await contents(store) == ([1], [1], [1])


async def test_an_entry_names_its_visit_its_time_and_its_facts(store: Store) -> None:
    await store.transact(lambda books: books.record(AuditEvent.CODE_WRONG, "visitor", compartment=7), "visit-7")
    audit, outbox = await store.transact(lambda books: (books.db.get_one(Audit, 1), books.db.get_one(Outbox, 1)))
    facts = {"visit": "visit-7", "compartment": 7}
    assert (audit.event, audit.who, audit.facts) == ("code_wrong", "visitor", facts)
    assert datetime.fromisoformat(audit.at) == outbox.at
    assert (outbox.event, outbox.body, outbox.sent_at) == ("code_wrong", {"who": "visitor", **facts}, None)


async def test_a_second_opener_is_told_that_the_database_is_in_use(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreInUse, match="stop that one first"):
        async with opened_store(tmp_path):
            pass
    assert await contents(store) == ([], [], [])


async def test_a_database_that_was_let_go_can_be_opened_again_with_all_that_was_in_it(tmp_path: Path) -> None:
    async with opened_store(tmp_path) as first:
        await first.transact(write_everywhere)
    async with opened_store(tmp_path) as second:
        assert await contents(second) == ([1], [1], [1])


async def test_a_file_that_is_no_database_is_a_lost_store(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").write_bytes(b"\x00\xffnot a database" * 1_000)
    with pytest.raises(StoreLost):
        async with opened_store(tmp_path):
            pass


async def test_a_store_that_could_not_be_opened_does_not_keep_the_lock(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").write_bytes(b"\x00\xffnot a database" * 1_000)
    with pytest.raises(StoreLost):
        async with opened_store(tmp_path):
            pass
    (tmp_path / "kiosk.db").unlink()
    async with opened_store(tmp_path) as store:
        assert await contents(store) == ([], [], [])


async def test_a_folder_that_cannot_hold_a_database_is_a_lost_store(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").mkdir()
    with pytest.raises(StoreLost):
        async with opened_store(tmp_path):
            pass


async def test_a_folder_that_cannot_be_made_is_a_lost_store(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(StoreLost):
        async with opened_store(tmp_path / "data"):
            pass


async def test_a_database_of_a_newer_controller_is_a_lost_store(tmp_path: Path) -> None:
    async with opened_store(tmp_path) as store:
        await store.transact(lambda books: books.db.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(StoreLost, match="9999"):
        async with opened_store(tmp_path):
            pass


async def test_a_database_that_breaks_under_way_is_a_lost_store(store: Store) -> None:
    with pytest.raises(StoreLost):
        await store.transact(lambda books: books.db.execute(text("SELECT * FROM a_table_that_is_gone")))


async def test_the_migrations_make_the_tables_that_the_models_describe(store: Store) -> None:
    def differences(books: Books) -> list[object]:
        context = MigrationContext.configure(books.db.connection(), opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert await store.transact(differences) == []


async def test_a_commit_is_on_the_disk_before_anything_moves(store: Store) -> None:
    def pragmas(books: Books) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return {name: books.db.execute(text(f"PRAGMA {name}")).scalar_one() for name in names}

    full = 2  # sqlite.org/pragma.html#pragma_synchronous
    assert await store.transact(pragmas) == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


@pytest.mark.parametrize("state", ParcelState)
async def test_the_database_refuses_a_second_live_parcel_in_a_compartment(keeper: Keeper, state: ParcelState) -> None:
    await keeper.reserve(1)
    second = Parcel(
        id="second",
        compartment=1,
        visit=VISIT,
        recipient=RECIPIENT,
        state=state,
        told_by=ToldBy.STAFF,
        deposited_by=keeper.member,
        created_at=EPOCH,
    )
    if state in LIVE:
        with pytest.raises(StoreLost, match="UNIQUE"):
            await keeper.store.transact(lambda books: books.db.add(second))
    else:
        await keeper.store.transact(lambda books: books.db.add(second))
        assert (await keeper.parcel("second")).state is state


async def test_a_row_cannot_point_to_a_compartment_that_does_not_exist(keeper: Keeper) -> None:
    with pytest.raises(StoreLost, match="FOREIGN KEY"):
        await keeper.store.transact(
            lambda books: books.db.add(
                Parcel(
                    id="lost",
                    compartment=99,
                    visit=VISIT,
                    state=ParcelState.STORED,
                    told_by=ToldBy.STAFF,
                    deposited_by=keeper.member,
                    created_at=EPOCH,
                )
            )
        )


async def test_times_come_back_as_they_went_in(keeper: Keeper) -> None:
    parcel = await keeper.parcel(await keeper.reserve())
    assert parcel.created_at.tzinfo is EPOCH.tzinfo
