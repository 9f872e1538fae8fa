"""A number and its one outlet: given, asked back, freed, used up. Every change of it is one transaction.

Does not know how a paper is made or what it says; it arrives sealed. What a kiosk tells comes from
hub.store.following.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hub.notices import Tell
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand
from hub.secret import new_id
from hub.states import AT_KIOSK, State, What
from hub.store import applications, changes, kiosks, notices, signed_codes, trail
from hub.store.schema import Application, Assignment, Kiosk
from hub.store.store import Books
from link.hub import PaperAssigned, PaperRecalled, in_base64
from link.signed_code import Right
from link.way import Way


@dataclass(frozen=True)
class Made:
    """A paper, ready to be given to one kiosk."""

    number: str
    issued_at: datetime
    kiosk: str
    sealed: bytes


def assign(books: Books, who: Who, application: str, made: Made) -> None:
    """Approve: the number, its paper and its one outlet come to be together. Whether they may, hub.approving has asked.

    Raises:
        Refused: NOT_FOUND; ALREADY_DECIDED if another officer was first.
    """
    row = applications.get(books, application)
    if row.state not in {State.SUBMITTED, State.RELEASED}:
        raise Refused(Cause.ALREADY_DECIDED)
    if row.number not in {None, made.number}:
        raise Refused(Cause.NOT_NOW, "it has another number")
    row.number, row.issued_at, row.kiosk, row.recalled_at = made.number, made.issued_at, made.kiosk, None
    assignment = Assignment(
        id=new_id(), application=row.id, number=made.number, kiosk=made.kiosk, sealed=made.sealed, at=books.now
    )
    books.db.add(assignment)
    applications.move(books, row, State.APPROVED, who.as_staff, kiosk=made.kiosk)
    body = PaperAssigned(number=made.number, application=row.id, way=row.way, sealed=in_base64(b""))
    changes.queue(books, made.kiosk, body, assignment.id)
    if row.way is Way.KIOSK:
        code = signed_codes.grant(books, Right.PRINT, made.kiosk, row.id)
        notices.tell_person(books, Tell.APPROVED, row, code=code)


def recall(books: Books, who: Who, application: str) -> None:
    """Ask for a number back. What no kiosk has fetched yet is free at once; otherwise the kiosk decides.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if it is not waiting at a kiosk.
    """
    demand(who, Deed.DECIDE)
    row = applications.get(books, application)
    if row.state is State.APPROVED:
        release(books, _assignment_of(books, row), row, who.as_staff, books.now)
    elif row.state is State.FETCHED:
        assignment = _assignment_of(books, row)
        row.recalled_at = books.now
        changes.queue(books, assignment.kiosk, PaperRecalled(number=assignment.number))
        trail.add(books, row, What.RECALL_ASKED, who.as_staff, kiosk=assignment.kiosk)
    else:
        raise Refused(Cause.NOT_NOW, row.state.value)


def void(books: Books, who: Who, application: str) -> None:
    """Give up the number of a paper that no kiosk has.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if a kiosk may have it.
    """
    demand(who, Deed.DECIDE)
    row = applications.get(books, application)
    if row.state is not State.RELEASED:
        raise Refused(Cause.NOT_NOW, row.state.value)
    applications.move(books, row, State.VOID, who.as_staff)
    notices.tell_person(books, Tell.VOID, row)


def held_by(books: Books, kiosk: str, number: str, application: str) -> tuple[Assignment, Application]:
    """The assignment of this number and its application, if this kiosk is its outlet.

    Raises:
        Refused: NOT_THIS_KIOSKS.
    """
    assignment = books.db.scalars(
        select(Assignment).where(
            Assignment.number == number,
            Assignment.kiosk == kiosk,
            Assignment.application == application,
            Assignment.released_at.is_(None),
        )
    ).first()
    if assignment is None:
        raise Refused(Cause.NOT_THIS_KIOSKS)
    return assignment, applications.get(books, application)


def numbers_at(books: Books, kiosk: str) -> tuple[str, ...]:
    """Every number that this kiosk may print: given to it, and neither given back, printed, uncertain nor void."""
    rows = (
        select(Assignment.number)
        .join(Application, Assignment.application == Application.id)
        .where(Assignment.kiosk == kiosk, Assignment.released_at.is_(None), Application.state.in_(AT_KIOSK))
        .order_by(Assignment.number)
    )
    return tuple(books.db.scalars(rows))


def release(books: Books, assignment: Assignment, row: Application, who: str, at: datetime) -> None:
    """The number belongs to nobody: an officer may give it to a kiosk again. The paper itself is gone."""
    assignment.released_at, assignment.sealed = books.now, None
    books.forgets()
    notices.drop(books, Tell.APPROVED, row.id)
    applications.move(books, row, State.RELEASED, who, kiosk=assignment.kiosk, at=at)


def use_up(books: Books, assignment: Assignment, row: Application, to: State, at: datetime) -> None:
    """Printed, issued or void: the number stays with its outlet for good, and the paper itself is wiped here."""
    assignment.sealed = None
    books.forgets()
    applications.move(books, row, to, f"kiosk:{assignment.kiosk}", kiosk=assignment.kiosk, at=at)


def kiosk_for(books: Books, wished: str | None) -> Kiosk:
    """The outlet: the one that is wished for, or the only one there is.

    Raises:
        Refused: NO_KIOSK, CHOOSE_KIOSK.
    """
    found = [kiosk for kiosk in kiosks.enrolled(books) if wished in {None, kiosk.id}]
    if not found:
        raise Refused(Cause.NO_KIOSK)
    if len(found) > 1:
        raise Refused(Cause.CHOOSE_KIOSK)
    return found[0]


def _assignment_of(books: Books, row: Application) -> Assignment:
    rows = select(Assignment).where(Assignment.application == row.id, Assignment.released_at.is_(None))
    return books.db.scalars(rows).one()
