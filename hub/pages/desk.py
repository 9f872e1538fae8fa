"""The desk: an officer finds the person who stands in front of them, and applies for them.

Who it is goes along in the address as the register's id, which says nothing about the person.
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from hub import applying
from hub.guard import hub_of
from hub.pages import apply
from hub.pages.apply import Desk
from hub.pages.page import PageRoute, go, page
from hub.pages.render import words_for
from hub.pages.sender import Sender, Signed, only_digits
from hub.pages.wish import Typed
from hub.roles import Deed, Who, demand

router = APIRouter(prefix="/desk", route_class=PageRoute, include_in_schema=False)

_DATE_DIGITS = 8

Text = Annotated[str, Form()]


@router.get("")
def ask(request: Request, who: Signed) -> Response:
    """Who is it?"""
    return _ask(request, who, "", "", {})


@router.post("")
def find(request: Request, who: Sender, name: Text = "", birth_date: Text = "") -> Response:
    """The person with this name and birth date, and which paper they need."""
    day = _day(birth_date)
    problems = {} if name.strip() else {"name": "desk.name_missing"}
    if day is None:
        problems["birth_date"] = "desk.birth_date_missing"
    if problems or day is None:
        return _ask(request, who, name, birth_date, problems)
    person = applying.find_person(hub_of(request), who, name.strip(), day)
    if person is None:
        return _ask(request, who, name, birth_date, {"nobody": "desk.nobody"})
    return go(f"/desk/{person.id}")


@router.get("/{person}")
def choose(request: Request, who: Signed, person: str) -> Response:
    """Which paper."""
    return apply.choose(request, _desk(request, who, person))


@router.get("/{person}/{form}")
def begin(request: Request, who: Signed, person: str, form: str) -> Response:
    """What for, and how they get it."""
    return apply.begin(request, _desk(request, who, person), form)


@router.post("/{person}/{form}")
def wish(request: Request, who: Sender, person: str, form: str, typed: Annotated[Typed, Form()]) -> Response:
    """A last look, then the application."""
    desk = _desk(request, who, person)
    return apply.answer(request, desk, form, typed, lambda id: go(f"/office/{id}", "desk_applied"))


def _desk(request: Request, who: Who, person: str) -> Desk:
    return Desk(who, f"/desk/{person}", applying.person_of(hub_of(request), who, person))


def _day(typed: str) -> date | None:
    digits = only_digits(typed)
    if len(digits) != _DATE_DIGITS:
        return None
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def _ask(request: Request, who: Who, name: str, birth_date: str, problems: dict[str, str]) -> Response:
    """The empty desk, which nothing but this demands a deed for."""
    demand(who, Deed.APPLY_FOR_OTHERS)
    words = words_for(request)
    shown = {
        "typed": {"name": name, "birth_date": birth_date},
        "problems": {field: words(key) for field, key in problems.items()},
    }
    return page(request, who, "desk.html", status=422 if problems else 200, **shown)
