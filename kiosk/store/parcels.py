"""Parcels and their tickets: which compartment belongs to what, and which code opens it."""

from collections.abc import Set as AbstractSet
from uuid import uuid4

from sqlalchemy import Select, select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import NoneFree, Reserve, Reserved
from kiosk.identity import Identity
from kiosk.store import papers
from kiosk.store.schema import Compartment, Opening, Paper, Parcel, StaffTask, Ticket
from kiosk.store.store import Books
from link.events import ParcelStored
from link.hub import PaperContent
from link.staff import TaskKind
from link.way import Way
from locker.parcel import LIVE, ParcelState, Spot, ToldBy, allocate
from locker.secret import hash_secret, new_code


def live_parcel(books: Books, compartment: int) -> Parcel | None:
    """The parcel that this compartment belongs to now."""
    here = select(Parcel).where(Parcel.compartment == compartment, Parcel.state.in_(LIVE))
    return books.db.scalars(here).one_or_none()


def last_of_application(books: Books, application: str) -> Parcel | None:
    """The last parcel that this application's paper was put into, or was to be."""
    of_it = select(Parcel).join(Paper, Parcel.paper == Paper.number).where(Paper.application == application)
    return books.db.scalars(of_it.order_by(Parcel.created_at.desc())).first()


def reserve(books: Books, wanted: Reserve, usable: AbstractSet[Spot], identity: Identity | None) -> Reserved | NoneFree:
    """Keep one of the usable compartments; usable are those whose door is seen closed."""
    free = set(books.db.scalars(_free()))
    spot = allocate(spot for spot in usable if spot.number in free)
    if spot is None:
        return NoneFree()
    parcel = Parcel(
        id=str(uuid4()),
        compartment=spot.number,
        visit=books.visit,
        recipient=wanted.recipient,
        state=ParcelState.RESERVED,
        told_by=ToldBy.STAFF,
        wrong_birth_dates=0,
        deposited_by=wanted.staff,
        created_at=books.now,
    )
    _address(books, parcel, wanted.paper, identity)
    books.db.add(parcel)
    books.record(AuditEvent.COMPARTMENT_RESERVED, f"staff:{wanted.staff}", compartment=spot.number, parcel=parcel.id)
    return Reserved(parcel.id, spot.number)


def release_reservations(books: Books, visit: str | None) -> None:
    """Give back compartments that were kept for a visit (None: any) that ended before its door was opened."""
    kept = select(Parcel).where(Parcel.state == ParcelState.RESERVED)
    for parcel in books.db.scalars(kept if visit is None else kept.where(Parcel.visit == visit)):
        close(books, parcel, ParcelState.WITHDRAWN)
        books.record(AuditEvent.RESERVATION_RELEASED, "controller", compartment=parcel.compartment, parcel=parcel.id)


def mint_ticket(books: Books, parcel: Parcel) -> str:
    """Give the parcel a new ticket; returns its code, which is kept nowhere."""
    code = new_code()
    books.db.add(Ticket(id=str(uuid4()), parcel=parcel.id, secret_hash=hash_secret(code), wrong_tries=0))
    return code


def renew_ticket(books: Books, parcel: Parcel) -> str:
    """The parcel's code is another one from now on; returns it, for staff to tell. The old one opens nothing."""
    parcel.told_by, parcel.wrong_birth_dates = ToldBy.STAFF, 0
    ticket = ticket_of(books, parcel)
    if ticket is None:
        return mint_ticket(books, parcel)
    code = new_code()
    ticket.secret_hash, ticket.wrong_tries = hash_secret(code), 0
    return code


def record_code_told(books: Books, parcel: str) -> None:
    """The depositor has seen the code: nobody need be told it any more."""
    _withdraw_tasks(books, parcel, (TaskKind.CODE_UNTOLD,), "told")


def ticket_of(books: Books, parcel: Parcel) -> Ticket | None:
    """The parcel's ticket; None until it is stored."""
    return books.db.scalars(select(Ticket).where(Ticket.parcel == parcel.id)).one_or_none()


def close(books: Books, parcel: Parcel, state: ParcelState) -> None:
    """The parcel is not in the compartment any more, or never was: its recipient is forgotten."""
    parcel.state, parcel.recipient, parcel.birth_hash, parcel.gone_at = state, None, None, books.now
    books.wipe_log()
    _withdraw_tasks(books, parcel.id, (TaskKind.CODE_UNTOLD, TaskKind.CODE_LOCKED), "gone")


def store(books: Books, parcel: Parcel) -> str:
    """It is in, for the first time: its ticket is minted, and its paper is not read here again. Returns the code."""
    parcel.state, parcel.stored_at = ParcelState.STORED, books.now
    if parcel.paper is not None:
        papers.wipe(books, books.db.get_one(Paper, parcel.paper))
    return mint_ticket(books, parcel)


def application_of(books: Books, parcel: Parcel) -> str | None:
    """The application whose paper is in it; None: something else is."""
    return None if parcel.paper is None else books.db.get_one(Paper, parcel.paper).application


def restore(books: Books, parcel: Parcel, who: str) -> str | None:
    """The parcel is inside after all: its ticket is good again. Returns a code if it never had one."""
    ticket = ticket_of(books, parcel)
    if ticket is None:
        code = store(books, parcel)
        application = application_of(books, parcel)
        books.tell(ParcelStored(parcel=parcel.id, compartment=parcel.compartment, application=application), who)
        return code
    parcel.state, parcel.wrong_birth_dates = ParcelState.STORED, 0
    ticket.spent_by, ticket.wrong_tries = None, 0
    return None


def unlock(books: Books, parcel: Parcel) -> None:
    """The same code and the same birth date take all their tries again."""
    parcel.wrong_birth_dates = 0
    ticket = ticket_of(books, parcel)
    if ticket is not None:
        ticket.wrong_tries = 0


def _address(books: Books, parcel: Parcel, number: str | None, identity: Identity | None) -> None:
    """What the paper in the envelope says of how its recipient is told, and proves who they are."""
    paper = None if number is None else books.db.get_one(Paper, number)
    inside = None if paper is None or identity is None else papers.content(identity, paper)
    if paper is None or inside is None:
        return
    parcel.paper = paper.number
    parcel.birth_hash = hash_secret(f"{inside.birth_date:%y%m%d}")
    parcel.told_by = _told_by(paper, inside)


def _told_by(paper: Paper, inside: PaperContent) -> ToldBy:
    if paper.way is Way.DOOR:
        return ToldBy.VOLUNTEER
    return ToldBy.HUB if inside.reachable else ToldBy.SLIP


def _withdraw_tasks(books: Books, parcel: str, kinds: tuple[TaskKind, ...], because: str) -> None:
    """Nobody need come about this parcel's code any more."""
    asked = select(StaffTask).where(StaffTask.parcel == parcel, StaffTask.kind.in_(kinds))
    for task in books.db.scalars(asked.where(StaffTask.settled_at.is_(None))):
        task.settled_at, task.settled_as = books.now, because


def _free() -> Select[int]:
    """Compartments that nothing lives in, that nobody is opening, and of which everything is known."""
    taken = select(Parcel.compartment).where(Parcel.state.in_(LIVE))
    being_opened = select(Opening.compartment).where(Opening.concluded_at.is_(None))
    return (
        select(Compartment.number)
        .where(Compartment.contents_known, Compartment.door_works)
        .where(Compartment.number.not_in(taken), Compartment.number.not_in(being_opened))
    )
