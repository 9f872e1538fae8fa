"""Signing in by a code that is sent to one's mail address. The same answer, and the same work, for every address.

Which code holds in which browser, and how many are sent, hub.store.sign_ins says. They are sent by the worker
(`python -m hub worker`): without it nobody gets one. Hashes are made in turn and outside any transaction, so that
whoever asks and types without end keeps nobody else waiting.
"""

from hub.core import Hub
from hub.notices import Tell
from hub.register import Person
from hub.roles import Who
from hub.secret import digest, hash_typed, matches, new_digits
from hub.store import notices, people, sessions, sign_ins
from hub.store.sessions import Account, Entered
from hub.store.sign_ins import MAX_TRIES, Door, Length, TooMany, Wrong
from hub.store.store import Books

__all__ = ["Entered", "Length", "TooMany", "Wrong", "ask", "enter", "leave", "who_is"]


def ask(hub: Hub, email: str, browser: str) -> None:
    """Send a code to this address, if it is anybody's and has not one that holds; nobody learns which.

    browser: the secret by which this browser will be known again.

    Raises:
        hub.slow_lane.Busy
    """
    address, person = _digest(email), hub.register.by_email(email)
    # Another round only if a request at the same moment was first; there are few until one holds that is long.
    while (length := hub.store.read(sign_ins.needed, address)) is not None:
        code = new_digits(length.value)
        with hub.slow_lane.turn():
            hashed = hash_typed(code)
        if hub.store.write(_keep, email, Door(address, digest(browser), length), person, code, code_hash=hashed):
            return


def enter(hub: Hub, email: str, browser: str, code: str) -> Entered | Wrong | TooMany:
    """Try a code that was sent to this address; its digits only.

    Raises:
        hub.slow_lane.Busy
    """
    length = Length.LONG if len(code) == Length.LONG.value else Length.SHORT
    door = Door(_digest(email), digest(browser), length)
    with hub.slow_lane.turn():
        row = hub.store.read(sign_ins.find, door)
        if row is not None and row.tries >= MAX_TRIES:
            return TooMany()
        is_right = matches(code, row.code_hash if row else None)
    if row is None or (length is Length.LONG and not is_right):
        return Wrong()
    return hub.store.write(sign_ins.count, door, row.id, is_right=is_right)


def leave(hub: Hub, secret: str) -> None:
    """Sign this browser out."""
    hub.store.write(sessions.end, secret)


def who_is(hub: Hub, secret: str) -> Who | None:
    """Who is signed in with this cookie; somebody who left the register or the staff is not."""
    found = hub.store.read(sessions.find, secret)
    if found is None:
        return None
    account, staff = found
    person = hub.register.person(account.person) if account.person else None
    name = staff.name if staff else person.name if person else ""
    if not name:
        return None
    return Who(name, person.id if person else None, staff.id if staff else None, staff.role if staff else None)


def _keep(books: Books, email: str, door: Door, person: Person | None, code: str, *, code_hash: str) -> bool:
    """Whether it is kept; if it is anybody's address, it is sent too."""
    staff = people.by_email(books, email)
    account = Account(person.id if person else None, staff.id if staff else None)
    is_kept = sign_ins.keep(books, door, account, code_hash)
    if is_kept and account.exists:
        if door.length is Length.SHORT:
            notices.tell_code(books, Tell.SIGN_IN_CODE, account, code)
        else:
            notices.tell_code(books, Tell.LONG_SIGN_IN_CODE, account, " ".join((code[:4], code[4:8], code[8:])))
    return is_kept


def _digest(email: str) -> str:
    return digest(email.strip().casefold())
