"""What goes between this kiosk and its hub as it is stored: how far each has heard the other."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kiosk.audit.events import AuditEvent
from kiosk.identity import Identity
from kiosk.store import papers
from kiosk.store.schema import Delivery, HubCursor, Outbox
from kiosk.store.store import Books
from link.hub import (
    MAX_EVENTS,
    Change,
    DeliveryEnded,
    DeliveryGiven,
    Event,
    Heard,
    Numbered,
    PaperAssigned,
    PaperRecalled,
)

_ONLY = 1
_MOST_OF_A_TYPE = 40


class ChangeRefused(Exception):
    """What the hub wants cannot be stored beside what is stored here; it will not be next time either."""


def begin(books: Books, kiosk: str) -> bool:
    """Follow the changes of this kiosk; those of one that it was before were counted apart. True: from the start."""
    row = books.db.get(HubCursor, _ONLY)
    if row is not None and row.kiosk == kiosk:
        return False
    _move(books, kiosk, 0)
    return True


def begin_again(books: Books, kiosk: str) -> None:
    """Take in everything from the first change on: carried out twice, a change does what it did once."""
    _move(books, kiosk, 0)


def cursor(books: Books) -> int:
    """The last change that was taken in; 0 before the first."""
    row = books.db.get(HubCursor, _ONLY)
    return 0 if row is None else row.cursor


def take_in(books: Books, numbered: Numbered, identity: Identity) -> None:
    """Carry out a change and move the cursor, together. One that was taken in already changes nothing.

    Raises:
        ChangeRefused
    """
    if numbered.cursor <= cursor(books):
        return
    try:
        _carry_out(books, numbered.change, identity)
        books.db.flush()
    except IntegrityError as error:
        raise ChangeRefused(str(error.orig)) from error
    _move(books, identity.kiosk, numbered.cursor)


def pass_over(books: Books, heard: Heard, kiosk: str, why: str) -> None:
    """Leave out a change that nobody here can carry out, on record; the hub hears of it, and the next ones go on."""
    if heard.cursor <= cursor(books):
        return
    type_ = str(heard.change.get("type"))[:_MOST_OF_A_TYPE]
    books.record(AuditEvent.CHANGE_PASSED_OVER, "hub", cursor=heard.cursor, type=type_, why=why)
    _move(books, kiosk, heard.cursor)


def unsent(books: Books) -> tuple[Event, ...]:
    """The next events for the hub, oldest first, as many as one request takes."""
    waiting = select(Outbox).where(Outbox.sent_at.is_(None)).order_by(Outbox.number).limit(MAX_EVENTS)
    return tuple(Event(id=row.id, at=row.at, event=row.event, facts=row.body) for row in books.db.scalars(waiting))


def mark_sent(books: Books, ids: Iterable[str]) -> None:
    """The hub has these."""
    for row in books.db.scalars(select(Outbox).where(Outbox.id.in_(tuple(ids)))):
        row.sent_at = books.now


def _move(books: Books, kiosk: str, to: int) -> None:
    books.db.merge(HubCursor(id=_ONLY, kiosk=kiosk, cursor=to))


def _carry_out(books: Books, change: Change, identity: Identity) -> None:
    match change:
        case PaperAssigned() as assigned:
            papers.assign(books, assigned, identity)
        case PaperRecalled(number=number):
            papers.recall(books, number)
        case DeliveryGiven() as given:
            _give(books, given)
        case DeliveryEnded(delivery=delivery):
            _end(books, delivery)


def _give(books: Books, given: DeliveryGiven) -> None:
    if books.db.get(Delivery, given.delivery) is not None:
        return
    books.db.add(Delivery(id=given.delivery, application=given.application, volunteer=given.volunteer, ended=False))
    books.record(AuditEvent.DELIVERY_GIVEN, "hub", delivery=given.delivery, application=given.application)


def _end(books: Books, delivery: str) -> None:
    row = books.db.get(Delivery, delivery)
    if row is not None and not row.ended:
        row.ended = True
        books.record(AuditEvent.DELIVERY_ENDED, "hub", delivery=delivery, application=row.application)
