"""Staff and their PINs. Wrong PINs make the next try wait, longer each time, also across a restart."""

from datetime import timedelta
from math import ceil
from uuid import uuid4

from sqlalchemy import Select, select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.staff import StaffMember, WrongPin
from kiosk.roles import Deed, may, roles_that_may
from kiosk.store.schema import Staff
from kiosk.store.store import Books
from link.admin import StaffRow
from link.staff import Role
from locker.secret import hash_secret, matches

PIN_DIGITS = range(6, 13)
FREE_TRIES = 2
"""Wrong PINs before waiting begins: unsure hands mistype."""
LONGEST_WAIT_S = 900


class NobodyLeft(Exception):
    """Without this member nobody could let anybody sign in."""


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
    if _active(books, name) is not None:
        raise NameTaken(name)
    member = Staff(id=str(uuid4()), name=name, role=role, pin_hash=hash_secret(pin), wrong_pins=0)
    books.db.add(member)
    books.record(AuditEvent.STAFF_ADDED, by, staff=member.id, role=role.value)


def can_hire(books: Books) -> bool:
    """Whether there is anybody yet who may let others sign in."""
    return books.db.scalars(_who_may(Deed.HIRE)).first() is not None


def remove(books: Books, name: str, by: str) -> bool:
    """Let name sign in no more; their row stays for what they did. False: there is nobody of that name.

    Raises:
        NobodyLeft
    """
    member = _active(books, name)
    if member is None:
        return False
    if [each.id for each in books.db.scalars(_who_may(Deed.HIRE))] == [member.id]:
        raise NobodyLeft(name)
    member.removed_at = books.now
    books.record(AuditEvent.STAFF_REMOVED, by, staff=member.id)
    return True


def change_pin(books: Books, staff: str, pin: str) -> None:
    """From now on the member with this id signs in with pin."""
    books.db.get_one(Staff, staff).pin_hash = hash_secret(pin)
    books.record(AuditEvent.STAFF_PIN_CHANGED, f"staff:{staff}", staff=staff)


def rows(books: Books) -> tuple[StaffRow, ...]:
    """Everybody who can sign in, by name."""
    active = select(Staff).where(Staff.removed_at.is_(None)).order_by(Staff.name)
    return tuple(StaffRow(name=member.name, role=member.role) for member in books.db.scalars(active))


def depositors(books: Books) -> tuple[StaffMember, ...]:
    """Everybody who may deposit, by name."""
    allowed = books.db.scalars(_who_may(Deed.DEPOSIT).order_by(Staff.name))
    return tuple(StaffMember(member.id, member.name) for member in allowed)


def volunteer(books: Books, name: str) -> StaffMember | None:
    """Whoever brings envelopes to doors under this name."""
    member = _active(books, name)
    if member is None or not may(member.role, Deed.DELIVER):
        return None
    return StaffMember(member.id, member.name)


def may_now(books: Books, staff: str, deed: Deed) -> bool:
    """Whether the member with this id may do this; nobody may who was removed since they signed in."""
    member = books.db.get_one(Staff, staff)
    return member.removed_at is None and may(member.role, deed)


def sign_in(books: Books, staff: str, pin: str) -> StaffMember | WrongPin:
    """Check the PIN of the member with this id. A PIN given while waiting is not looked at."""
    member = books.db.get_one(Staff, staff)
    if member.wait_until and member.wait_until > books.now:
        # A clock that was set back must not make anybody wait for longer than they would have.
        latest = books.now + timedelta(seconds=wait_after(member.wrong_pins))
        member.wait_until = min(member.wait_until, latest)
        return WrongPin(ceil((member.wait_until - books.now).total_seconds()))
    if matches(pin, member.pin_hash) and member.removed_at is None:
        member.wrong_pins, member.wait_until = 0, None
        books.record(AuditEvent.STAFF_SIGNED_IN, f"staff:{staff}")
        return StaffMember(member.id, member.name)
    member.wrong_pins += 1
    wait_s = wait_after(member.wrong_pins)
    member.wait_until = books.now + timedelta(seconds=wait_s)
    books.record(AuditEvent.STAFF_PIN_WRONG, f"staff:{staff}", wrong_pins=member.wrong_pins)
    return WrongPin(wait_s)


def sign_in_by_name(books: Books, name: str, pin: str, deed: Deed | None) -> StaffMember | WrongPin | None:
    """Like sign_in, for the command line. None: no such member, or their role may not do this deed, if it is one."""
    member = _active(books, name)
    if member is None or (deed is not None and not may(member.role, deed)):
        return None
    return sign_in(books, member.id, pin)


def _active(books: Books, name: str) -> Staff | None:
    return books.db.scalars(select(Staff).where(Staff.name == name, Staff.removed_at.is_(None))).first()


def _who_may(deed: Deed) -> Select[Staff]:
    return select(Staff).where(Staff.role.in_(roles_that_may(deed)), Staff.removed_at.is_(None))
