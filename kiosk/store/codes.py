"""Checking a pick-up code. Five wrong ones lock that compartment's code; a person is never locked out."""

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import CheckCode, CodeLocked, HeldForStaff, NothingThere, WrongCode
from kiosk.flows.effects.locker import Ticket as HeldTicket
from kiosk.store import tasks
from kiosk.store.parcels import live_parcel, ticket_of
from kiosk.store.schema import Parcel, Ticket
from kiosk.store.store import Books
from link.admin import TaskKind
from locker.parcel import MAX_WRONG_CODES, ParcelState
from locker.secret import matches


def check(books: Books, asked: CheckCode) -> HeldTicket | WrongCode | CodeLocked | HeldForStaff | NothingThere:
    """Is this the code of the parcel in this compartment?"""
    parcel = live_parcel(books, asked.compartment)
    ticket = ticket_of(books, parcel) if parcel is not None else None
    if parcel is None or ticket is None:
        return NothingThere()
    if ticket.wrong_tries >= MAX_WRONG_CODES:
        return CodeLocked()
    if not matches(asked.code, ticket.secret_hash):
        return wrong(books, parcel, ticket)
    ticket.wrong_tries = 0
    return held(parcel, ticket)


def held(parcel: Parcel, ticket: Ticket) -> HeldTicket | HeldForStaff:
    """The right to open the parcel's compartment, for whoever has just proved it."""
    return HeldTicket(ticket.id, parcel.compartment) if parcel.state is ParcelState.STORED else HeldForStaff()


def wrong(books: Books, parcel: Parcel, ticket: Ticket) -> WrongCode | CodeLocked:
    """Somebody could not prove that this parcel is theirs."""
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
