"""What a member of staff's word about a task changes, and when it is not taken."""

from functools import partial

import pytest

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import (
    CheckCode,
    CodeLocked,
    Deposit,
    Inspection,
    NoneFree,
    NotAllowed,
    Pickup,
    Reserve,
    Ticket,
    WrongCode,
)
from kiosk.store import compartments, parcels, tasks, tickets, watched
from kiosk.store.compartments import CompartmentMissing
from kiosk.store.schema import Audit
from kiosk.store.settlements import NoSuchTask, NotNow
from kiosk.store.tasks import SETTLEMENTS
from link.staff import Settlement, TaskKind
from locker.cabinet import DoorOutcome
from locker.parcel import Condition, ParcelState, Spot
from tests.kiosk.store.keeper import RECIPIENT, Keeper, Kept

pytestmark = pytest.mark.looptime


async def only_task(keeper: Keeper, kind: TaskKind) -> int:
    ((id, found, compartment),) = await keeper.tasks()
    assert (found, compartment) == (kind, 1)
    return id


async def check(keeper: Keeper, code: str) -> object:
    return await keeper.store.transact(partial(tickets.check, asked=CheckCode(1, code)))


async def force_open(keeper: Keeper) -> None:
    work = partial(watched.opened_by_nobody, compartment=1, event=AuditEvent.DOOR_FORCED_OPEN)
    await keeper.store.transact(work)


async def leave_open(keeper: Keeper) -> None:
    await keeper.store.transact(partial(watched.begin_watch, compartment=1))
    (watch,) = await keeper.store.transact(watched.watches)
    await keeper.store.transact(partial(watched.left_open, watch=watch.id))
    await keeper.store.transact(partial(watched.end_watch, compartment=1))


async def lock_code(keeper: Keeper, kept: Kept) -> None:
    while await check(keeper, str((int(kept.code) + 1) % 10**6).zfill(6)) != CodeLocked():
        pass


async def trouble(keeper: Keeper, kind: TaskKind) -> Kept:
    """A stored parcel in compartment 1, and then this task about it."""
    kept = await keeper.put_in(told=kind is not TaskKind.CODE_UNTOLD)
    match kind:
        case TaskKind.UNCLEARED:
            await keeper.attempt(Pickup(kept.ticket), DoorOutcome.UNKNOWN)
        case TaskKind.DOOR_STAYED_SHUT:
            await keeper.attempt(Pickup(kept.ticket), DoorOutcome.STAYED_SHUT)
        case TaskKind.CODE_LOCKED:
            await lock_code(keeper, kept)
        case TaskKind.CODE_UNTOLD:
            """Filed by the deposit itself."""
        case TaskKind.DOOR_FORCED_OPEN:
            await force_open(keeper)
        case TaskKind.DOOR_LEFT_OPEN:
            await leave_open(keeper)
        case _:
            raise AssertionError("these are about papers")
    return kept


AT_A_COMPARTMENT = set(TaskKind) - {
    TaskKind.PRINT_UNCERTAIN,
    TaskKind.PAPER_CODE_LOCKED,
    TaskKind.PRINT_OPEN,
    TaskKind.PAPER_LEFT,
}
PAIRS = [
    (kind, settlement)
    for kind in sorted(AT_A_COMPARTMENT, key=lambda kind: kind.value)
    for settlement in SETTLEMENTS[kind]
]
OTHER_PAIRS = [
    (kind, settlement)
    for kind in sorted(AT_A_COMPARTMENT, key=lambda kind: kind.value)
    for settlement in Settlement
    if (kind, settlement) not in PAIRS
]


@pytest.mark.parametrize(("kind", "settlement"), PAIRS)
async def test_a_word_about_a_stored_parcel_settles_task_parcel_and_compartment(
    keeper: Keeper, kind: TaskKind, settlement: Settlement
) -> None:
    kept = await trouble(keeper, kind)
    code = await keeper.settle(await only_task(keeper, kind), settlement)
    assert (code is not None) is (settlement is Settlement.NEW_CODE)
    parcel = await keeper.parcel(kept.parcel)
    if settlement is Settlement.EMPTY:
        assert (parcel.state, parcel.recipient) == (ParcelState.REMOVED, None)
    else:
        assert parcel.state is ParcelState.STORED
        assert await check(keeper, code or kept.code) == Ticket(kept.ticket, 1)
    asked = [task[1:] for task in await keeper.tasks()]
    assert (await keeper.condition(), asked) == (Condition.CLEAR, [(TaskKind.CODE_UNTOLD, 1)] if code else [])
    removed = ["parcel_removed"] if settlement is Settlement.EMPTY else []
    assert (await keeper.audited())[-1 - len(removed) :] == ["staff_task_settled", *removed]


async def test_the_hub_is_told_of_a_parcel_that_staff_did_not_find(keeper: Keeper) -> None:
    kept = await trouble(keeper, TaskKind.UNCLEARED)
    await keeper.settle(await only_task(keeper, TaskKind.UNCLEARED), Settlement.EMPTY)

    removed = await keeper.store.transact(lambda books: books.db.query(Audit).filter_by(event="parcel_removed").one())
    assert removed.who == f"staff:{keeper.member}"
    assert removed.facts == {"visit": "", "compartment": 1, "parcel": kept.parcel, "application": None}


async def test_nothing_is_removed_from_a_compartment_that_was_nobodys(keeper: Keeper) -> None:
    await keeper.look_inside(DoorOutcome.OPENED)
    await keeper.settle(await only_task(keeper, TaskKind.UNCLEARED), Settlement.EMPTY)
    assert "parcel_removed" not in await keeper.audited()


@pytest.mark.parametrize(("kind", "settlement"), OTHER_PAIRS)
async def test_a_word_that_does_not_answer_the_task_is_not_taken(
    keeper: Keeper, kind: TaskKind, settlement: Settlement
) -> None:
    await trouble(keeper, kind)
    task = await only_task(keeper, kind)
    with pytest.raises(NoSuchTask):
        await keeper.settle(task, settlement)
    assert await only_task(keeper, kind) == task


@pytest.mark.parametrize(("kind", "settlement"), PAIRS)
async def test_no_word_is_taken_before_the_door_is_seen_closed(
    keeper: Keeper, kind: TaskKind, settlement: Settlement
) -> None:
    await trouble(keeper, kind)
    task = await only_task(keeper, kind)
    with pytest.raises(NotNow, match="not seen closed"):
        await keeper.settle(task, settlement, shut=frozenset({2, 3}))
    assert await only_task(keeper, kind) == task


async def test_no_word_is_taken_while_somebodys_visit_has_the_compartment(keeper: Keeper) -> None:
    kept = await trouble(keeper, TaskKind.DOOR_STAYED_SHUT)
    task = await only_task(keeper, TaskKind.DOOR_STAYED_SHUT)
    await keeper.intend(Pickup(kept.ticket))
    with pytest.raises(NotNow, match="visit"):
        await keeper.settle(task, Settlement.WORKS)
    assert await only_task(keeper, TaskKind.DOOR_STAYED_SHUT) == task


async def test_a_task_is_settled_once(keeper: Keeper) -> None:
    await trouble(keeper, TaskKind.UNCLEARED)
    task = await only_task(keeper, TaskKind.UNCLEARED)
    await keeper.settle(task, Settlement.INSIDE)
    with pytest.raises(NoSuchTask):
        await keeper.settle(task, Settlement.EMPTY)


async def test_a_task_that_never_was_cannot_be_settled(keeper: Keeper) -> None:
    with pytest.raises(NoSuchTask):
        await keeper.settle(99, Settlement.EMPTY)


async def test_a_parcel_found_inside_that_nobody_had_a_code_for_gets_one_that_works(keeper: Keeper) -> None:
    parcel, intent = await keeper.open_for_deposit()
    await keeper.end(intent, DoorOutcome.UNKNOWN)
    code = await keeper.settle(await only_task(keeper, TaskKind.UNCLEARED), Settlement.INSIDE)
    assert code is not None
    assert await check(keeper, code) == Ticket(await keeper.ticket_of(parcel), 1)


async def test_a_parcel_that_was_never_in_leaves_a_free_compartment(keeper: Keeper) -> None:
    parcel, intent = await keeper.open_for_deposit()
    await keeper.end(intent, DoorOutcome.UNKNOWN)
    assert await keeper.settle(await only_task(keeper, TaskKind.UNCLEARED), Settlement.EMPTY) is None
    assert (await keeper.parcel(parcel)).state is ParcelState.REMOVED
    assert await keeper.reserve(1) != parcel


@pytest.mark.parametrize("kind", [TaskKind.UNCLEARED, TaskKind.DOOR_FORCED_OPEN, TaskKind.DOOR_LEFT_OPEN])
async def test_something_found_in_nobodys_compartment_does_not_make_it_free(keeper: Keeper, kind: TaskKind) -> None:
    match kind:
        case TaskKind.UNCLEARED:
            await keeper.look_inside(DoorOutcome.OPENED)
        case TaskKind.DOOR_FORCED_OPEN:
            await force_open(keeper)
        case _:
            await leave_open(keeper)
    task = await only_task(keeper, kind)
    with pytest.raises(NotNow, match="no parcel"):
        await keeper.settle(task, Settlement.INSIDE)
    assert await keeper.condition() is Condition.UNCLEARED
    await keeper.settle(task, Settlement.EMPTY)
    assert await keeper.condition() is Condition.CLEAR


async def test_a_door_that_works_again_can_be_given_away(keeper: Keeper) -> None:
    parcel = await keeper.reserve()
    await keeper.attempt(Deposit(parcel, keeper.member), DoorOutcome.STAYED_SHUT)
    assert await keeper.condition() is Condition.BLOCKED
    await keeper.settle(await only_task(keeper, TaskKind.DOOR_STAYED_SHUT), Settlement.WORKS)
    assert await keeper.condition() is Condition.CLEAR


async def test_a_door_that_works_does_not_say_what_is_inside(keeper: Keeper) -> None:
    await keeper.look_inside(DoorOutcome.OPENED)
    await keeper.look_inside(DoorOutcome.STAYED_SHUT)
    works = next(id for id, kind, _ in await keeper.tasks() if kind is TaskKind.DOOR_STAYED_SHUT)
    await keeper.settle(works, Settlement.WORKS)
    assert await keeper.condition() is Condition.UNCLEARED


async def test_one_trouble_is_one_task(keeper: Keeper) -> None:
    for _ in range(3):
        await keeper.look_inside(DoorOutcome.UNKNOWN)
    assert [(kind, compartment) for _, kind, compartment in await keeper.tasks()] == [(TaskKind.UNCLEARED, 1)]


async def test_one_look_inside_settles_everything_that_was_asked_about_it(keeper: Keeper) -> None:
    await trouble(keeper, TaskKind.UNCLEARED)
    await force_open(keeper)
    await leave_open(keeper)
    first = min(id for id, _, _ in await keeper.tasks())
    await keeper.settle(first, Settlement.EMPTY)
    assert await keeper.tasks() == []
    again = await keeper.put_in()
    assert (await keeper.parcel(again.parcel)).state is ParcelState.STORED


async def test_no_word_is_taken_about_a_compartment_that_a_visit_has_reserved(keeper: Keeper) -> None:
    kept = await trouble(keeper, TaskKind.DOOR_STAYED_SHUT)
    await keeper.take_out(kept)
    parcel = await keeper.reserve()
    with pytest.raises(NotNow, match="visit"):
        await keeper.settle(await only_task(keeper, TaskKind.DOOR_STAYED_SHUT), Settlement.WORKS)
    assert (await keeper.parcel(parcel)).state is ParcelState.RESERVED


async def test_a_new_code_ends_the_old_one(keeper: Keeper) -> None:
    kept = await keeper.put_in(told=False)
    await keeper.settle(await only_task(keeper, TaskKind.CODE_UNTOLD), Settlement.NEW_CODE)
    assert await check(keeper, kept.code) == WrongCode(4)


async def test_a_task_says_whose_parcel_it_is_about(keeper: Keeper) -> None:
    await keeper.put_in(told=False)
    assert [row.household for row in await keeper.store.transact(tasks.unsettled)] == [RECIPIENT]


async def test_a_compartment_that_staff_are_opening_is_given_to_nobody(keeper: Keeper) -> None:
    intent = await keeper.intend(Inspection(keeper.member))
    assert isinstance(intent, str)
    reserve = Reserve(RECIPIENT, keeper.member)
    wanted = partial(parcels.reserve, wanted=reserve, usable=frozenset({Spot(1, 900)}), identity=None)
    assert await keeper.store.transact(wanted) == NoneFree()


async def test_a_compartment_that_a_visit_has_reserved_is_not_inspected(keeper: Keeper) -> None:
    await keeper.reserve(1)
    assert await keeper.intend(Inspection(keeper.member)) == NotAllowed()


async def test_a_new_code_is_a_task_until_the_household_was_told(keeper: Keeper) -> None:
    await keeper.put_in(told=False)
    code = await keeper.settle(await only_task(keeper, TaskKind.CODE_UNTOLD), Settlement.NEW_CODE)
    assert code is not None
    await keeper.settle(await only_task(keeper, TaskKind.CODE_UNTOLD), Settlement.TOLD)
    assert await keeper.tasks() == []
    assert isinstance(await check(keeper, code), Ticket)


async def test_a_compartment_that_something_depends_on_cannot_leave_the_settings(keeper: Keeper) -> None:
    await keeper.put_in(1)
    await keeper.store.transact(partial(watched.begin_watch, compartment=2))
    for number in (1, 2):
        left = [other for other in (1, 2, 3) if other != number]
        with pytest.raises(CompartmentMissing, match=f"compartment {number} "):
            await keeper.store.transact(partial(compartments.know_compartments, numbers=left))
    await keeper.store.transact(partial(compartments.know_compartments, numbers=(1, 2)))
