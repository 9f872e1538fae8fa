"""Codes signed by the hub: which paper, parcel or delivery one is about, and what stands in its way."""

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.codes import CheckParcelBirthDate, CheckPrintBirthDate, Code, CodeFault, WrongBirthDate
from kiosk.flows.effects.deliveries import DeliveryDue, NoSuchVolunteer
from kiosk.flows.effects.locker import CodeLocked, HeldForStaff, NothingThere
from kiosk.flows.effects.locker import Ticket as HeldTicket
from kiosk.flows.effects.papers import ByCode, Offer
from kiosk.identity import Identity
from kiosk.paper import PaperState
from kiosk.store import papers, parcels, staff, tasks, tickets
from kiosk.store.schema import Delivery, Paper, Parcel, ShownCode
from kiosk.store.store import Books
from link.signed_code import Right, SignedCode
from link.staff import TaskKind
from link.way import Way
from locker.parcel import MAX_WRONG_CODES, ParcelState
from locker.secret import matches

_PARCEL_FAULTS = {
    ParcelState.COLLECTED: CodeFault.DONE,
    ParcelState.TAKEN: CodeFault.DONE,
    ParcelState.OUT: CodeFault.STAFF,
    ParcelState.REMOVED: CodeFault.STAFF,
}
"""What a parcel's code meets where it cannot be collected. WITHDRAWN and RESERVED: it is not in the locker yet."""
_PAPER_FAULTS = {
    PaperState.PRINTED: CodeFault.DONE,
    PaperState.PRINTING: CodeFault.STAFF,
    PaperState.UNCERTAIN: CodeFault.STAFF,
    PaperState.VOID: CodeFault.STAFF,
    PaperState.OVERTAKEN: CodeFault.STAFF,
    PaperState.RELEASED: CodeFault.NOT_READY,
}


def check_print(books: Books, identity: Identity | None, text: str) -> Code | CodeFault:
    """May this code print something here?"""
    signed = _read(books, identity, text, Right.PRINT)
    if isinstance(signed, CodeFault):
        return signed
    paper = papers.of_application(books, signed.subject)
    if paper is None:
        return CodeFault.NOT_READY
    if paper.way is not Way.KIOSK:
        # It is put into an envelope by staff; printed by anybody else it would be in two places.
        return CodeFault.FOREIGN
    if paper.state is not PaperState.READY:
        return _PAPER_FAULTS[paper.state]
    row = books.db.get(ShownCode, signed.id)
    if row is None:
        books.db.add(ShownCode(id=signed.id, paper=paper.number, wrong_tries=0))
    elif row.spent_by is not None:
        return CodeFault.SPENT
    elif row.wrong_tries >= MAX_WRONG_CODES:
        return CodeFault.LOCKED
    return Code(signed.id, signed.subject)


def check_print_birth_date(
    books: Books, identity: Identity | None, asked: CheckPrintBirthDate
) -> tuple[Offer, ...] | WrongBirthDate | CodeFault:
    """The papers that the code is good for, if this is the birth date that goes with it."""
    row = books.db.get_one(ShownCode, asked.code.id)
    paper = books.db.get_one(Paper, row.paper)
    inside = papers.content(identity, paper) if identity is not None else None
    if inside is None or paper.state is not PaperState.READY:
        return _PAPER_FAULTS.get(paper.state, CodeFault.STAFF)
    if row.wrong_tries >= MAX_WRONG_CODES:
        return CodeFault.LOCKED
    if asked.digits == f"{inside.birth_date:%y%m%d}":
        row.wrong_tries = 0
        return (Offer(paper.number, inside.title, ByCode(row.id)),)
    return _wrong_birth_date(books, row)


def check_parcel(books: Books, identity: Identity | None, text: str) -> Code | CodeFault:
    """May this code open a compartment here?"""
    signed = _read(books, identity, text, Right.PARCEL)
    if isinstance(signed, CodeFault):
        return signed
    parcel = parcels.last_of_application(books, signed.subject)
    fault = _fault_of(parcel)
    if fault is None and parcel is not None and parcel.wrong_birth_dates >= MAX_WRONG_CODES:
        return CodeFault.LOCKED
    return Code(signed.id, signed.subject) if fault is None else fault


def check_parcel_birth_date(
    books: Books, asked: CheckParcelBirthDate
) -> HeldTicket | WrongBirthDate | CodeLocked | HeldForStaff | NothingThere:
    """The right to open the compartment, if this is the birth date that goes with the code."""
    parcel = parcels.last_of_application(books, asked.code.application)
    ticket = None if parcel is None else tickets.ticket_of(books, parcel)
    if parcel is None or ticket is None or parcel.birth_hash is None:
        return NothingThere()
    if parcel.wrong_birth_dates >= MAX_WRONG_CODES:
        return CodeLocked()
    if matches(asked.digits, parcel.birth_hash):
        parcel.wrong_birth_dates = 0
        return tickets.held(parcel, ticket)
    parcel.wrong_birth_dates += 1
    tries_left = tickets.missed(books, parcel, ticket, parcel.wrong_birth_dates)
    return WrongBirthDate(parcel.wrong_birth_dates, tries_left) if tries_left else CodeLocked()


def check_delivery(books: Books, identity: Identity | None, text: str) -> DeliveryDue | NoSuchVolunteer | CodeFault:
    """Whose delivery is this code, and where is the envelope?"""
    signed = _read(books, identity, text, Right.DELIVERY)
    if isinstance(signed, CodeFault):
        return signed
    delivery = books.db.get(Delivery, signed.subject)
    if delivery is None:
        return CodeFault.NOT_READY
    parcel = parcels.last_of_application(books, delivery.application)
    fault = CodeFault.DONE if delivery.ended else _fault_of(parcel)
    if fault is not None:
        return fault
    ticket = None if parcel is None else tickets.ticket_of(books, parcel)
    if parcel is None or ticket is None or parcel.state is not ParcelState.STORED:
        return CodeFault.STAFF
    volunteer = staff.volunteer(books, delivery.volunteer)
    if volunteer is None:
        return NoSuchVolunteer()
    return DeliveryDue(delivery.id, HeldTicket(ticket.id, parcel.compartment), volunteer)


def _read(books: Books, identity: Identity | None, text: str, right: Right) -> SignedCode | CodeFault:
    if identity is None:
        return CodeFault.FOREIGN
    signed = identity.read_code(text, right, books.now)
    return signed if isinstance(signed, SignedCode) else CodeFault(signed.value)


def _fault_of(parcel: Parcel | None) -> CodeFault | None:
    if parcel is None or parcel.state in (ParcelState.WITHDRAWN, ParcelState.RESERVED):
        return CodeFault.NOT_READY
    return _PARCEL_FAULTS.get(parcel.state)


def _wrong_birth_date(books: Books, row: ShownCode) -> WrongBirthDate | CodeFault:
    row.wrong_tries += 1
    facts: dict[str, str | int | None] = {"code": row.id, "number": row.paper, "wrong_tries": row.wrong_tries}
    if row.wrong_tries < MAX_WRONG_CODES:
        books.record(AuditEvent.CODE_WRONG, "visitor", **facts)
        return WrongBirthDate(row.wrong_tries, MAX_WRONG_CODES - row.wrong_tries)
    tasks.file_paper(books, TaskKind.PAPER_CODE_LOCKED, row.paper)
    books.record(AuditEvent.CODE_LOCKED, "visitor", **facts)
    return CodeFault.LOCKED
