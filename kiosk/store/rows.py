"""What the rest of the controller reads from or keeps in the store outside a visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kiosk.audit import chain
from kiosk.audit.events import AuditEvent
from kiosk.store import parcels, tasks
from kiosk.store.schema import Audit, Compartment, Watch
from kiosk.store.store import Books
from link.admin import TaskKind
from locker.parcel import Condition


@dataclass(frozen=True)
class OpenDoorWatch:
    """A door that has been standing open since a time; task: staff have been asked to go there."""

    id: int
    compartment: int
    since: datetime
    task: bool


def know_compartments(books: Books, numbers: Iterable[int]) -> None:
    """Have a row for every compartment of the settings."""
    known = set(books.db.scalars(select(Compartment.number)))
    for number in set(numbers) - known:
        books.db.add(Compartment(number=number, condition=Condition.CLEAR))


def standing(books: Books) -> dict[int, tuple[Condition, str | None]]:
    """Each compartment's condition, and the state of the parcel it belongs to."""
    return {
        row.number: (row.condition, _parcel_state(books, row.number)) for row in books.db.scalars(select(Compartment))
    }


def watches(books: Books) -> tuple[OpenDoorWatch, ...]:
    """Every door that is watched because it stands open."""
    rows = books.db.scalars(select(Watch).where(Watch.ended_at.is_(None)).order_by(Watch.id))
    return tuple(OpenDoorWatch(row.id, row.compartment, row.since, row.task is not None) for row in rows)


def begin_watch(books: Books, compartment: int) -> None:
    """From now on this door stands open."""
    books.db.add(Watch(compartment=compartment, since=books.now))


def end_watch(books: Books, compartment: int) -> None:
    """The door was seen closed."""
    for watch in books.db.scalars(select(Watch).where(Watch.compartment == compartment, Watch.ended_at.is_(None))):
        watch.ended_at = books.now


def left_open(books: Books, watch: int) -> None:
    """Nobody closes this door: staff are asked, and nobody can say any more what is inside.

    While a visit stands at the door its flow decides what is inside, and staff are asked later.
    """
    row = books.db.get_one(Watch, watch)
    if tasks.has_open_intent(books, row.compartment):
        return
    row.task = tasks.file(books, TaskKind.DOOR_LEFT_OPEN, row.compartment).id
    books.db.get_one(Compartment, row.compartment).condition = Condition.UNCLEARED
    books.record(AuditEvent.DOOR_LEFT_OPEN, "controller", compartment=row.compartment)


def opened_by_nobody(books: Books, compartment: int, event: AuditEvent) -> bool:
    """A door is open without an intent: an alarm, and nobody can say any more what is inside.

    A door whose visit is not settled, or that has been standing open since before, is no news. Returns whether it was.
    """
    watched = any(watch.compartment == compartment for watch in watches(books))
    if watched or tasks.has_open_intent(books, compartment):
        return False
    parcel = parcels.live_parcel(books, compartment)
    tasks.file(books, TaskKind.DOOR_FORCED_OPEN, compartment, parcel.id if parcel else None)
    books.db.get_one(Compartment, compartment).condition = Condition.UNCLEARED
    books.record(event, "nobody", compartment=compartment, parcel=parcel.id if parcel else None)
    return True


def verify_audit(books: Books) -> tuple[int, chain.Break | None]:
    """How many audit entries hold, and where the chain first breaks."""
    rows = books.db.scalars(select(Audit).order_by(Audit.number))
    return chain.verify((chain.Entry(row.number, row.at, row.event, row.who, row.facts), row.digest) for row in rows)


def _parcel_state(books: Books, compartment: int) -> str | None:
    parcel = parcels.live_parcel(books, compartment)
    return None if parcel is None else parcel.state.value
