"""What goes between this kiosk and its hub as it is stored: how far each has heard the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kiosk.audit.events import AuditEvent
from kiosk.identity import Identity
from kiosk.store import compartments, papers
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
    PapersHeld,
)

_ONLY = 1
_MOST_OF_A_TYPE = 40


class ChangeRefused(Exception):
    """What the hub wants cannot be stored beside what is stored here; it will not be next time either."""


@dataclass(frozen=True)
class Agreed:
    """What changed here when the hub's record was compared with this one."""

    overtaken: tuple[str, ...]
    """Papers that are not to be printed here any more."""
    is_old: bool
    """See look_back()."""
    begins_again: bool
    """The hub was restored from a backup: its changes are taken in from the first one."""


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


def agree(books: Books, held: PapersHeld, numbers: Iterable[int], identity: Identity) -> Agreed:
    """Believe the hub in what it knows better than this database: this kiosk's papers, and that time has passed.

    What it has forgotten it is told again. numbers: the compartments of the site. begin() came before.
    """
    agreed = look_back(books, held.last_event, numbers, identity)
    here, heard = papers.known(books), cursor(books)
    # A restored hub counts its new changes by numbers that were others' before.
    is_unheard = any(one.cursor <= heard and one.number not in here for one in held.numbers)
    if is_unheard:
        begin_again(books, books.db.get_one(HubCursor, _ONLY).kiosk)
    gone = papers.not_among(books, frozenset(one.number for one in held.numbers))
    papers.overtake(books, gone)
    overtaken = tuple(paper.number for paper in gone)
    return replace(agreed, overtaken=agreed.overtaken + overtaken, begins_again=agreed.begins_again or is_unheard)


def look_back(books: Books, last_event: str | None, numbers: Iterable[int], identity: Identity) -> Agreed:
    """What follows from the last event that the hub has heard; the next one that is sent hides it.

    If others were sent after it, the hub was restored from a backup. If it is not on record here, this database was,
    or began anew: what lies in the compartments by its record lies there no more, and staff look into each of these
    numbers. That is found once for the same last_event, whatever the hub hears afterwards.

    What was sealed for keys that are gone, nobody can print here: an honest record gives it back; by an old one it may
    have been printed since.
    """
    row = books.db.get_one(HubCursor, _ONLY)
    has_forgotten = _tell_again(books, last_event)
    if has_forgotten:
        begin_again(books, row.kiosk)
    is_old = last_event not in (None, row.known_event) and not _is_on_record(books, last_event)
    if is_old:
        row.known_event = last_event
        compartments.unclear(books, numbers)
        books.record(AuditEvent.RECORD_IS_OLD, "hub")
    unreadable = papers.unreadable(books, identity)
    overtaken = unreadable if is_old else ()
    papers.overtake(books, overtaken)
    papers.give_back(books, () if is_old else unreadable)
    return Agreed(tuple(paper.number for paper in overtaken), is_old=is_old, begins_again=has_forgotten)


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


def _tell_again(books: Books, last_event: str | None) -> bool:
    """Send once more what was sent after this event: the hub that had it is not there any more. False: there is none.

    A hub that has heard nothing at all (None) may know this kiosk under a new id, to which the old events mean nothing.
    """
    last = select(Outbox.number).where(Outbox.id == last_event).scalar_subquery()
    lost = books.db.scalars(select(Outbox).where(Outbox.number > last, Outbox.sent_at.is_not(None))).all()
    for row in lost:
        row.sent_at = None
    return bool(lost)


def _is_on_record(books: Books, event: str | None) -> bool:
    return books.db.scalars(select(Outbox.number).where(Outbox.id == event)).first() is not None


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
