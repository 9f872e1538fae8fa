"""Who may ask the control page: the page itself, and programs of this machine. No other page in the same browser.

There is no login, so any page that the browser has open could send a POST and open the doors of the rig, put the page
into a frame and have its buttons clicked, or reach it under a name of its own that leads to 127.0.0.1.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

HOSTS: Final = ["127.0.0.1", "localhost"]
"""A tunnel may lead to another port of the viewer's machine; the name stays one of these."""

_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_READS: Final = {"GET", "HEAD"}


def guard(app: FastAPI) -> None:
    """Refuse what other pages send, and tell the browser to keep to what is served here."""

    @app.middleware("http")
    async def _guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.method not in _READS and is_from_elsewhere(request.headers):
            return PlainTextResponse("another page sent this", 403)
        response = await answer(request)
        response.headers.update(_HEADERS)
        # A picture keeps its address when the rig is started anew.
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)


def is_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that another page sent it. A program that is no browser says neither, and may.

    Sec-Fetch-Site: Fetch Metadata (W3C). Origin: RFC 6454 section 7; "null" is a page that does not say which it is.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in {None, "same-origin"}:
        return True
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
