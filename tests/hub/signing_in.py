"""Browsers that sign in at a hub, for tests about that."""

from sqlalchemy import select

from hub.notices import SIGN_IN
from hub.sign_in import Entered, ask, enter
from hub.store.schema import Notice
from tests.hub.office import Office

SODAMS = "sodam@example.kr"
BROWSER = "the secret of a browser"


def codes(office: Office) -> list[str]:
    """The digits of every code that is to be sent, oldest first."""
    rows = select(Notice).where(Notice.tell.in_(SIGN_IN)).order_by(Notice.at, Notice.id)
    found = office.hub.store.read(lambda books: [str(row.values["code"]) for row in books.db.scalars(rows)])
    return [code.replace(" ", "") for code in found]


def signed_in(office: Office, email: str = SODAMS) -> str:
    """The secret of a browser that has signed in."""
    office.clock.passes(seconds=1)
    ask(office.hub, email, BROWSER)
    entered = enter(office.hub, email, BROWSER, codes(office)[-1])
    assert isinstance(entered, Entered)
    return entered.secret


def other_than(code: str) -> str:
    """As long as this one, and wrong."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"
