"""Who can sign in, and how long a guesser waits."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk.flows.effects.staff import StaffMember, WrongPin
from kiosk.roles import Deed, may
from kiosk.store import staff
from kiosk.store.schema import Staff
from kiosk.store.store import Books, Store
from link.staff import Role
from tests.kiosk.store.keeper import PIN, hire
from tests.kiosk.support import opened_store

pytestmark = pytest.mark.looptime

WRONG = "999990"


async def sign_in(store: Store, member: str, pin: str) -> object:
    return await store.transact(partial(staff.sign_in, staff=member, pin=pin))


async def by_name(store: Store, name: str, pin: str, deed: Deed) -> object:
    return await store.transact(partial(staff.sign_in_by_name, name=name, pin=pin, deed=deed))


async def test_nobody_can_sign_in_at_a_new_kiosk(store: Store) -> None:
    assert await store.transact(staff.depositors) == ()
    for name in ("admin", "root", "관리자", ""):
        assert await by_name(store, name, PIN, Deed.OPEN) is None


async def test_the_pin_is_kept_as_a_hash_only(store: Store) -> None:
    member = await hire(store)
    row = await store.transact(lambda books: books.db.get_one(Staff, member))
    assert PIN not in "".join(str(value) for value in vars(row).values())
    assert row.pin_hash.startswith("$argon2id$")


async def test_a_name_is_given_once(store: Store) -> None:
    await hire(store, pin="135790")
    with pytest.raises(staff.NameTaken):
        await store.transact(partial(staff.add, name="김소담", role=Role.OFFICER, pin="246801"))
    assert await by_name(store, "김소담", "246801", Deed.OPEN) == WrongPin(0)


async def test_the_first_two_wrong_pins_cost_nothing_and_then_waiting_doubles(store: Store) -> None:
    member, waits_s = await hire(store), []
    for _ in range(12):
        wrong = await sign_in(store, member, WRONG)
        assert isinstance(wrong, WrongPin)
        waits_s.append(wrong.wait_s)
        await asyncio.sleep(wrong.wait_s)
    assert waits_s == [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


async def test_a_clock_that_was_set_back_by_a_year_keeps_nobody_out(store: Store) -> None:
    member = await hire(store)
    for _ in range(3):
        await sign_in(store, member, WRONG)

    def a_year_ago(books: Books) -> None:
        row = books.db.get_one(Staff, member)
        assert row.wait_until is not None
        row.wait_until += timedelta(days=365)

    await store.transact(a_year_ago)
    assert await sign_in(store, member, PIN) == WrongPin(5)
    await asyncio.sleep(5)
    assert isinstance(await sign_in(store, member, PIN), StaffMember)


async def test_a_pin_given_while_waiting_is_not_looked_at(store: Store) -> None:
    member = await hire(store)
    for _ in range(3):
        await sign_in(store, member, WRONG)
    assert await sign_in(store, member, PIN) == WrongPin(5)
    await asyncio.sleep(2.5)
    assert await sign_in(store, member, WRONG) == WrongPin(3)
    await asyncio.sleep(2.5)
    assert await sign_in(store, member, PIN) == StaffMember(member, "김소담")


async def test_the_right_pin_forgives_the_wrong_ones(store: Store) -> None:
    member = await hire(store)
    signed_in = StaffMember(member, "김소담")
    outcomes = [await sign_in(store, member, pin) for pin in (WRONG, WRONG, PIN, WRONG, WRONG)]
    assert outcomes == [WrongPin(0), WrongPin(0), signed_in, WrongPin(0), WrongPin(0)]
    assert await sign_in(store, member, PIN) == StaffMember(member, "김소담")


async def test_waiting_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with opened_store(tmp_path) as store:
        member = await hire(store)
        for _ in range(3):
            await sign_in(store, member, WRONG)
    async with opened_store(tmp_path) as store:
        assert await sign_in(store, member, PIN) == WrongPin(5)
        await asyncio.sleep(5)
        assert await sign_in(store, member, WRONG) == WrongPin(10)


async def test_one_members_wrong_pins_do_not_slow_another(store: Store) -> None:
    guessed, other = await hire(store), await hire(store, "이하늘")
    for _ in range(5):
        await sign_in(store, guessed, WRONG)
    assert await sign_in(store, other, PIN) == StaffMember(other, "이하늘")


async def test_only_those_who_may_deposit_are_listed(store: Store) -> None:
    for role in Role:
        await hire(store, role.value, role)
    listed = await store.transact(staff.depositors)
    assert [member.name for member in listed] == ["coordinator", "officer", "volunteer"]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", Deed)
async def test_the_command_line_lets_a_role_do_only_what_it_may(store: Store, role: Role, deed: Deed) -> None:
    await hire(store, "박나래", role)
    signed_in = await by_name(store, "박나래", PIN, deed)
    assert (isinstance(signed_in, StaffMember), signed_in is None) == (may(role, deed), not may(role, deed))


async def test_somebody_who_was_removed_is_nobody_here_and_stays_on_record(store: Store) -> None:
    await hire(store)
    left = await hire(store, "이하늘", Role.VOLUNTEER)
    assert await store.transact(partial(staff.remove, name="이하늘", by="console"))
    assert await sign_in(store, left, PIN) == WrongPin(0)
    assert await by_name(store, "이하늘", PIN, Deed.DELIVER) is None
    assert await store.transact(partial(staff.volunteer, name="이하늘")) is None
    assert [member.name for member in await store.transact(staff.depositors)] == ["김소담"]
    assert (await store.transact(lambda books: books.db.get_one(Staff, left))).name == "이하늘"
    assert not await store.transact(partial(staff.remove, name="이하늘", by="console"))


async def test_the_last_coordinator_stays(store: Store) -> None:
    await hire(store)
    with pytest.raises(staff.NobodyLeft):
        await store.transact(partial(staff.remove, name="김소담", by="console"))
    assert await store.transact(staff.can_hire)


def test_what_each_role_may_do() -> None:
    assert {(role, deed) for role in Role for deed in Deed if may(role, deed)} == {
        (Role.OFFICER, Deed.DEPOSIT),
        (Role.OFFICER, Deed.PRINT),
        (Role.OFFICER, Deed.OPEN),
        (Role.OFFICER, Deed.SETTLE),
        (Role.COORDINATOR, Deed.DEPOSIT),
        (Role.COORDINATOR, Deed.PRINT),
        (Role.COORDINATOR, Deed.DELIVER),
        (Role.COORDINATOR, Deed.OPEN),
        (Role.COORDINATOR, Deed.SETTLE),
        (Role.COORDINATOR, Deed.HIRE),
        (Role.VOLUNTEER, Deed.DEPOSIT),
        (Role.VOLUNTEER, Deed.DELIVER),
        (Role.TECHNICIAN, Deed.OPEN),
    }
