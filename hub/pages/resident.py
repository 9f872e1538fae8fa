"""A resident's own applications: what became of them, what happens next, the code to show, and a new one.

Knows pages. Whose an application is, and what may be done with it, the hub's own functions say.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from hub import codes
from hub.guard import hub_of
from hub.pages import apply
from hub.pages.apply import Desk
from hub.pages.page import PageRoute, go, page
from hub.pages.qr import svg
from hub.pages.render import words_for
from hub.pages.sender import Sender, Signed
from hub.pages.telling import facts, steps, told
from hub.pages.wish import Typed
from hub.roles import Who, resident
from hub.states import State
from hub.store import deliveries
from hub.views import residents

router = APIRouter(prefix="/applications", route_class=PageRoute, include_in_schema=False)

NEW = "/applications/new"

_ON_THE_WAY = {State.ACCEPTED, State.TAKEN}


@router.get("")
def mine(request: Request, who: Signed) -> Response:
    """All of them, newest first."""
    words = words_for(request)
    applications = [told(words, one, f"/applications/{one.id}") for one in residents.mine(hub_of(request), who)]
    return page(request, who, "applications.html", applications=applications)


@router.get("/new")
def choose(request: Request, who: Signed) -> Response:
    """Which paper."""
    return apply.choose(request, _desk(who))


@router.get("/new/{form}")
def ask(request: Request, who: Signed, form: str) -> Response:
    """What for, and how to get it."""
    return apply.begin(request, _desk(who), form)


@router.post("/new/{form}")
def wish(request: Request, who: Sender, form: str, typed: Annotated[Typed, Form()]) -> Response:
    """A last look, then the application."""
    return apply.answer(request, _desk(who), form, typed, lambda id: go(f"/applications/{id}", "applied"))


@router.get("/{id}")
def one(request: Request, who: Signed, id: str) -> Response:
    """One application."""
    return _one(request, who, id)


@router.post("/{id}/code")
def renew(request: Request, who: Sender, id: str) -> Response:
    """Another code to show, after the first has ended."""
    hub = hub_of(request)
    before, now = codes.code_of(hub, who, id), codes.renew(hub, who, id)
    said = "no_code" if now is None else "still_good" if now == before else "renewed"
    return go(f"/applications/{id}", said)


@router.post("/{id}/hand-over")
def new_digits(request: Request, who: Sender, id: str) -> Response:
    """Other digits to read out at the door. Shown on this page only: the hub keeps a hash of them."""
    return _one(request, who, id, digits=hub_of(request).store.write(deliveries.new_code, who, id))


def _one(request: Request, who: Who, id: str, digits: str = "") -> Response:
    hub, words = hub_of(request), words_for(request)
    application = residents.one(hub, who, id)
    one = told(words, application)
    code = codes.code_of(hub, who, id) if one.has_code else None
    shown: dict[str, Any] = {
        "one": one,
        "rows": facts(words, application, hub.forms),
        "qr": code and svg(code.text, words("application.qr_what")),
        "until": code and code.not_after,
        "has_ended": code is not None and code.not_after <= hub.now(),
        "is_on_the_way": application.state in _ON_THE_WAY,
        "digits": digits,
        "trail": steps(words, residents.trail(hub, who, id)),
    }
    return page(request, who, "application.html", at=f"/applications/{id}", **shown)


def _desk(who: Who) -> Desk:
    """Where they apply for themself, if they are somebody of the register."""
    resident(who)
    return Desk(who, NEW)
