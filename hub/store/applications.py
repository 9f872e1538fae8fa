"""Applications from the wish to the decision, and the one function that moves them on.

Does not know what papers say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from hub.notices import Tell
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand
from hub.secret import new_id
from hub.states import NEXT, State, What
from hub.store import notices, trail
from hub.store.schema import Application
from hub.store.store import Books
from link.way import Way


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody applies for."""

    person: str
    """Whom the paper is about."""
    form: str
    way: Way
    purpose: str
    submit_to: str = ""
    options: Mapping[str, bool] = field(default_factory=dict)
    kiosk: str | None = None
    once: str | None = None
    """The same in a second try of the same person means the same application."""


def submit(books: Books, who: Who, wish: Wish) -> str:
    """Write the wish down; hub.applying has looked at what it says. Returns the application's id.

    Raises:
        Refused: NOT_ALLOWED for somebody else without the role for it.
    """
    is_own = wish.person == who.person
    if not is_own:
        demand(who, Deed.APPLY_FOR_OTHERS)
    by = who.as_resident if is_own else who.as_staff
    earlier = select(Application.id).where(Application.by == by, Application.once == wish.once)
    if wish.once is not None and (id := books.db.scalars(earlier).first()) is not None:
        return id
    row = Application(
        **vars(wish) | {"options": dict(wish.options)},
        id=new_id(),
        by=by,
        state=State.SUBMITTED,
        submitted_at=books.now,
        changed_at=books.now,
    )
    books.db.add(row)
    books.db.flush()
    trail.add(books, row, What.SUBMITTED, by)
    return row.id


def reject(books: Books, who: Who, application: str, reason: str) -> None:
    """An officer says no, and why; the applicant is told.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND, ALREADY_DECIDED.
    """
    demand(who, Deed.DECIDE)
    row = get(books, application)
    if row.state is not State.SUBMITTED:
        raise Refused(Cause.ALREADY_DECIDED)
    row.reason = reason
    move(books, row, State.REJECTED, who.as_staff)
    notices.tell_person(books, Tell.REJECTED, row, {"reason": reason})


def get(books: Books, application: str) -> Application:
    """The row of this application.

    Raises:
        Refused: NOT_FOUND.
    """
    row = books.db.get(Application, application)
    if row is None:
        raise Refused(Cause.NOT_FOUND)
    return row


def in_states(books: Books, *states: State) -> tuple[Application, ...]:
    """All applications in these states, those that wait longest first."""
    rows = select(Application).where(Application.state.in_(states)).order_by(Application.changed_at, Application.id)
    return tuple(books.db.scalars(rows))


def of_person(books: Books, person: str) -> tuple[Application, ...]:
    """All applications for this person's papers, newest first."""
    rows = select(Application).where(Application.person == person).order_by(Application.submitted_at.desc())
    return tuple(books.db.scalars(rows))


def newest(books: Books, limit: int) -> tuple[Application, ...]:
    """The newest applications, newest first."""
    return tuple(books.db.scalars(select(Application).order_by(Application.submitted_at.desc()).limit(limit)))


def move(
    books: Books,
    row: Application,
    to: State,
    who: str,
    *,
    kiosk: str | None = None,
    compartment: int | None = None,
    at: datetime | None = None,
    what: What | None = None,
) -> None:
    """Move it on and write that down. what: how the trail calls this step, if not by the new state.

    Raises:
        Refused: NOT_NOW, if this step cannot follow (hub.states.NEXT).
    """
    if to not in NEXT[row.state]:
        raise Refused(Cause.NOT_NOW, f"{row.state.value} to {to.value}")
    row.state = to
    row.changed_at = books.now
    trail.add(books, row, what or What(to.value), who, kiosk=kiosk, compartment=compartment, at=at)
