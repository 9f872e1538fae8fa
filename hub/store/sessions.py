"""The browsers that are signed in, known by hashes of their secrets. How one signs in, hub.store.sign_ins knows."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from hub.secret import digest, new_browser_secret
from hub.store.schema import Session, Staff
from hub.store.store import Books

STAFF_STAY = timedelta(hours=12)
RESIDENTS_STAY = timedelta(days=14)


@dataclass(frozen=True)
class Account:
    """Whose address it is: somebody of the register, somebody of the staff, or one who is both."""

    person: str | None = None
    staff: str | None = None

    @property
    def exists(self) -> bool:
        """Whether the address is anybody's."""
        return self.person is not None or self.staff is not None


@dataclass(frozen=True)
class Entered:
    """Signed in."""

    secret: str
    """For the cookie, and for nothing else."""
    stay: timedelta


def start(books: Books, account: Account) -> Entered:
    """Sign a browser in."""
    secret, stay = new_browser_secret(), STAFF_STAY if account.staff else RESIDENTS_STAY
    books.db.execute(delete(Session).where(Session.not_after < books.now))
    row = Session(secret_digest=digest(secret), at=books.now, not_after=books.now + stay)
    row.person, row.staff = account.person, account.staff
    books.db.add(row)
    books.db.flush()
    return Entered(secret, stay)


def find(books: Books, secret: str) -> tuple[Account, Staff | None] | None:
    """Whose browser this is, with their staff row as it is now; None: signed out, or for too long."""
    row = books.db.get(Session, digest(secret))
    if row is None or row.not_after < books.now:
        return None
    staff = books.db.get(Staff, row.staff) if row.staff else None
    if staff is not None and not staff.is_active:
        staff = None
    account = Account(row.person, staff.id if staff else None)
    return (account, staff) if account.exists else None


def end(books: Books, secret: str) -> None:
    """Sign out."""
    books.db.execute(delete(Session).where(Session.secret_digest == digest(secret)))
