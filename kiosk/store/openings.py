"""The journal of door openings: intent before, notes on the way, outcome after, conclusion at last.

An intent is open until it is concluded. StayedShut and Unknown conclude it by themselves; an opened door is
concluded by what the person says, or by a flow's settle() when they cannot say it any more.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import (
    DoorOpenAgain,
    DoorUnknown,
    Ending,
    Inspection,
    NotAllowed,
    OpenDoor,
    Opened,
    OpenIntent,
    StayedShut,
    Stored,
    Uncleared,
)
from kiosk.store import parcels, purposes, tasks, tickets
from kiosk.store.schema import Compartment, Opening, OpeningNote, Parcel, Ticket
from kiosk.store.schema import Delivery as DeliveryRow
from kiosk.store.store import Books
from link.events import DeliveryTaken, ParcelCollected
from link.staff import TaskKind
from locker.cabinet import DoorOutcome
from locker.parcel import ParcelState, ToldBy


@dataclass(frozen=True)
class Unconcluded:
    """An intent that nothing was settled for. seen_open: its outcome is known, and the door was seen open."""

    intent: OpenIntent
    seen_open: bool


def intend(books: Books, opening: OpenDoor) -> str | NotAllowed:
    """Commit to opening a door: who, why, and the ticket that is spent for it. Returns the intent's id."""
    intent = Opening(id=str(uuid4()), visit=books.visit, compartment=opening.compartment, created_at=books.now)
    if tasks.has_open_intent(books, opening.compartment) or not purposes.claim(books, intent, opening.purpose):
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
            if isinstance(purposes.read(row), Inspection):
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
    row.concluded_at = books.now
    parcels.store(books, parcel)
    code = tickets.mint(books, parcel)
    if parcel.told_by in (ToldBy.STAFF, ToldBy.SLIP):
        tasks.file(books, TaskKind.CODE_UNTOLD, row.compartment, parcel.id)
    books.record(AuditEvent.PARCEL_STORED, row.who, **_facts(books, row))
    return Stored(parcel.id, code, parcel.told_by)


def conclude(books: Books, intent: str, ending: Ending, shut: AbstractSet[int]) -> DoorOpenAgain | None:
    """Take the person's word for what became of the parcel, and write everything that follows from it."""
    row, parcel = _open_with_parcel(books, intent)
    if row.compartment not in shut:
        return DoorOpenAgain()
    row.concluded_at = books.now
    match ending:
        case Ending.NOT_STORED:
            parcels.close(books, parcel, ParcelState.WITHDRAWN)
            books.record(AuditEvent.PARCEL_NOT_STORED, row.who, **_facts(books, row))
        case Ending.COLLECTED:
            parcels.close(books, parcel, ParcelState.COLLECTED)
            books.tell(_collected(books, parcel), row.who, **_facts(books, row))
        case Ending.TAKEN:
            parcels.close(books, parcel, ParcelState.TAKEN)
            books.tell(_taken(books, row, parcel), row.who, **_facts(books, row))
        case Ending.STILL_INSIDE:
            tickets.restore(books, parcel, row.who)
            books.record(AuditEvent.PARCEL_STILL_INSIDE, row.who, **_facts(books, row))
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
        Unconcluded(OpenIntent(row.id, row.compartment, purposes.read(row)), row.outcome is not None) for row in rows
    )


def _stayed_shut(books: Books, row: Opening) -> None:
    row.concluded_at = books.now
    parcel = None if row.parcel is None else books.db.get_one(Parcel, row.parcel)
    if parcel is not None and row.ticket is not None:
        tickets.restore(books, parcel, row.who)
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


def _collected(books: Books, parcel: Parcel) -> ParcelCollected:
    application = parcels.application_of(books, parcel)
    return ParcelCollected(parcel=parcel.id, compartment=parcel.compartment, application=application)


def _taken(books: Books, row: Opening, parcel: Parcel) -> DeliveryTaken:
    """The delivery cannot be begun again."""
    application = parcels.application_of(books, parcel)
    assert row.delivery is not None
    assert application is not None
    books.db.get_one(DeliveryRow, row.delivery).ended = True
    return DeliveryTaken(delivery=row.delivery, application=application, compartment=row.compartment)


def _facts(books: Books, row: Opening) -> dict[str, str | int | None]:
    parcel = None if row.parcel is None else books.db.get_one(Parcel, row.parcel)
    return {
        "intent": row.id,
        "purpose": row.purpose.lower(),
        "compartment": row.compartment,
        "parcel": row.parcel,
        "application": None if parcel is None else parcels.application_of(books, parcel),
    }
