"""The invariants of docs/architecture.md section 2, asked of the database and of the doors after a restart."""

from collections import Counter

from sqlalchemy import func, select

from kiosk.store import log, tasks
from kiosk.store.parcels import live_parcel
from kiosk.store.schema import Audit, Compartment, Opening, Outbox, Parcel, Ticket
from kiosk.store.store import Books
from kiosk.store.tickets import ticket_of
from link.staff import TaskKind
from locker.parcel import Condition, ParcelState, ToldBy
from tests.kiosk.house import House


def check(books: Books, house: House) -> None:
    """Fail with the first invariant that does not hold."""
    nothing_is_left_open(books)
    no_door_opened_without_an_intent(books, house)
    nothing_is_lost(books, house)
    only_empty_compartments_are_free(books, house)
    tickets_are_good_only_for_stored_parcels(books)
    what_nobody_knows_has_a_task(books)
    the_story_is_whole(books)


def nothing_is_left_open(books: Books) -> None:
    assert books.db.scalars(select(Opening).where(Opening.concluded_at.is_(None))).all() == []
    assert books.db.scalars(select(Parcel).where(Parcel.state.in_((ParcelState.RESERVED, ParcelState.OUT)))).all() == []


def no_door_opened_without_an_intent(books: Books, house: House) -> None:
    intents = Counter(books.db.scalars(select(Opening.compartment)))
    for entry in house.compartments:
        assert house.door(entry.number).openings <= intents[entry.number]


def nothing_is_lost(books: Books, house: House) -> None:
    for entry in house.compartments:
        if house.door(entry.number).contents:
            parcel = live_parcel(books, entry.number)
            assert parcel is not None
            assert parcel.state in (ParcelState.STORED, ParcelState.HELD)


def only_empty_compartments_are_free(books: Books, house: House) -> None:
    for compartment in books.db.scalars(select(Compartment)):
        if compartment.condition is Condition.CLEAR and live_parcel(books, compartment.number) is None:
            assert not house.door(compartment.number).contents


def tickets_are_good_only_for_stored_parcels(books: Books) -> None:
    for ticket in books.db.scalars(select(Ticket)):
        parcel = books.db.get_one(Parcel, ticket.parcel)
        assert (ticket.spent_by is None) == (parcel.state is ParcelState.STORED)


def what_nobody_knows_has_a_task(books: Books) -> None:
    asked = {task.compartment for task in tasks.unsettled(books)}
    for compartment in books.db.scalars(select(Compartment)):
        parcel = live_parcel(books, compartment.number)
        unknown = compartment.condition is not Condition.CLEAR or (parcel and parcel.state is ParcelState.HELD)
        assert not unknown or compartment.number in asked


def the_story_is_whole(books: Books) -> None:
    held, broken = log.verify_audit(books)
    assert broken is None
    assert held == books.db.scalar(select(func.count()).select_from(Audit))
    assert books.db.scalars(select(Audit.event).order_by(Audit.number)).all() == (
        books.db.scalars(select(Outbox.event).order_by(Outbox.number)).all()
    )


def can_be_collected(books: Books, compartment: int) -> bool:
    """Whether the parcel there waits for its code."""
    parcel = live_parcel(books, compartment)
    ticket = ticket_of(books, parcel) if parcel else None
    return ticket is not None and ticket.spent_by is None


def every_code_is_known(books: Books, known: set[int]) -> None:
    """Somebody has read the code of each stored parcel that is told here, or staff are asked to tell a new one."""
    told_here = (ToldBy.STAFF, ToldBy.SLIP)
    asked = {task.compartment for task in tasks.unsettled(books) if task.kind is TaskKind.CODE_UNTOLD}
    for parcel in books.db.scalars(select(Parcel).where(Parcel.state == ParcelState.STORED)):
        assert parcel.told_by not in told_here or parcel.compartment in known | asked
