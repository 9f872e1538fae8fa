"""A browser without scripts: it keeps cookies, says where a form comes from, and sends what stands in the form."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from httpx import ASGITransport, AsyncClient, Response

from hub.app import make_app
from hub.guard import cookie_name
from tests.hub.pages.html import Page
from tests.hub.pages.town import PUBLIC_URL, Town

OWN = {"Origin": PUBLIC_URL, "Sec-Fetch-Site": "same-origin"}


class Browser:
    """One person's browser."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.last: Response | None = None

    @property
    def status(self) -> int:
        assert self.last is not None
        return self.last.status_code

    @property
    def path(self) -> str:
        """Where it is, after redirects."""
        assert self.last is not None
        return self.last.url.path

    @property
    def page(self) -> Page:
        assert self.last is not None
        return Page(self.last.text)

    async def get(self, path: str) -> Page:
        self.last = await self.client.get(path)
        return self.page

    async def send(self, action: str, **typed: str | list[str]) -> Page:
        """Fill in the form that goes to action on the page that is open, and send it.

        A list is what is ticked of several; button=... is the button, where there are several.
        """
        form = self.page.form(action)
        assert form.method == "post"
        if "button" in typed:
            assert typed["button"] in form.buttons
        fields = [(name, value) for name, value in form.fields if name not in typed]
        for name, value in typed.items():
            fields += [("step" if name == "button" else name, each) for each in ([value] if isinstance(value, str) else value)]
        return await self.post(action, fields)

    async def post(self, path: str, fields: list[tuple[str, str]], headers: dict[str, str] | None = None) -> Page:
        """Send these fields, whatever the page says."""
        body = urlencode(fields).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.last = await self.client.post(path, content=body, headers=kind | (OWN if headers is None else headers))
        return self.page


@asynccontextmanager
async def a_browser(town: Town, email: str | None = None, *, breaks: bool = False) -> AsyncIterator[Browser]:
    """A browser at this town's hub, signed in with this address. breaks: errors of the hub become its pages."""
    transport = ASGITransport(make_app(town.hub), raise_app_exceptions=not breaks)
    async with AsyncClient(transport=transport, base_url=PUBLIC_URL, follow_redirects=True) as client:
        if email is not None:
            client.cookies.set(cookie_name(town.hub), town.session(email), domain="127.0.0.1")
        yield Browser(client)
