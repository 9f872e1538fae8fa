"""Doors that stand open: since when, who was told, and what nobody can say any more. And a paper that may be left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.store import parcels, tasks
from kiosk.store.schema import Compartment, StaffTask, Watch
from kiosk.store.store import Books
from link.staff import TaskKind


@dataclass(frozen=True)
class OpenDoorWatch:
    """A door that has been standing open since a time; task: staff have been asked to go there."""

    id: int
    compartment: int
    since: datetime
    task: bool


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
    there = parcels.live_parcel(books, row.compartment)
    row.task = tasks.file(books, TaskKind.DOOR_LEFT_OPEN, row.compartment, there.id if there else None).id
    books.db.get_one(Compartment, row.compartment).contents_known = False
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
    books.db.get_one(Compartment, compartment).contents_known = False
    books.record(event, "nobody", compartment=compartment, parcel=parcel.id if parcel else None)
    return True


def paper_is_left(books: Books) -> bool:
    """Whether a paper came out of the printer, and nobody has said yet that its person has it."""
    left = select(StaffTask.id).where(StaffTask.kind == TaskKind.PAPER_LEFT, StaffTask.settled_at.is_(None))
    return books.db.scalars(left).first() is not None
