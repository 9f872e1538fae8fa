"""Signing in: one-time codes, how often they may be asked for and tried, and the browsers that are signed in.

Codes and session secrets stand here as hashes only. Does not know addresses: it is given a digest of one.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from hub.secret import digest, matches, new_id, new_session_secret
from hub.store.schema import Session, SignIn, Staff
from hub.store.store import Books

CODE_GOOD_FOR = timedelta(minutes=10)
MAX_TRIES = 5
MOST_CODES = ((3, timedelta(minutes=10)), (10, timedelta(days=1)))
"""Codes for one address within a time: fifty guesses a day at a million numbers."""

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


def ask(books: Books, address_digest: str, account: Account, code_hash: str) -> bool:
    """Keep a new code for this address. False: it has had too many, and this one must not be sent."""
    for most, within in MOST_CODES:
        since = books.now - within
        rows = select(SignIn.id).where(SignIn.address_digest == address_digest, SignIn.at > since)
        if len(books.db.scalars(rows).all()) >= most:
            return False
    books.db.execute(delete(SignIn).where(SignIn.at < books.now - timedelta(days=2)))
    books.db.add(
        SignIn(
            id=new_id(),
            address_digest=address_digest,
            code_hash=code_hash if account.exists else None,
            person=account.person,
            staff=account.staff,
            at=books.now,
            tries=0,
        )
    )
    books.db.flush()
    return account.exists


@dataclass(frozen=True)
class Entered:
    """Signed in."""

    secret: str
    """For the cookie, and for nothing else."""
    stay: timedelta


@dataclass(frozen=True)
class Wrong:
    """Not the code that was sent last, or older than CODE_GOOD_FOR."""


@dataclass(frozen=True)
class TooMany:
    """The code has been tried MAX_TRIES times and is no good any more. Unknown addresses come here too."""


def enter(books: Books, address_digest: str, code: str) -> Entered | Wrong | TooMany:
    """Try a code. Only the newest one of this address counts."""
    rows = select(SignIn).where(SignIn.address_digest == address_digest).order_by(SignIn.at.desc()).limit(1)
    row = books.db.scalars(rows).first()
    if row is None or row.used_at is not None or books.now - row.at > CODE_GOOD_FOR:
        matches(code, None)
        return Wrong()
    if row.tries >= MAX_TRIES:
        return TooMany()
    row.tries += 1
    if not matches(code, row.code_hash):
        return Wrong() if row.tries < MAX_TRIES else TooMany()
    row.used_at = books.now
    return _start(books, Account(row.person, row.staff))


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


def _start(books: Books, account: Account) -> Entered:
    secret, stay = new_session_secret(), STAFF_STAY if account.staff else RESIDENTS_STAY
    books.db.execute(delete(Session).where(Session.not_after < books.now))
    books.db.add(
        Session(
            secret_digest=digest(secret),
            person=account.person,
            staff=account.staff,
            at=books.now,
            not_after=books.now + stay,
        )
    )
    books.db.flush()
    return Entered(secret, stay)
