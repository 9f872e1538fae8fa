"""What each outcome of an opening does to the parcel, its ticket, its compartment and the staff's list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from kiosk.flows.effects.locker import (
    Delivery,
    Deposit,
    DoorOpenAgain,
    DoorUnknown,
    Ending,
    Inspection,
    NotAllowed,
    Opened,
    OpenIntent,
    Pickup,
    Purpose,
    StayedShut,
    Uncleared,
)
from kiosk.store import compartments, openings, parcels
from kiosk.store.openings import Unconcluded
from kiosk.store.schema import Delivery as DeliveryRow
from kiosk.store.schema import Opening, Ticket
from link.staff import Settlement, TaskKind
from locker.cabinet import DoorOutcome
from locker.parcel import Condition, ParcelState
from tests.kiosk.store.keeper import ALL_SHUT, VISIT, Keeper

pytestmark = pytest.mark.looptime


@dataclass(frozen=True)
class Standing:
    """Everything about compartment 1 after an opening."""

    parcel: ParcelState | None
    spent: bool
    condition: Condition
    tasks: tuple[TaskKind, ...]
    concluded: bool


AFTER = {
    ("pickup", DoorOutcome.OPENED): Standing(ParcelState.OUT, True, Condition.CLEAR, (), False),
    ("pickup", DoorOutcome.STAYED_SHUT): Standing(
        ParcelState.STORED, False, Condition.CLEAR, (TaskKind.DOOR_STAYED_SHUT,), True
    ),
    ("pickup", DoorOutcome.UNKNOWN): Standing(ParcelState.HELD, True, Condition.UNCLEARED, (TaskKind.UNCLEARED,), True),
    ("deposit", DoorOutcome.OPENED): Standing(ParcelState.RESERVED, False, Condition.CLEAR, (), False),
    ("deposit", DoorOutcome.STAYED_SHUT): Standing(
        ParcelState.WITHDRAWN, False, Condition.BLOCKED, (TaskKind.DOOR_STAYED_SHUT,), True
    ),
    ("deposit", DoorOutcome.UNKNOWN): Standing(
        ParcelState.HELD, False, Condition.UNCLEARED, (TaskKind.UNCLEARED,), True
    ),
    ("inspection of nobody's", DoorOutcome.OPENED): Standing(
        None, False, Condition.UNCLEARED, (TaskKind.UNCLEARED,), True
    ),
    ("inspection of nobody's", DoorOutcome.STAYED_SHUT): Standing(
        None, False, Condition.BLOCKED, (TaskKind.DOOR_STAYED_SHUT,), True
    ),
    ("inspection of nobody's", DoorOutcome.UNKNOWN): Standing(
        None, False, Condition.UNCLEARED, (TaskKind.UNCLEARED,), True
    ),
    ("inspection of a parcel's", DoorOutcome.OPENED): Standing(
        ParcelState.STORED, False, Condition.UNCLEARED, (TaskKind.UNCLEARED,), True
    ),
    ("inspection of a parcel's", DoorOutcome.STAYED_SHUT): Standing(
        ParcelState.STORED, False, Condition.CLEAR, (TaskKind.DOOR_STAYED_SHUT,), True
    ),
    ("inspection of a parcel's", DoorOutcome.UNKNOWN): Standing(
        ParcelState.STORED, False, Condition.UNCLEARED, (TaskKind.UNCLEARED,), True
    ),
}


async def prepare(keeper: Keeper, purpose: str) -> tuple[Purpose, str | None]:
    """Compartment 1 as it is before such an opening; returns why it is opened, and its parcel."""
    match purpose:
        case "pickup":
            kept = await keeper.put_in()
            return Pickup(kept.ticket), kept.parcel
        case "deposit":
            parcel = await keeper.reserve()
            return Deposit(parcel, keeper.member), parcel
        case "inspection of a parcel's":
            return Inspection(keeper.member), (await keeper.put_in()).parcel
        case _:
            return Inspection(keeper.member), None


async def standing(keeper: Keeper, intent: str, parcel: str | None) -> Standing:
    row = await keeper.row(Opening, intent)
    spent = row.ticket is not None and (await keeper.row(Ticket, row.ticket)).spent_by == intent
    return Standing(
        None if parcel is None else (await keeper.parcel(parcel)).state,
        spent,
        await keeper.condition(),
        tuple(kind for _, kind, _ in await keeper.tasks()),
        row.concluded_at is not None,
    )


def test_the_table_has_every_outcome_of_every_purpose() -> None:
    assert {outcome for _, outcome in AFTER} == set(DoorOutcome)
    assert len(AFTER) == 4 * len(DoorOutcome)


@pytest.mark.parametrize(("purpose", "outcome"), AFTER)
async def test_an_outcome_is_written_with_all_that_follows(keeper: Keeper, purpose: str, outcome: DoorOutcome) -> None:
    why, parcel = await prepare(keeper, purpose)
    before = len(await keeper.audited())
    intent = await keeper.attempt(why, outcome)
    assert await standing(keeper, intent, parcel) == AFTER[purpose, outcome]
    assert (await keeper.audited())[before:] == ["opening_intended", "opening_ended"]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [(DoorOutcome.STAYED_SHUT, StayedShut()), (DoorOutcome.UNKNOWN, DoorUnknown())],
    ids=lambda value: getattr(value, "value", ""),
)
async def test_the_flow_is_told_what_became_of_the_door(keeper: Keeper, outcome: DoorOutcome, told: object) -> None:
    kept = await keeper.put_in()
    intent = await keeper.intend(Pickup(kept.ticket))
    assert isinstance(intent, str)
    assert await keeper.end(intent, outcome) == told


async def test_the_flow_is_told_which_opening_it_must_conclude(keeper: Keeper) -> None:
    intent = await keeper.intend(Pickup((await keeper.put_in()).ticket))
    assert isinstance(intent, str)
    assert await keeper.end(intent, DoorOutcome.OPENED) == Opened(intent)


async def test_the_ticket_is_spent_before_anything_moves(keeper: Keeper) -> None:
    kept = await keeper.put_in()
    intent = await keeper.intend(Pickup(kept.ticket))
    assert (await keeper.row(Ticket, kept.ticket)).spent_by == intent
    assert (await keeper.parcel(kept.parcel)).state is ParcelState.OUT


async def test_a_spent_ticket_opens_nothing(keeper: Keeper) -> None:
    kept = await keeper.put_in()
    await keeper.take_out(kept)
    audited = await keeper.audited()
    assert await keeper.intend(Pickup(kept.ticket)) == NotAllowed()
    assert await keeper.audited() == audited


async def test_a_held_ticket_opens_nothing(keeper: Keeper) -> None:
    kept = await keeper.put_in()
    await keeper.attempt(Pickup(kept.ticket), DoorOutcome.UNKNOWN)
    assert await keeper.intend(Pickup(kept.ticket)) == NotAllowed()


async def test_a_ticket_that_was_given_back_opens_once_more(keeper: Keeper) -> None:
    kept = await keeper.put_in()
    await keeper.attempt(Pickup(kept.ticket), DoorOutcome.STAYED_SHUT)
    await keeper.take_out(kept)
    assert (await keeper.parcel(kept.parcel)).state is ParcelState.COLLECTED


async def test_a_deposit_into_a_reservation_that_was_released_opens_nothing(keeper: Keeper) -> None:
    parcel = await keeper.reserve()
    await keeper.store.transact(partial(parcels.release_reservations, visit=VISIT))
    assert (await keeper.parcel(parcel)).state is ParcelState.WITHDRAWN
    assert await keeper.intend(Deposit(parcel, keeper.member)) == NotAllowed()


async def test_a_visit_that_ends_releases_its_own_reservations_only(keeper: Keeper) -> None:
    mine, other = await keeper.reserve(1, "mine"), await keeper.reserve(2, "other")
    await keeper.store.transact(partial(parcels.release_reservations, visit="mine"))
    states = [(await keeper.parcel(parcel)).state for parcel in (mine, other)]
    assert states == [ParcelState.WITHDRAWN, ParcelState.RESERVED]


@pytest.mark.parametrize("purpose", ["pickup", "inspection of a parcel's"])
async def test_a_door_whose_opening_is_not_concluded_is_opened_for_nobody_else(keeper: Keeper, purpose: str) -> None:
    kept = await keeper.put_in()
    await keeper.attempt(Pickup(kept.ticket), DoorOutcome.OPENED)
    why = Pickup(kept.ticket) if purpose == "pickup" else Inspection(keeper.member)
    assert await keeper.intend(why) == NotAllowed()
    assert isinstance(await keeper.intend(Inspection(keeper.member), compartment=2), str)


def concluding(ending: Ending) -> Callable[..., object]:
    return partial(openings.conclude, ending=ending)


CONCLUSIONS: dict[str, tuple[Callable[..., object], ParcelState, str]] = {
    "put in": (openings.record_stored, ParcelState.STORED, "parcel_stored"),
    "nothing put in": (concluding(Ending.NOT_STORED), ParcelState.WITHDRAWN, "parcel_not_stored"),
    "taken": (concluding(Ending.COLLECTED), ParcelState.COLLECTED, "parcel_collected"),
    "still inside": (concluding(Ending.STILL_INSIDE), ParcelState.STORED, "parcel_still_inside"),
}


@pytest.mark.parametrize("word", CONCLUSIONS)
async def test_a_word_concludes_the_opening(keeper: Keeper, word: str) -> None:
    record, state, event = CONCLUSIONS[word]
    if word in {"put in", "nothing put in"}:
        parcel, intent = await keeper.open_for_deposit()
    else:
        kept = await keeper.put_in()
        parcel, intent = kept.parcel, await keeper.attempt(Pickup(kept.ticket), DoorOutcome.OPENED)
    before = (await keeper.parcel(parcel)).state
    again = await keeper.store.transact(partial(record, intent=intent, shut=frozenset({2, 3})))
    assert (again, (await keeper.parcel(parcel)).state) == (DoorOpenAgain(), before)
    await keeper.store.transact(partial(record, intent=intent, shut=ALL_SHUT))
    row = await keeper.parcel(parcel)
    untold = [(TaskKind.CODE_UNTOLD, 1)] if word == "put in" else []
    asked = [task[1:] for task in await keeper.tasks()]
    assert (row.state, await keeper.condition(), asked) == (state, Condition.CLEAR, untold)
    assert (await keeper.audited())[-1] == event
    assert await keeper.store.transact(partial(openings.unconcluded, visit=None)) == ()
    with pytest.raises(AssertionError):
        await keeper.store.transact(partial(record, intent=intent, shut=ALL_SHUT))


async def test_a_ticket_is_good_again_when_the_parcel_is_still_inside(keeper: Keeper) -> None:
    kept = await keeper.put_in()
    intent = await keeper.attempt(Pickup(kept.ticket), DoorOutcome.OPENED)
    await keeper.store.transact(partial(openings.conclude, intent=intent, ending=Ending.STILL_INSIDE, shut=ALL_SHUT))
    assert isinstance(await keeper.intend(Pickup(kept.ticket)), str)


@pytest.mark.parametrize("why", Uncleared)
async def test_an_uncleared_compartment_holds_its_parcel_for_staff(keeper: Keeper, why: Uncleared) -> None:
    parcel, intent = await keeper.open_for_deposit()
    await keeper.store.transact(partial(openings.record_uncleared, intent=intent, why=why))
    assert await standing(keeper, intent, parcel) == AFTER["deposit", DoorOutcome.UNKNOWN]
    assert (await keeper.audited())[-1] == "compartment_uncleared"


async def test_what_a_visit_left_is_found_with_why_the_door_was_opened(keeper: Keeper) -> None:
    kept = await keeper.put_in(1)
    seen_open = await keeper.attempt(Pickup(kept.ticket), DoorOutcome.OPENED)
    parcel = await keeper.reserve(2, "other")
    never_known = await keeper.intend(Deposit(parcel, keeper.member), 2, "other")
    assert isinstance(never_known, str)
    mine = Unconcluded(OpenIntent(seen_open, 1, Pickup(kept.ticket)), seen_open=True)
    other = Unconcluded(OpenIntent(never_known, 2, Deposit(parcel, keeper.member)), seen_open=False)
    assert await keeper.store.transact(partial(openings.unconcluded, visit=VISIT)) == (mine,)
    assert set(await keeper.store.transact(partial(openings.unconcluded, visit=None))) == {mine, other}


@pytest.mark.parametrize("stands_as", ["Pickup", "Delivery", "Deposit", "Inspection"])
async def test_an_opening_is_read_back_as_what_it_was_for(keeper: Keeper, stands_as: str) -> None:
    purpose: Purpose = Inspection(keeper.member)
    if stands_as == "Deposit":
        purpose = Deposit(await keeper.reserve(), keeper.member)
    elif stands_as != "Inspection":
        kept = await keeper.put_in()
        purpose = Pickup(kept.ticket)
        if stands_as == "Delivery":
            row = DeliveryRow(id="delivery-1", application="application-1", volunteer="이하늘")
            await keeper.store.transact(lambda books: books.db.add(row))
            purpose = Delivery("delivery-1", kept.ticket, keeper.member)

    intent = await keeper.intend(purpose)

    assert isinstance(intent, str)
    assert (await keeper.row(Opening, intent)).purpose == stands_as
    (left,) = await keeper.store.transact(partial(openings.unconcluded, visit=None))
    assert left.intent == OpenIntent(intent, 1, purpose)


@pytest.mark.parametrize("ends", ["put in", "still inside", "stayed shut"])
async def test_what_goes_on_at_a_door_while_its_compartment_becomes_unclear_opens_for_nobody_until_staff_looked(
    keeper: Keeper, ends: str
) -> None:
    if ends == "put in":
        parcel, intent = await keeper.open_for_deposit()
    else:
        kept = await keeper.put_in()
        intended = await keeper.intend(Pickup(kept.ticket))
        assert isinstance(intended, str)
        parcel, intent = kept.parcel, intended
    await keeper.store.transact(partial(compartments.unclear, numbers=(1,)))
    if ends == "stayed shut":
        await keeper.end(intent, DoorOutcome.STAYED_SHUT)
    else:
        if ends == "still inside":
            await keeper.end(intent, DoorOutcome.OPENED)
        record = CONCLUSIONS[ends][0]
        await keeper.store.transact(partial(record, intent=intent, shut=ALL_SHUT), VISIT)
    assert (await keeper.parcel(parcel)).state is ParcelState.HELD

    (task,) = [number for number, kind, _ in await keeper.tasks() if kind is TaskKind.UNCLEARED]
    await keeper.settle(task, Settlement.INSIDE)
    assert (await keeper.parcel(parcel)).state is ParcelState.STORED
