"""A browser without scripts: it keeps cookies, says where a form comes from, and sends what stands in the form."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from hub.app import make_app
from hub.guard import cookie_name
from hub.notices import SIGN_IN
from hub.register import Person
from hub.secret import digest, new_browser_secret
from hub.store import notices, people
from hub.store.schema import Session
from hub.store.sessions import RESIDENTS_STAY
from hub.store.store import Books
from tests.hub.office import Office
from tests.hub.pages.html import Page

ORIGIN = "http://127.0.0.1:8000"
OWN = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}

SODAM = "sodam@example.kr"
"""김소담 of 101-1203, p1 in the demo register."""
NEIGHBOUR = "garam@example.kr"
OFFICER, COORDINATOR = "officer@example.kr", "coordinator@example.kr"
VOLUNTEER, OTHER_VOLUNTEER = "gaon@example.kr", "narae@example.kr"

Typed = str | list[str]


class Browser:
    """One person's browser."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.last: Response | None = None

    @property
    def answer(self) -> Response:
        """The last one, after redirects."""
        assert self.last is not None
        return self.last

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        return self.answer.url.path

    @property
    def page(self) -> Page:
        return Page(self.answer.text)

    async def get(self, path: str) -> Page:
        self.last = await self.client.get(path)
        return self.page

    async def send(self, action: str, **typed: Typed) -> Page:
        """Fill in the form that goes to action on the page that is open, and send it.

        A list is what is ticked of several; step is the button, where there are several.
        """
        form = self.page.form(action)
        fields = [(name, value) for name, value in form.fields if name not in typed]
        for name, value in typed.items():
            fields += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return await self.post(action, fields)

    async def post(self, path: str, fields: list[tuple[str, str]], headers: dict[str, str] | None = None) -> Page:
        """Send these fields, whatever the page says."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        sender = OWN if headers is None else headers
        self.last = await self.client.post(path, content=urlencode(fields).encode(), headers=kind | sender)
        return self.page

    def csrf(self) -> str:
        """The token that the forms of the page carry."""
        return dict(self.page.form("/sign-out").fields)["csrf"]


@asynccontextmanager
async def a_browser(office: Office, email: str | None = None, *, breaks: bool = False) -> AsyncIterator[Browser]:
    """A browser at this hub, signed in with this address. breaks: faults of the hub become pages, as when it serves."""
    transport = ASGITransport(_app_of(office), raise_app_exceptions=not breaks)
    async with AsyncClient(transport=transport, base_url=ORIGIN, follow_redirects=True) as client:
        if email is not None:
            client.cookies.set(cookie_name(office.hub), session(office, email), domain="127.0.0.1")
        yield Browser(client)


def _app_of(office: Office) -> FastAPI:
    """One application for all browsers of a hub: FastAPI takes 0.1 s to put the routes of each together."""
    kept: dict[str, Any] = vars(office)
    if "app" not in kept:
        kept["app"] = make_app(office.hub)
    app = kept["app"]
    assert isinstance(app, FastAPI)
    return app


def session(office: Office, email: str) -> str:
    """The cookie of somebody who has signed in. How one does that, test_sign_in.py does; here it would cost 0.1 s."""
    secret = new_browser_secret()
    office.hub.store.write(_keep, digest(secret), office.hub.register.by_email(email), email)
    return secret


def _keep(books: Books, secret_digest: str, person: Person | None, email: str) -> None:
    staff = people.by_email(books, email)
    row = Session(
        secret_digest=secret_digest,
        person=person and person.id,
        staff=staff and staff.id,
        at=books.now,
        not_after=books.now + RESIDENTS_STAY,
    )
    books.db.add(row)


def mailed_code(office: Office) -> str:
    """The last sign-in code, and everything else told as far as it can be: whoever has no mail is to be called."""
    code = ""
    while (notice := office.hub.store.write(notices.claim)) is not None:
        code = str(notice.values["code"]) if notice.tell in SIGN_IN else code
        person = office.hub.register.person(notice.person or "")
        if person is not None and person.email is None:
            office.hub.store.write(notices.unreachable, notice.id)
        else:
            office.hub.store.write(notices.sent, notice.id, notice.values)
    return code
