"""A number and its one outlet: given, asked back, freed, used up. Every change of it is one transaction.

Does not know how a paper is made or what it says; it arrives sealed. What a kiosk tells comes from
hub.store.following.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from hub.notices import Tell
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand
from hub.secret import new_id
from hub.states import AT_KIOSK, State, What
from hub.store import applications, changes, notices, signed_codes, trail
from hub.store.schema import Application, Assignment, Change, Kiosk
from hub.store.store import Books
from link.events import Finding
from link.hub import HeldPaper, PaperAssigned, PaperRecalled, PapersHeld, in_base64
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
        _take_back(books, _assignment_of(books, row), row, who.as_staff)
    elif row.state is State.FETCHED:
        assignment = _assignment_of(books, row)
        row.recalled_at = books.now
        changes.queue(books, assignment.kiosk, PaperRecalled(number=assignment.number), assignment.id)
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


def settle(books: Books, who: Who, number: str, finding: Finding) -> None:
    """An officer found out what became of a paper that its kiosk knows nothing of; the holder of a void one is told.

    Raises:
        Refused: NOT_ALLOWED; NOT_FOUND, if there is no such number; NOT_NOW if it is not uncertain.
    """
    demand(who, Deed.DECIDE)
    row = books.db.scalars(select(Application).where(Application.number == number)).first()
    if row is None:
        raise Refused(Cause.NOT_FOUND)
    if row.state is not State.UNCERTAIN:
        raise Refused(Cause.NOT_NOW, row.state.value)
    assignment = _assignment_of(books, row)
    to, what = _FOUND[finding]
    _wipe(books, assignment)
    applications.move(books, row, to, who.as_staff, kiosk=assignment.kiosk, what=what)
    if finding is Finding.VOID:
        notices.tell_person(books, Tell.VOID, row)


def give_up_on(books: Books, kiosk: str) -> None:
    """Its keys are void. What it had fetched it may have printed, and perhaps nobody will ever hear: UNCERTAIN.

    What it had not fetched is free. A kiosk that kept its database still says what became of the others.
    """
    rows = (
        select(Assignment, Application)
        .join(Application, Assignment.application == Application.id)
        .where(Assignment.kiosk == kiosk, Assignment.released_at.is_(None), Application.state.in_(AT_KIOSK))
    )
    for assignment, row in books.db.execute(rows).all():
        if row.state is State.APPROVED:
            _take_back(books, assignment, row, "hub")
        else:
            _wipe(books, assignment)
            notices.drop(books, Tell.APPROVED, row.id)
            applications.move(books, row, State.UNCERTAIN, "hub", kiosk=kiosk, what=What.KEYS_VOID)


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


def held(books: Books, kiosk: str) -> PapersHeld:
    """Every number that this kiosk may print: given to it, and neither given back, printed, uncertain nor void."""
    rows = (
        # What assigns a number is the first change that is about its assignment.
        select(Assignment.number, func.min(Change.cursor))
        .join(Application, Assignment.application == Application.id)
        .join(Change, Change.assignment == Assignment.id)
        .where(Assignment.kiosk == kiosk, Assignment.released_at.is_(None), Application.state.in_(AT_KIOSK))
        .group_by(Assignment.number)
        .order_by(Assignment.number)
    )
    numbers = tuple(HeldPaper(number=number, cursor=cursor) for number, cursor in books.db.execute(rows))
    return PapersHeld(numbers=numbers, last_event=books.db.get_one(Kiosk, kiosk).last_event)


def release(
    books: Books, assignment: Assignment, row: Application, who: str, at: datetime, *, what: What = What.RELEASED
) -> None:
    """The number belongs to nobody: an officer may give it to a kiosk again. The paper itself is gone."""
    assignment.released_at = books.now
    _wipe(books, assignment)
    notices.drop(books, Tell.APPROVED, row.id)
    applications.move(books, row, State.RELEASED, who, kiosk=assignment.kiosk, at=at, what=what)


def use_up(books: Books, assignment: Assignment, row: Application, to: State, at: datetime) -> None:
    """Printed, issued or void: the number stays with its outlet for good, and the paper itself is wiped here."""
    _wipe(books, assignment)
    applications.move(books, row, to, f"kiosk:{assignment.kiosk}", kiosk=assignment.kiosk, at=at)


_FOUND = {
    Finding.ISSUED: (State.PRINTED, What.FOUND_ISSUED),
    Finding.VOID: (State.VOID, What.FOUND_VOID),
}


def _take_back(books: Books, assignment: Assignment, row: Application, who: str) -> None:
    release(books, assignment, row, who, books.now, what=What.RECALLED)


def _wipe(books: Books, assignment: Assignment) -> None:
    assignment.sealed = None
    books.forgets()


def _assignment_of(books: Books, row: Application) -> Assignment:
    rows = select(Assignment).where(Assignment.application == row.id, Assignment.released_at.is_(None))
    return books.db.scalars(rows).one()
