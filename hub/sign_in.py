"""Signing in by a code that is sent to one's mail address. The same answer, and the same work, for every address.

Codes are sent by the worker (`python -m hub worker`): without it nobody gets one.
"""

from hub.core import Hub
from hub.register import Person
from hub.roles import Who
from hub.secret import digest, hash_typed, new_digits
from hub.store import notices, people, sessions
from hub.store.sessions import Account, Entered, TooMany, Wrong
from hub.store.store import Books

__all__ = ["CODE_DIGITS", "Entered", "TooMany", "Wrong", "ask", "enter", "leave", "who_is"]

CODE_DIGITS = 6


def ask(hub: Hub, email: str) -> None:
    """Send a code to this address, if it is anybody's and has not had too many; nobody learns which."""
    code = new_digits(CODE_DIGITS)
    hub.store.write(_ask, email, hub.register.by_email(email), code, hash_typed(code))


def enter(hub: Hub, email: str, code: str) -> Entered | Wrong | TooMany:
    """Try the code that was sent."""
    return hub.store.write(sessions.enter, _digest(email), code.strip())


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


def _ask(books: Books, email: str, person: Person | None, code: str, code_hash: str) -> None:
    staff = people.by_email(books, email)
    account = Account(person.id if person else None, staff.id if staff else None)
    if sessions.ask(books, _digest(email), account, code_hash):
        notices.tell_code(books, account.person, account.staff, code)


def _digest(email: str) -> str:
    return digest(email.strip().casefold())
