"""What goes between this kiosk and its hub as it is stored: how far each has heard the other."""

from collections.abc import Iterable

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.identity import Identity
from kiosk.store import papers
from kiosk.store.schema import Delivery, HubCursor, Outbox
from kiosk.store.store import Books
from link.hub import (
    MAX_EVENTS,
    DeliveryEnded,
    DeliveryGiven,
    Event,
    Numbered,
    PaperAssigned,
    PaperRecalled,
)

_ONLY = 1


def cursor(books: Books) -> int:
    """The last change that was taken in; 0 before the first."""
    row = books.db.get(HubCursor, _ONLY)
    return 0 if row is None else row.cursor


def take_in(books: Books, numbered: Numbered, identity: Identity) -> None:
    """Carry out a change and move the cursor, together. One that was taken in already changes nothing."""
    if numbered.cursor <= cursor(books):
        return
    match numbered.change:
        case PaperAssigned() as assigned:
            papers.assign(books, assigned, identity)
        case PaperRecalled(number=number):
            papers.recall(books, number)
        case DeliveryGiven() as given:
            _give(books, given)
        case DeliveryEnded(delivery=delivery):
            _end(books, delivery)
    books.db.merge(HubCursor(id=_ONLY, cursor=numbered.cursor))


def unsent(books: Books) -> tuple[Event, ...]:
    """The next events for the hub, oldest first, as many as one request takes."""
    waiting = select(Outbox).where(Outbox.sent_at.is_(None)).order_by(Outbox.number).limit(MAX_EVENTS)
    return tuple(Event(id=row.id, at=row.at, event=row.event, facts=row.body) for row in books.db.scalars(waiting))


def mark_sent(books: Books, ids: Iterable[str]) -> None:
    """The hub has these."""
    for row in books.db.scalars(select(Outbox).where(Outbox.id.in_(tuple(ids)))):
        row.sent_at = books.now


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
