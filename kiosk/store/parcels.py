"""Parcels: which compartment belongs to what, from its reservation until the parcel is gone."""

from collections.abc import Set as AbstractSet
from uuid import uuid4

from sqlalchemy import Select, select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import NoneFree, Reserve, Reserved
from kiosk.flows.effects.staff import NotStaff
from kiosk.identity import Identity
from kiosk.roles import Deed
from kiosk.store import papers, staff
from kiosk.store.schema import Compartment, Opening, Paper, Parcel, StaffTask
from kiosk.store.store import Books
from link.hub import PaperContent
from link.staff import TaskKind
from link.way import Way
from locker.parcel import LIVE, ParcelState, Spot, ToldBy, allocate
from locker.secret import hash_secret


def live_parcel(books: Books, compartment: int) -> Parcel | None:
    """The parcel that this compartment belongs to now."""
    here = select(Parcel).where(Parcel.compartment == compartment, Parcel.state.in_(LIVE))
    return books.db.scalars(here).one_or_none()


def last_of_application(books: Books, application: str) -> Parcel | None:
    """The last parcel that this application's paper was put into, or was to be."""
    of_it = select(Parcel).join(Paper, Parcel.paper == Paper.number).where(Paper.application == application)
    return books.db.scalars(of_it.order_by(Parcel.created_at.desc())).first()


def reserve(
    books: Books, wanted: Reserve, usable: AbstractSet[Spot], identity: Identity | None
) -> Reserved | NoneFree | NotStaff:
    """Keep one of the usable compartments; usable are those whose door is seen closed."""
    if not staff.may_now(books, wanted.staff, Deed.DEPOSIT):
        return NotStaff()
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


def record_code_told(books: Books, parcel: str) -> None:
    """The depositor has seen the code: nobody need be told it any more."""
    _withdraw_tasks(books, parcel, (TaskKind.CODE_UNTOLD,), "told")


def close(books: Books, parcel: Parcel, state: ParcelState) -> None:
    """The parcel is not in the compartment any more, or never was: its recipient is forgotten."""
    parcel.state, parcel.recipient, parcel.birth_hash, parcel.gone_at = state, None, None, books.now
    books.wipe_log()
    _withdraw_tasks(books, parcel.id, (TaskKind.CODE_UNTOLD, TaskKind.CODE_LOCKED), "gone")


def inside(books: Books, parcel: Parcel) -> ParcelState:
    """What a parcel in its compartment is: held for staff where something else may lie there too."""
    is_known = books.db.get_one(Compartment, parcel.compartment).contents_known
    return ParcelState.STORED if is_known else ParcelState.HELD


def store(books: Books, parcel: Parcel) -> None:
    """It is in: its paper is not read here again."""
    parcel.state, parcel.stored_at = inside(books, parcel), books.now
    if parcel.paper is not None:
        papers.wipe(books, books.db.get_one(Paper, parcel.paper))


def application_of(books: Books, parcel: Parcel) -> str | None:
    """The application whose paper is in it; None: something else is."""
    return None if parcel.paper is None else books.db.get_one(Paper, parcel.paper).application


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
