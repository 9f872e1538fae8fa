"""What the kiosks are to be told, in the order in which it came about.

A paper that was served to its kiosk once counts as fetched, whether or not the answer arrived: the kiosk may have it.
"""

from pydantic import TypeAdapter
from sqlalchemy import Select, and_, or_, select

from hub.states import AT_KIOSK, State
from hub.store import applications
from hub.store.schema import Application, Assignment, Kiosk
from hub.store.schema import Change as Row
from hub.store.store import Books
from link.hub import Change, Numbered, PaperAssigned, in_base64

MOST_AT_ONCE = 20
"""Changes in one answer; a paper has some 100 KB."""

_ASSIGNED = PaperAssigned.model_fields["type"].default

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


def queue(books: Books, kiosk: str, change: Change, assignment: str | None = None) -> None:
    """Tell this kiosk; what is about an assignment, only as long as that lasts.

    What is sealed stays in the assignment, from which it can be wiped.
    """
    outlet = books.db.get_one(Kiosk, kiosk)
    outlet.last_cursor += 1
    body = change.model_dump(mode="json", exclude={"sealed"} if assignment else None)
    books.db.add(Row(kiosk=kiosk, cursor=outlet.last_cursor, body=body, assignment=assignment, at=books.now))
    books.db.flush()


def are_waiting(books: Books, kiosk: str, after: int) -> bool:
    """Whether this kiosk has something to hear."""
    return books.db.execute(_rows(kiosk, after).limit(1)).first() is not None


def last(books: Books, kiosk: str) -> int:
    """The cursor of the newest change for this kiosk; one that claims a later one counts by another hub's record."""
    return books.db.get_one(Kiosk, kiosk).last_cursor


def serve(books: Books, kiosk: str, after: int) -> tuple[Numbered, ...]:
    """The next changes for this kiosk. Papers among them are FETCHED from here on."""
    rows = books.db.execute(_rows(kiosk, after).limit(MOST_AT_ONCE)).all()
    return tuple(Numbered(cursor=row.cursor, change=_served(books, row, assignment)) for row, assignment in rows)


def _rows(kiosk: str, after: int) -> Select[Row, Assignment]:
    """Without what is about an assignment that is over: a kiosk may hear everything from the start again.

    A recall that outlived its assignment would take back the number that was given to the same kiosk once more.
    """
    return (
        select(Row, Assignment)
        .outerjoin(Assignment, Row.assignment == Assignment.id)
        .outerjoin(Application, Assignment.application == Application.id)
        .where(Row.kiosk == kiosk, Row.cursor > after)
        .where(or_(Row.assignment.is_(None), and_(Assignment.sealed.is_not(None), Application.state.in_(AT_KIOSK))))
        .order_by(Row.cursor)
    )


def _served(books: Books, row: Row, assignment: Assignment | None) -> Change:
    is_first = row.served_at is None
    row.served_at = row.served_at or books.now
    if assignment is None or row.body["type"] != _ASSIGNED:
        return _CHANGE.validate_python(row.body)
    application = books.db.get_one(Application, assignment.application)
    if is_first:
        applications.move(books, application, State.FETCHED, f"kiosk:{row.kiosk}", kiosk=row.kiosk)
    assert assignment.sealed is not None
    return PaperAssigned(
        number=assignment.number, application=application.id, way=application.way, sealed=in_base64(assignment.sealed)
    )
