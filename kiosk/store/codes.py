"""Checking a pick-up code. Five wrong ones lock that compartment's code; a person is never locked out."""

from datetime import timedelta

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects import CheckCode, CodeLocked, NothingThere, WrongCode
from kiosk.flows.effects import Ticket as HeldTicket
from kiosk.store import tasks
from kiosk.store.parcels import live_parcel, ticket_of
from kiosk.store.schema import Pad, Parcel, Ticket
from kiosk.store.store import Books
from link.admin import TaskKind
from locker.parcel import MAX_WRONG_CODES, ParcelState
from locker.secret import matches

PAD_FORGETS_AFTER = timedelta(minutes=10)
LONGEST_REST_S = 30


def check(books: Books, asked: CheckCode) -> HeldTicket | WrongCode | CodeLocked | NothingThere:
    """Is this the code of the parcel in this compartment?"""
    parcel = live_parcel(books, asked.compartment)
    ticket = ticket_of(books, parcel) if parcel and parcel.state is ParcelState.STORED else None
    if parcel is None or ticket is None:
        return _miss(books)
    if ticket.wrong_tries >= MAX_WRONG_CODES:
        return CodeLocked()
    if matches(asked.code, ticket.secret_hash):
        ticket.wrong_tries = 0
        return HeldTicket(ticket.id, asked.compartment)
    return _wrong(books, parcel, ticket)


def _wrong(books: Books, parcel: Parcel, ticket: Ticket) -> WrongCode | CodeLocked:
    ticket.wrong_tries += 1
    facts: dict[str, str | int | None] = {
        "compartment": parcel.compartment,
        "ticket": ticket.id,
        "wrong_tries": ticket.wrong_tries,
    }
    if ticket.wrong_tries < MAX_WRONG_CODES:
        books.record(AuditEvent.CODE_WRONG, "visitor", **facts)
        return WrongCode(MAX_WRONG_CODES - ticket.wrong_tries)
    tasks.file(books, TaskKind.CODE_LOCKED, parcel.compartment, parcel.id)
    books.record(AuditEvent.CODE_LOCKED, "visitor", **facts)
    return CodeLocked()


def _miss(books: Books) -> NothingThere:
    """Nothing is locked, since nothing is there; the pad rests 1, 2, 4 … LONGEST_REST_S seconds."""
    pad = books.db.get(Pad, 1) or Pad(id=1, misses=0, last_at=books.now)
    pad.misses = 1 if books.now - pad.last_at > PAD_FORGETS_AFTER else pad.misses + 1
    pad.last_at = books.now
    books.db.add(pad)
    return NothingThere(min(2 ** min(pad.misses - 1, 10), LONGEST_REST_S))
