"""The codes that are sent to sign in with: how many may be asked for, where they hold, and how often they are tried.

Anybody can ask for codes in somebody else's name; only the owner of the address reads them. So that nobody is flooded
with mail, and nobody kept out by a stranger:

- A short code holds in the browser that asked for it, and only there. Its wrong tries end it; those of another browser
  neither count against it nor use it. An address is sent MOST_SHORT of them.
- Whoever asks for more causes a long code, which holds in any browser that names the address. While one holds no other
  is sent. So whoever can read the mail has a code that holds, no matter who asked: their own, or the last long one.
- A long code is too long to be guessed, so wrong ones are not counted and nobody can end it by typing.

An address that nobody has is treated alike in all of this, only that nothing is sent. Codes stand here as hashes. Does
not know addresses or browsers: it is given a digest of each. Does not hash: that takes too long for a transaction, so
hub.sign_in reads, hashes, and then writes, if what it had read still holds.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sqlalchemy import Select, delete, func, select

from hub.secret import new_id
from hub.store import sessions
from hub.store.schema import SignIn
from hub.store.sessions import Account, Entered
from hub.store.store import Books


class Length(Enum):
    """Of a code, in digits."""

    SHORT = 6
    LONG = 12
    """At a hundred tries a second, more than argon2id lets through, one hit in three hundred years."""


GOOD_FOR = {Length.SHORT: timedelta(minutes=10), Length.LONG: timedelta(hours=1)}
MAX_TRIES = 5
"""Of a short code."""
MOST_SHORT = ((3, timedelta(minutes=10)), (10, timedelta(days=1)))
"""For one address within a time: fifty guesses a day at a million numbers."""

_KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Wrong:
    """Not the code that was sent last, or one that has ended or belongs to another browser."""


@dataclass(frozen=True)
class TooMany:
    """The code was tried MAX_TRIES times in this browser and is no good any more. Unknown addresses come here too."""


@dataclass(frozen=True)
class Door:
    """Where a code is typed: for which address, in which browser (a digest of each), and which kind of code it is."""

    address: str
    browser: str
    length: Length


def needed(books: Books, address: str) -> Length | None:
    """The code that this address is to be sent now. None: none, it has a long one that holds."""
    if not _has_had_enough(books, address):
        return Length.SHORT
    return Length.LONG if books.db.scalars(_long(books, address)).first() is None else None


def keep(books: Books, door: Door, account: Account, code_hash: str) -> bool:
    """Keep a new code. False: another request was first, and this is not what is needed any more."""
    if needed(books, door.address) is not door.length:
        return False
    books.db.execute(delete(SignIn).where(SignIn.at < books.now - _KEPT))
    row = SignIn(id=new_id(), address_digest=door.address, at=books.now, tries=0)
    row.browser_digest = door.browser if door.length is Length.SHORT else None
    row.code_hash = code_hash if account.exists else None
    row.person, row.staff = account.person, account.staff
    books.db.add(row)
    books.db.flush()
    return True


def find(books: Books, door: Door) -> SignIn | None:
    """What a code that is typed here is to be compared with, if anything; it may have been tried too often."""
    if door.length is Length.LONG:
        return books.db.scalars(_long(books, door.address)).first()
    its = select(SignIn).where(SignIn.address_digest == door.address, SignIn.browser_digest == door.browser)
    row = books.db.scalars(its.order_by(SignIn.at.desc()).limit(1)).first()
    has_ended = row is None or row.used_at is not None or books.now - row.at > GOOD_FOR[Length.SHORT]
    return None if has_ended else row


def count(books: Books, door: Door, compared: str, *, is_right: bool) -> Entered | Wrong | TooMany:
    """What follows on a code that was compared with this row: a try, or a browser that is signed in.

    However many compare at once, no more than MAX_TRIES of them learn what came of it.
    """
    row = find(books, door)
    if row is None or row.id != compared:
        return Wrong()
    if door.length is Length.SHORT:
        if row.tries >= MAX_TRIES:
            return TooMany()
        row.tries += 1
    if is_right:
        return _use(books, row)
    return TooMany() if row.tries >= MAX_TRIES else Wrong()


def _use(books: Books, row: SignIn) -> Entered:
    row.used_at = books.now
    return sessions.start(books, Account(row.person, row.staff))


def _has_had_enough(books: Books, address: str) -> bool:
    """Whether no short code may be sent to this address now."""
    short = select(func.count()).where(SignIn.address_digest == address, SignIn.browser_digest.is_not(None))
    return any(
        books.db.execute(short.where(SignIn.at > books.now - within)).scalar_one() >= most
        for most, within in MOST_SHORT
    )


def _long(books: Books, address: str) -> Select[SignIn]:
    """The long code of this address that holds now."""
    since = books.now - GOOD_FOR[Length.LONG]
    long = select(SignIn).where(SignIn.address_digest == address, SignIn.browser_digest.is_(None))
    return long.where(SignIn.at >= since, SignIn.used_at.is_(None)).limit(1)
