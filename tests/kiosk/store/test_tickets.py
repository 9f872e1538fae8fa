"""Guessing a pick-up code: five wrong ones lock one compartment's code, and nothing else."""

from functools import partial
from pathlib import Path

import pytest

from kiosk.flows.effects.locker import CheckCode, CodeLocked, HeldForStaff, NothingThere, Pickup, Ticket, WrongCode
from kiosk.store import tickets
from kiosk.store.schema import Ticket as TicketRow
from link.staff import TaskKind
from locker.cabinet import DoorOutcome
from tests.kiosk.store.keeper import Keeper, Kept, keeper_of
from tests.kiosk.support import opened_store

pytestmark = pytest.mark.looptime

EMPTY = 3


async def check(keeper: Keeper, compartment: int, code: str) -> object:
    return await keeper.store.transact(partial(tickets.check, asked=CheckCode(compartment, code)))


async def guess_wrong(keeper: Keeper, kept: Kept, times: int) -> list[object]:
    wrong = "000000" if kept.code != "000000" else "000001"
    return [await check(keeper, kept.compartment, wrong) for _ in range(times)]


async def test_the_right_code_is_the_right_to_open(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    assert await check(keeper, 1, kept.code) == Ticket(kept.ticket, 1)


async def test_the_code_of_another_compartment_is_wrong(keeper: Keeper) -> None:
    first, second = await keeper.put_in(1), await keeper.put_in(2)
    assert first.code != second.code
    assert await check(keeper, 2, first.code) == WrongCode(4)


async def test_the_fifth_wrong_code_locks_that_compartments_code_only(keeper: Keeper) -> None:
    kept, other = await keeper.put_in(1), await keeper.put_in(2)
    assert await guess_wrong(keeper, kept, 5) == [WrongCode(4), WrongCode(3), WrongCode(2), WrongCode(1), CodeLocked()]
    assert await check(keeper, 1, kept.code) == CodeLocked()
    assert await check(keeper, 2, other.code) == Ticket(other.ticket, 2)


async def test_a_locked_code_asks_for_staff_once(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    await guess_wrong(keeper, kept, 12)
    assert [task[1:] for task in await keeper.tasks()] == [(TaskKind.CODE_LOCKED, 1)]
    wrong = [event for event in await keeper.audited() if event.startswith("code_")]
    assert wrong == ["code_wrong"] * 4 + ["code_locked"]


async def test_the_right_code_after_four_wrong_ones_takes_all_tries_again(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    await guess_wrong(keeper, kept, 4)
    assert await check(keeper, 1, kept.code) == Ticket(kept.ticket, 1)
    assert await guess_wrong(keeper, kept, 1) == [WrongCode(4)]


async def test_wrong_codes_are_counted_across_a_restart(tmp_path: Path) -> None:
    async with opened_store(tmp_path) as store:
        keeper = await keeper_of(store)
        kept = await keeper.put_in(1)
        await guess_wrong(keeper, kept, 3)
    async with opened_store(tmp_path) as store:
        assert await guess_wrong(Keeper(store, keeper.member), kept, 2) == [WrongCode(1), CodeLocked()]


async def test_nothing_is_locked_where_nothing_is(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    assert [await check(keeper, number, "000000") for number in (99, EMPTY, 0) * 5] == [NothingThere()] * 15
    assert await keeper.tasks() == []
    assert await check(keeper, 1, kept.code) == Ticket(kept.ticket, 1)


async def test_a_parcel_that_is_only_reserved_cannot_be_asked_for(keeper: Keeper) -> None:
    await keeper.reserve(1)
    assert await check(keeper, 1, "000000") == NothingThere()


async def test_a_collected_parcel_cannot_be_asked_for_again(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    await keeper.take_out(kept)
    assert await check(keeper, 1, kept.code) == NothingThere()


async def test_a_held_parcel_that_was_never_stored_has_no_code(keeper: Keeper) -> None:
    _, intent = await keeper.open_for_deposit(1)
    await keeper.end(intent, DoorOutcome.UNKNOWN)
    assert await check(keeper, 1, "000000") == NothingThere()


async def test_the_right_code_of_a_held_parcel_is_for_staff_and_a_wrong_one_is_counted(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    await keeper.attempt(Pickup(kept.ticket), DoorOutcome.UNKNOWN)
    assert await check(keeper, 1, kept.code) == HeldForStaff()
    assert await guess_wrong(keeper, kept, 1) == [WrongCode(4)]


async def test_a_damaged_hash_is_a_wrong_code_and_not_a_broken_visit(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)

    def damage(ticket: TicketRow) -> None:
        ticket.secret_hash = ticket.secret_hash[:40]

    await keeper.store.transact(lambda books: damage(books.db.get_one(TicketRow, kept.ticket)))
    assert await check(keeper, 1, kept.code) == WrongCode(4)
