"""In by a number that is sent by mail, and out again.

Knows the pages in between. Does not know who is registered: every address is answered alike.
"""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response

from hub import sign_in
from hub.guard import (
    browser_of,
    check_same_site,
    csrf_of,
    drop_cookie,
    hub_of,
    know_again,
    secret_of,
    set_cookie,
    who_is,
)
from hub.pages.kept import fields
from hub.pages.page import PageRoute, go, local_path, page
from hub.pages.render import words_for
from hub.pages.sender import Sender, only_digits
from hub.roles import Who
from hub.secret import new_browser_secret
from hub.sign_in import Entered, Length, TooMany

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Text = Annotated[str, Form()]

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
"""Whether it can be an address at all; whether it is one, the mail shows."""
_LONGEST_ADDRESS = 254
"""RFC 5321 4.5.3.1.3, without the angle brackets."""
_LENGTHS = {length.value for length in Length}


@router.get("/sign-in")
def ask(request: Request, who: Annotated[Who | None, Depends(who_is)], then: str = "/") -> Response:
    """For the address."""
    if who:
        return go(local_path(then))
    return _ask(request, local_path(then))


@router.post("/sign-in", dependencies=[Depends(check_same_site)])
def send(request: Request, email: Text = "", then: Text = "/", kept: Text = "") -> Response:
    """A number to this address, if it is anybody's."""
    email, then = email.strip(), local_path(then)
    if len(email) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(email):
        problem = words_for(request)("sign_in.email_missing")
        return _ask(request, then, kept=kept, email=email, problem=problem, status=422)
    hub, browser = hub_of(request), browser_of(request) or new_browser_secret()
    sign_in.ask(hub, email, browser)
    answer = _type(request, email, then, kept)
    know_again(hub, answer, browser)
    return answer


@router.post("/sign-in/code", dependencies=[Depends(check_same_site)])
def enter(request: Request, email: Text = "", code: Text = "", then: Text = "/", kept: Text = "") -> Response:
    """In, if it is the number that was sent; else the same page, which says what is wrong."""
    digits, then, hub = only_digits(code), local_path(then), hub_of(request)
    if len(digits) not in _LENGTHS:
        return _type(request, email, then, kept, problem="code.digits")
    entered = sign_in.enter(hub, email, browser_of(request), digits)
    if not isinstance(entered, Entered):
        return _type(
            request, email, then, kept, problem="code.too_many" if isinstance(entered, TooMany) else "code.wrong"
        )
    typed = fields(kept)
    shown: dict[str, Any] = {"then": then, "fields": typed, "csrf": csrf_of(entered.secret), "at": "/"}
    answer = page(request, None, "continue.html", **shown) if typed else go(then)
    set_cookie(hub, answer, entered.secret, entered.stay)
    return answer


@router.post("/sign-out")
def leave(request: Request, who: Sender) -> Response:  # noqa: ARG001 (only somebody who is signed in, from our own page)
    """Out; the session is over everywhere its cookie may still be."""
    answer = go("/sign-in")
    sign_in.leave(hub_of(request), secret_of(request))
    drop_cookie(hub_of(request), answer)
    return answer


def _ask(
    request: Request, then: str, *, kept: str = "", email: str = "", problem: str | None = None, status: int = 200
) -> Response:
    shown: dict[str, Any] = {"then": then, "kept": kept, "email": email, "problem": problem, "at": "/sign-in"}
    return page(request, None, "sign_in.html", status=status, **shown)


def _type(request: Request, email: str, then: str, kept: str, problem: str | None = None) -> Response:
    wrong = words_for(request)(problem) if problem else None
    shown: dict[str, Any] = {"then": then, "kept": kept, "email": email, "problem": wrong, "at": "/sign-in"}
    return page(request, None, "code.html", status=422 if problem else 200, **shown)
