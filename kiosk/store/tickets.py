"""Checking a pick-up code. Five wrong ones lock that compartment's code; a person is never locked out.

What is typed and what is shown to the camera are counted apart: who guesses at the one does not lock the other.
"""

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import CheckCode, CodeLocked, HeldForStaff, NothingThere, WrongCode
from kiosk.flows.effects.locker import Ticket as HeldTicket
from kiosk.store import tasks
from kiosk.store.parcels import live_parcel, ticket_of
from kiosk.store.schema import Parcel, Ticket
from kiosk.store.store import Books
from link.staff import TaskKind
from locker.parcel import MAX_WRONG_CODES, ParcelState, ToldBy
from locker.secret import matches

_TOLD_THE_CODE = (ToldBy.STAFF, ToldBy.SLIP)
"""Of any other parcel nobody was ever told the code that is typed: whoever types one is guessing."""


def check(books: Books, asked: CheckCode) -> HeldTicket | WrongCode | CodeLocked | HeldForStaff | NothingThere:
    """Is this the code of the parcel in this compartment?"""
    parcel = live_parcel(books, asked.compartment)
    ticket = ticket_of(books, parcel) if parcel is not None else None
    if parcel is None or ticket is None or parcel.told_by not in _TOLD_THE_CODE:
        return NothingThere()
    if ticket.wrong_tries >= MAX_WRONG_CODES:
        return CodeLocked()
    if matches(asked.code, ticket.secret_hash):
        ticket.wrong_tries = 0
        return held(parcel, ticket)
    ticket.wrong_tries += 1
    tries_left = missed(books, parcel, ticket, ticket.wrong_tries)
    return WrongCode(tries_left) if tries_left else CodeLocked()


def held(parcel: Parcel, ticket: Ticket) -> HeldTicket | HeldForStaff:
    """The right to open the parcel's compartment, for whoever has just proved it."""
    return HeldTicket(ticket.id, parcel.compartment) if parcel.state is ParcelState.STORED else HeldForStaff()


def missed(books: Books, parcel: Parcel, ticket: Ticket, wrong_tries: int) -> int:
    """Record that somebody could not prove that this parcel is theirs, by code or birth date; how many tries are left.

    The last one asks for staff.
    """
    tries_left = MAX_WRONG_CODES - wrong_tries
    if tries_left == 0:
        tasks.file(books, TaskKind.CODE_LOCKED, parcel.compartment, parcel.id)
    books.record(
        AuditEvent.CODE_WRONG if tries_left else AuditEvent.CODE_LOCKED,
        "visitor",
        compartment=parcel.compartment,
        ticket=ticket.id,
        wrong_tries=wrong_tries,
    )
    return tries_left
