"""Signing in by a code that is sent to one's mail address. The same answer, and the same work, for every address.

Which code holds in which browser, and how many are sent, hub.store.sign_ins says. They are sent by the worker
(`python -m hub worker`): without it nobody gets one.
"""

from hub.core import Hub
from hub.notices import Tell
from hub.register import Person
from hub.roles import Who
from hub.secret import digest
from hub.store import notices, people, sessions, sign_ins
from hub.store.sessions import Account, Entered
from hub.store.sign_ins import Length, TooMany, Wrong
from hub.store.store import Books

__all__ = ["Entered", "Length", "TooMany", "Wrong", "ask", "enter", "leave", "who_is"]


def ask(hub: Hub, email: str, browser: str) -> None:
    """Send a code to this address, if it is anybody's and has not one that holds; nobody learns which.

    browser: the secret by which this browser will be known again.
    """
    hub.store.write(_ask, email, browser, hub.register.by_email(email))


def enter(hub: Hub, email: str, browser: str, code: str) -> Entered | Wrong | TooMany:
    """Try a code that was sent to this address; its digits only."""
    return hub.store.write(sign_ins.enter, _digest(email), digest(browser), code)


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


def _ask(books: Books, email: str, browser: str, person: Person | None) -> None:
    staff = people.by_email(books, email)
    account = Account(person.id if person else None, staff.id if staff else None)
    match sign_ins.ask(books, _digest(email), digest(browser), account):
        case (Length.SHORT, code):
            notices.tell_code(books, Tell.SIGN_IN_CODE, account, code)
        case (Length.LONG, code):
            notices.tell_code(books, Tell.LONG_SIGN_IN_CODE, account, " ".join((code[:4], code[4:8], code[8:])))
        case None:
            """Whoever can read the mail of this address has one that holds."""


def _digest(email: str) -> str:
    return digest(email.strip().casefold())
