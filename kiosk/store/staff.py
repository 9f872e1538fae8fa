"""Staff and their PINs. Wrong PINs make the next try wait, longer each time, also across a restart."""

from datetime import timedelta
from math import ceil
from uuid import uuid4

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.staff import StaffMember, WrongPin
from kiosk.roles import Deed, may, roles_that_may
from kiosk.store.schema import Staff
from kiosk.store.store import Books
from link.admin import Role
from locker.secret import hash_secret, matches

PIN_DIGITS = range(6, 13)
FREE_TRIES = 2
"""Wrong PINs before waiting begins: unsure hands mistype."""
LONGEST_WAIT_S = 900


class NameTaken(Exception):
    """Somebody has this name already; names are how staff choose themselves on the screen."""


def wait_after(wrong_pins: int) -> int:
    """Seconds that no PIN is taken after this many wrong ones in a row: 0, 0, 5, 10, 20 … LONGEST_WAIT_S."""
    beyond = wrong_pins - FREE_TRIES
    return 0 if beyond <= 0 else int(min(5 * 2 ** min(beyond - 1, 16), LONGEST_WAIT_S))


def add(books: Books, name: str, role: Role, pin: str, by: str = "console") -> None:
    """Let name sign in with pin; by goes to the audit log.

    Raises:
        NameTaken
    """
    if books.db.scalars(select(Staff).where(Staff.name == name)).first():
        raise NameTaken(name)
    member = Staff(id=str(uuid4()), name=name, role=role, pin_hash=hash_secret(pin), wrong_pins=0)
    books.db.add(member)
    books.record(AuditEvent.STAFF_ADDED, by, staff=member.id, role=role.value)


def can_hire(books: Books) -> bool:
    """Whether there is anybody yet who may let others sign in."""
    return books.db.scalars(select(Staff).where(Staff.role.in_(roles_that_may(Deed.HIRE)))).first() is not None


def depositors(books: Books) -> tuple[StaffMember, ...]:
    """Everybody who may deposit, by name."""
    allowed = select(Staff).where(Staff.role.in_(roles_that_may(Deed.DEPOSIT))).order_by(Staff.name)
    return tuple(StaffMember(member.id, member.name) for member in books.db.scalars(allowed))


def volunteer(books: Books, name: str) -> StaffMember | None:
    """Whoever brings envelopes to doors under this name."""
    member = books.db.scalars(select(Staff).where(Staff.name == name)).first()
    if member is None or not may(member.role, Deed.DELIVER):
        return None
    return StaffMember(member.id, member.name)


def sign_in(books: Books, staff: str, pin: str) -> StaffMember | WrongPin:
    """Check the PIN of the member with this id. A PIN given while waiting is not looked at."""
    member = books.db.get_one(Staff, staff)
    if member.wait_until and member.wait_until > books.now:
        return WrongPin(ceil((member.wait_until - books.now).total_seconds()))
    if matches(pin, member.pin_hash):
        member.wrong_pins, member.wait_until = 0, None
        books.record(AuditEvent.STAFF_SIGNED_IN, f"staff:{staff}")
        return StaffMember(member.id, member.name)
    member.wrong_pins += 1
    wait_s = wait_after(member.wrong_pins)
    member.wait_until = books.now + timedelta(seconds=wait_s)
    books.record(AuditEvent.STAFF_PIN_WRONG, f"staff:{staff}", wrong_pins=member.wrong_pins)
    return WrongPin(wait_s)


def sign_in_by_name(books: Books, name: str, pin: str, deed: Deed) -> StaffMember | WrongPin | None:
    """Like sign_in, for the command line. None: no such member, or their role may not do this."""
    member = books.db.scalars(select(Staff).where(Staff.name == name)).first()
    if member is None or not may(member.role, deed):
        return None
    return sign_in(books, member.id, pin)
