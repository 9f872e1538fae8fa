"""Staff: officers, coordinators and the volunteers' roster. Residents are not rows: the register knows them."""

from sqlalchemy import and_, or_, select

from hub.refusals import Cause, Refused
from hub.roles import Role, Who
from hub.secret import new_id
from hub.store import deliveries
from hub.store.schema import Staff
from hub.store.store import Books


def add(books: Books, name: str, email: str, role: Role, kiosk_name: str) -> str:
    """Let somebody sign in with this address; returns their id.

    Raises:
        Refused: NAME_TAKEN; also if kiosk_name is that of somebody who has not left: it says whose an delivery is.
    """
    address = email.strip().casefold()
    is_at_kiosk = and_(Staff.kiosk_name == kiosk_name, Staff.is_active)
    if books.db.scalars(select(Staff).where(or_(Staff.name == name, Staff.email == address, is_at_kiosk))).first():
        raise Refused(Cause.NAME_TAKEN)
    row = Staff(
        id=new_id(), name=name, email=address, role=role, kiosk_name=kiosk_name, is_active=True, added_at=books.now
    )
    books.db.add(row)
    books.db.flush()
    return row.id


def remove(books: Books, name: str) -> None:
    """They may do nothing more, from this moment on; what they did stays on record.

    What they have not taken out of a locker yet is offered to the others; what they have, a coordinator settles.

    Raises:
        Refused: NOT_FOUND.
    """
    row = books.db.scalars(select(Staff).where(Staff.name == name, Staff.is_active)).first()
    if row is None:
        raise Refused(Cause.NOT_FOUND)
    row.is_active = False
    deliveries.give_back_all(books, row.id)


def by_email(books: Books, address: str) -> Staff | None:
    """Whose address this is, whatever its case."""
    wanted = address.strip().casefold()
    return books.db.scalars(select(Staff).where(Staff.email == wanted, Staff.is_active)).first()


def acting(books: Books, name: str) -> Who:
    """Somebody of the staff, for what an operator enters on their word.

    Raises:
        Refused: NOT_FOUND, also if they have left.
    """
    row = books.db.scalars(select(Staff).where(Staff.name == name, Staff.is_active)).first()
    if row is None:
        raise Refused(Cause.NOT_FOUND)
    return Who(row.name, staff=row.id, role=row.role)


def everyone(books: Books) -> tuple[Staff, ...]:
    """All staff, also those who have left, by name."""
    return tuple(books.db.scalars(select(Staff).order_by(Staff.name)))
