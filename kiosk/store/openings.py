"""The journal of door openings: intent before, notes on the way, outcome after, conclusion at last.

An intent is open until it is concluded. StayedShut and Unknown conclude it by themselves; an opened door is
concluded by what the person says, or by a flow's settle() when they cannot say it any more.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from uuid import uuid4

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import (
    Delivery,
    Deposit,
    DoorOpenAgain,
    DoorUnknown,
    Inspection,
    NotAllowed,
    OpenDoor,
    Opened,
    OpenIntent,
    Pickup,
    Purpose,
    StayedShut,
    Stored,
    Uncleared,
)
from kiosk.store import parcels, tasks
from kiosk.store.schema import Compartment, Opening, OpeningNote, Parcel, Ticket
from kiosk.store.schema import Delivery as DeliveryRow
from kiosk.store.store import Books
from link.events import DeliveryTaken, Followed, ParcelCollected
from link.staff import TaskKind
from locker.cabinet import DoorOutcome
from locker.parcel import Condition, ParcelState, ToldBy


class _Why(Enum):
    """Opening.purpose, as it stands in databases and, in small letters, in the audit log: the values never change."""

    PICKUP = "Pickup"
    DEPOSIT = "Deposit"
    DELIVERY = "Delivery"
    INSPECTION = "Inspection"


@dataclass(frozen=True)
class Unconcluded:
    """An intent that nothing was settled for. seen_open: its outcome is known, and the door was seen open."""

    intent: OpenIntent
    seen_open: bool


def intend(books: Books, opening: OpenDoor) -> str | NotAllowed:
    """Commit to opening a door: who, why, and the ticket that is spent for it. Returns the intent's id."""
    intent = Opening(id=str(uuid4()), visit=books.visit, compartment=opening.compartment, created_at=books.now)
    if tasks.has_open_intent(books, opening.compartment) or not _claim(books, intent, opening.purpose):
        return NotAllowed()
    books.db.add(intent)
    books.db.flush()
    if intent.ticket is not None:
        books.db.get_one(Ticket, intent.ticket).spent_by = intent.id
    books.record(AuditEvent.OPENING_INTENDED, intent.who, **_facts(books, intent))
    return intent.id


def note(books: Books, intent: str, name: str, value: str) -> None:
    """Keep something learned about an opening under way."""
    books.db.add(OpeningNote(intent=intent, at=books.now, name=name, value=value))


def record_outcome(books: Books, intent: str, outcome: DoorOutcome) -> Opened | StayedShut | DoorUnknown:
    """Write what became of the door, and everything that follows from it."""
    row = books.db.get_one(Opening, intent)
    row.outcome, row.outcome_at = outcome.value, books.now
    books.record(AuditEvent.OPENING_ENDED, row.who, **_facts(books, row), outcome=outcome.value)
    match outcome:
        case DoorOutcome.OPENED:
            if row.purpose == _Why.INSPECTION.value:
                _inspected(books, row)
            return Opened(intent)
        case DoorOutcome.STAYED_SHUT:
            _stayed_shut(books, row)
            return StayedShut()
        case DoorOutcome.UNKNOWN:
            _hold(books, row)
            return DoorUnknown()


def record_stored(books: Books, intent: str, shut: AbstractSet[int]) -> Stored | DoorOpenAgain:
    """It is in; its code is minted, and staff have a task until somebody has seen it who can tell it."""
    row, parcel = _open_with_parcel(books, intent)
    if row.compartment not in shut:
        return DoorOpenAgain()
    code = parcels.store(books, parcel)
    if parcel.told_by in (ToldBy.STAFF, ToldBy.SLIP):
        tasks.file(books, TaskKind.CODE_UNTOLD, row.compartment, parcel.id)
    _conclude(books, row, AuditEvent.PARCEL_STORED)
    return Stored(parcel.id, code, parcel.told_by)


def record_not_stored(books: Books, intent: str, shut: AbstractSet[int]) -> DoorOpenAgain | None:
    """Nothing was put in."""
    row, parcel = _open_with_parcel(books, intent)
    if row.compartment not in shut:
        return DoorOpenAgain()
    parcels.close(books, parcel, ParcelState.WITHDRAWN)
    _conclude(books, row, AuditEvent.PARCEL_NOT_STORED)
    return None


def record_collected(books: Books, intent: str, shut: AbstractSet[int]) -> DoorOpenAgain | None:
    """It is taken; its compartment is free."""
    row, parcel = _open_with_parcel(books, intent)
    if row.compartment not in shut:
        return DoorOpenAgain()
    parcels.close(books, parcel, ParcelState.COLLECTED)
    _tell(
        books,
        row,
        ParcelCollected(
            parcel=parcel.id, compartment=row.compartment, application=parcels.application_of(books, parcel)
        ),
    )
    return None


def record_taken(books: Books, intent: str, shut: AbstractSet[int]) -> DoorOpenAgain | None:
    """A volunteer has it; its compartment is free, and the errand cannot be begun again."""
    row, parcel = _open_with_parcel(books, intent)
    if row.compartment not in shut:
        return DoorOpenAgain()
    assert row.delivery is not None
    books.db.get_one(DeliveryRow, row.delivery).ended = True
    parcels.close(books, parcel, ParcelState.TAKEN)
    application = parcels.application_of(books, parcel)
    assert application is not None
    taken = DeliveryTaken(delivery=row.delivery, application=application, compartment=row.compartment)
    _tell(books, row, taken)
    return None


def record_still_inside(books: Books, intent: str, shut: AbstractSet[int]) -> DoorOpenAgain | None:
    """It is still in; its ticket is given back."""
    row, parcel = _open_with_parcel(books, intent)
    if row.compartment not in shut:
        return DoorOpenAgain()
    parcels.restore(books, parcel, row.who)
    _conclude(books, row, AuditEvent.PARCEL_STILL_INSIDE)
    return None


def record_uncleared(books: Books, intent: str, why: Uncleared) -> None:
    """Nobody can say what is inside."""
    row, _parcel = _open_with_parcel(books, intent)
    _hold(books, row)
    books.record(AuditEvent.COMPARTMENT_UNCLEARED, "controller", **_facts(books, row), why=why.value)


def unconcluded(books: Books, visit: str | None) -> tuple[Unconcluded, ...]:
    """The openings that a visit (None: any) left unsettled, oldest first."""
    left = select(Opening).where(Opening.concluded_at.is_(None)).order_by(Opening.created_at)
    rows = books.db.scalars(left if visit is None else left.where(Opening.visit == visit))
    return tuple(
        Unconcluded(OpenIntent(row.id, row.compartment, _purpose(row)), row.outcome is not None) for row in rows
    )


def _claim(books: Books, intent: Opening, purpose: Purpose) -> bool:
    """Write who and why into intent, and move the parcel with it. False: the right to open is gone."""
    match purpose:
        case Pickup(ticket):
            intent.purpose, intent.who = _Why.PICKUP.value, f"ticket:{ticket}"
            return _take_out(books, intent, ticket)
        case Delivery(delivery, ticket, staff):
            intent.purpose, intent.who, intent.delivery = _Why.DELIVERY.value, f"staff:{staff}", delivery
            errand = books.db.get_one(DeliveryRow, delivery)
            return not errand.ended and _take_out(books, intent, ticket)
        case Deposit(parcel_id, staff):
            if books.db.get_one(Parcel, parcel_id).state is not ParcelState.RESERVED:
                return False
            if books.db.get_one(Compartment, intent.compartment).condition is not Condition.CLEAR:
                return False
            intent.purpose, intent.who, intent.parcel = _Why.DEPOSIT.value, f"staff:{staff}", parcel_id
        case Inspection(staff):
            there = parcels.live_parcel(books, intent.compartment)
            if there is not None and there.state is ParcelState.RESERVED:
                return False
            intent.purpose, intent.who = _Why.INSPECTION.value, f"staff:{staff}"
    return True


def _take_out(books: Books, intent: Opening, ticket: str) -> bool:
    """Spend the ticket for the parcel. False: it is spent, or the parcel is not there to be taken."""
    row = books.db.get_one(Ticket, ticket)
    parcel = books.db.get_one(Parcel, row.parcel)
    if row.spent_by is not None or parcel.state is not ParcelState.STORED:
        return False
    intent.ticket, intent.parcel = ticket, parcel.id
    parcel.state = ParcelState.OUT
    return True


def _purpose(row: Opening) -> Purpose:
    staff = row.who.removeprefix("staff:")
    match _Why(row.purpose), row.delivery, row.ticket, row.parcel:
        case _Why.DELIVERY, str(delivery), str(ticket), _:
            return Delivery(delivery, ticket, staff)
        case _Why.PICKUP, _, str(ticket), _:
            return Pickup(ticket)
        case _Why.DEPOSIT, _, _, str(parcel):
            return Deposit(parcel, staff)
        case _Why.INSPECTION, _, _, _:
            return Inspection(staff)
        case _:
            raise ValueError(row.purpose, row.id)


def _stayed_shut(books: Books, row: Opening) -> None:
    row.concluded_at = books.now
    parcel = None if row.parcel is None else books.db.get_one(Parcel, row.parcel)
    if parcel is not None and row.ticket is not None:
        parcels.restore(books, parcel, row.who)
    elif parcel is not None:
        parcels.close(books, parcel, ParcelState.WITHDRAWN)
    if parcels.live_parcel(books, row.compartment) is None:
        books.db.get_one(Compartment, row.compartment).door_works = False
    tasks.file(books, TaskKind.DOOR_STAYED_SHUT, row.compartment, row.parcel)


def _inspected(books: Books, row: Opening) -> None:
    """Staff look inside, and say what they find by settling the task."""
    row.concluded_at = books.now
    there = parcels.live_parcel(books, row.compartment)
    _unclear(books, row.compartment, there.id if there is not None else None)


def _hold(books: Books, row: Opening) -> None:
    row.concluded_at = books.now
    if row.parcel is not None:
        books.db.get_one(Parcel, row.parcel).state = ParcelState.HELD
    _unclear(books, row.compartment, row.parcel)


def _unclear(books: Books, compartment: int, parcel: str | None) -> None:
    books.db.get_one(Compartment, compartment).contents_known = False
    tasks.file(books, TaskKind.UNCLEARED, compartment, parcel)


def _open_with_parcel(books: Books, intent: str) -> tuple[Opening, Parcel]:
    row = books.db.get_one(Opening, intent)
    assert row.outcome == DoorOutcome.OPENED.value
    assert row.concluded_at is None
    assert row.parcel is not None
    return row, books.db.get_one(Parcel, row.parcel)


def _conclude(books: Books, row: Opening, event: AuditEvent) -> None:
    row.concluded_at = books.now
    books.record(event, row.who, **_facts(books, row))


def _tell(books: Books, row: Opening, event: Followed) -> None:
    row.concluded_at = books.now
    books.tell(event, row.who, **_facts(books, row))


def _facts(books: Books, row: Opening) -> dict[str, str | int | None]:
    parcel = None if row.parcel is None else books.db.get_one(Parcel, row.parcel)
    return {
        "intent": row.id,
        "purpose": row.purpose.lower(),
        "compartment": row.compartment,
        "parcel": row.parcel,
        "application": None if parcel is None else parcels.application_of(books, parcel),
    }
