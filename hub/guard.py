"""Who is behind a browser's request, and whether the request really comes from our own page.

Knows cookies and headers. What somebody may do, hub.roles says; whose thing it is, hub.store and hub.views.
"""

import hmac
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request, Response

from hub.core import Hub
from hub.roles import Who
from hub.secret import digest
from hub.sign_in import who_is as _who_is
from hub.store.sign_ins import GOOD_FOR, Length


class NotSignedIn(Exception):
    """This page is for somebody who has signed in."""


class CrossSite(Exception):
    """The request was not made by a page of ours, or by one that is too old."""


def cookie_name(hub: Hub) -> str:
    """__Host- binds the cookie to this very host and to https (RFC 6265bis, section 4.1.3.2); loopback has no https."""
    return "__Host-sodam" if hub.settings.is_https else "sodam"


def browser_cookie_name(hub: Hub) -> str:
    """Of the cookie by which a browser that has asked for a code is known again."""
    return f"{cookie_name(hub)}-browser"


def hub_of(request: Request) -> Hub:
    """The hub that serves this request."""
    hub = request.app.state.hub
    assert isinstance(hub, Hub)
    return hub


def who_is(request: Request) -> Who | None:
    """Who sent this, if they are signed in."""
    secret = secret_of(request)
    return _who_is(hub_of(request), secret) if secret else None


def signed_in(request: Request) -> Who:
    """Who sent this.

    Raises:
        NotSignedIn
    """
    who = who_is(request)
    if who is None:
        raise NotSignedIn
    return who


def check_same_site(request: Request) -> None:
    """For forms of people who have not signed in yet: the browser itself says where the request comes from.

    Raises:
        CrossSite
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = urlsplit(hub_of(request).settings.public_url)
    is_own = origin is None or urlsplit(origin)[:2] == own[:2]
    if site not in {None, "same-origin", "none"} or not is_own or (site is None and origin is None):
        raise CrossSite


def csrf_token(request: Request) -> str:
    """What a form of this signed-in browser carries; empty if it is not signed in."""
    return csrf_of(secret_of(request))


def csrf_of(secret: str) -> str:
    """The same, for a cookie that is only being set."""
    return digest(f"csrf {secret}") if secret else ""


def check_csrf(request: Request, token: str) -> None:
    """For every form of a signed-in browser.

    Raises:
        CrossSite
    """
    expected = csrf_token(request)
    if not expected or not hmac.compare_digest(expected.encode(), token.encode()):
        raise CrossSite


def set_cookie(hub: Hub, response: Response, secret: str, stay: timedelta) -> None:
    """Sign this browser in, for this long."""
    _set(hub, response, cookie_name(hub), secret, stay)


def browser_of(request: Request) -> str:
    """The secret of a browser that has asked for a code lately; empty if it has not."""
    return request.cookies.get(browser_cookie_name(hub_of(request)), "")


def know_again(hub: Hub, response: Response, browser: str) -> None:
    """Let this browser, and no other, use the code that is sent now."""
    _set(hub, response, browser_cookie_name(hub), browser, GOOD_FOR[Length.SHORT])


def drop_cookie(hub: Hub, response: Response) -> None:
    """Sign this browser out; hub.sign_in.leave ends the session itself."""
    response.delete_cookie(cookie_name(hub), httponly=True, secure=hub.settings.is_https, samesite="lax")


def secret_of(request: Request) -> str:
    """What the cookie holds; empty if there is none."""
    return request.cookies.get(cookie_name(hub_of(request)), "")


def _set(hub: Hub, response: Response, name: str, secret: str, stay: timedelta) -> None:
    response.set_cookie(
        name,
        secret,
        max_age=int(stay.total_seconds()),
        httponly=True,
        secure=hub.settings.is_https,
        samesite="lax",
    )
