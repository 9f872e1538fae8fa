"""Tickets: the right to take a parcel out, and the pick-up code that proves it.

Five wrong codes lock that compartment's code; a person is never locked out.

What is typed and what is shown to the camera are counted apart: who guesses at the one does not lock the other.
"""

from uuid import uuid4

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import CheckCode, CodeLocked, HeldForStaff, NothingThere, WrongCode
from kiosk.flows.effects.locker import Ticket as HeldTicket
from kiosk.store import parcels, tasks
from kiosk.store.schema import Parcel, Ticket
from kiosk.store.store import Books
from link.events import ParcelStored
from link.staff import TaskKind
from locker.parcel import MAX_WRONG_CODES, ParcelState, ToldBy
from locker.secret import hash_secret, matches, new_code

_TOLD_THE_CODE = (ToldBy.STAFF, ToldBy.SLIP)
"""Of any other parcel nobody was ever told the code that is typed: whoever types one is guessing."""


def mint(books: Books, parcel: Parcel) -> str:
    """Give the parcel a new ticket; returns its code, which is kept nowhere."""
    code = new_code()
    books.db.add(Ticket(id=str(uuid4()), parcel=parcel.id, secret_hash=hash_secret(code), wrong_tries=0))
    return code


def renew(books: Books, parcel: Parcel) -> str:
    """The parcel's code is another one from now on; returns it, for staff to tell. The old one opens nothing."""
    parcel.told_by, parcel.wrong_birth_dates = ToldBy.STAFF, 0
    ticket = ticket_of(books, parcel)
    if ticket is None:
        return mint(books, parcel)
    code = new_code()
    ticket.secret_hash, ticket.wrong_tries = hash_secret(code), 0
    return code


def restore(books: Books, parcel: Parcel, who: str) -> str | None:
    """The parcel is inside after all: its ticket is good again. Returns a code if it never had one."""
    ticket = ticket_of(books, parcel)
    if ticket is None:
        parcels.store(books, parcel)
        code = mint(books, parcel)
        application = parcels.application_of(books, parcel)
        books.tell(ParcelStored(parcel=parcel.id, compartment=parcel.compartment, application=application), who)
        return code
    parcel.state, parcel.wrong_birth_dates = parcels.inside(books, parcel), 0
    ticket.spent_by, ticket.wrong_tries = None, 0
    return None


def unlock(books: Books, parcel: Parcel) -> None:
    """The same code and the same birth date take all their tries again."""
    parcel.wrong_birth_dates = 0
    ticket = ticket_of(books, parcel)
    if ticket is not None:
        ticket.wrong_tries = 0


def ticket_of(books: Books, parcel: Parcel) -> Ticket | None:
    """The parcel's ticket; None until it is stored."""
    return books.db.scalars(select(Ticket).where(Ticket.parcel == parcel.id)).one_or_none()


def check(books: Books, asked: CheckCode) -> HeldTicket | WrongCode | CodeLocked | HeldForStaff | NothingThere:
    """Is this the code of the parcel in this compartment?"""
    parcel = parcels.live_parcel(books, asked.compartment)
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
