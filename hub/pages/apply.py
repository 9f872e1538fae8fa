"""The pages on which a paper is applied for, by whoever it is about or by an officer for them.

Ask, check, send: what was typed goes from page to page in the form itself, so that it can be changed to the last and
nothing of it is kept. Knows the pages; what can be wished for, wish.py knows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from hub import applying
from hub.guard import hub_of
from hub.pages.page import go, page
from hub.pages.render import words_for
from hub.pages.wish import Offered, Typed, fields
from hub.refusals import Cause, Refused
from hub.register import Person
from hub.roles import Who, resident
from hub.store import kiosks


@dataclass(frozen=True)
class Desk:
    """Where a wish is typed: the address that its pages are under, who types, and for whom if not for themself."""

    who: Who
    path: str
    person: Person | None = None


def choose(request: Request, desk: Desk) -> Response:
    """The page on which a form is chosen; not shown where there is only one."""
    words, forms = words_for(request), hub_of(request).forms
    if len(forms) == 1:
        return go(f"{desk.path}/{next(iter(forms))}")
    links = [{"href": f"{desk.path}/{id}", "title": words.local(form.about.title)} for id, form in forms.items()]
    return page(request, desk.who, "choose_form.html", person=desk.person, forms=links)


def begin(request: Request, desk: Desk, form: str) -> Response:
    """The page on which a wish for this form is typed.

    Raises:
        Refused: NO_SUCH_FORM.
    """
    offered = _offered(request, form)
    return _ask(request, desk, offered, offered.untouched(), {})


def answer(request: Request, desk: Desk, form: str, typed: Typed, applied: Callable[[str], Response]) -> Response:
    """What follows on a wish: what is wrong with it, a last look, or what applied makes of the application's id.

    Raises:
        Refused: NO_SUCH_FORM, NOT_ALLOWED, NO_DATA.
    """
    offered = _offered(request, form)
    problems = offered.problems(typed)
    if problems or typed.step == "change":
        return _ask(request, desk, offered, typed, problems)
    if typed.step == "check":
        return _confirm(request, desk, offered, typed)
    try:
        return applied(_apply(request, desk, offered, typed))
    except Refused as refused:
        if refused.cause is not Cause.BAD_TEXT:
            raise
        return _ask(request, desk, offered, typed, {"other_purpose": "apply.other_purpose_bad"})


def _offered(request: Request, form: str) -> Offered:
    hub = hub_of(request)
    outlets = hub.store.read(kiosks.enrolled)
    return Offered(applying.form_of(hub, form), tuple((outlet.id, outlet.name) for outlet in outlets))


def _apply(request: Request, desk: Desk, offered: Offered, typed: Typed) -> str:
    person = desk.person.id if desk.person else resident(desk.who)
    return applying.apply(hub_of(request), desk.who, offered.wish(typed, person))


def _ask(request: Request, desk: Desk, offered: Offered, typed: Typed, problems: Mapping[str, str]) -> Response:
    """The page on which a wish is typed, with what is wrong with it beside each field."""
    words, about = words_for(request), offered.form.about
    return page(
        request,
        desk.who,
        "apply.html",
        status=422 if problems else 200,
        title=words.local(about.title),
        action=f"{desk.path}/{offered.form.id}",
        person=desk.person,
        purposes=[(str(n), words.local(purpose), "") for n, purpose in enumerate(about.purposes)],
        ways=[(way.value, words(f"way.{way.value}"), words(f"way.{way.value}_hint")) for way in about.ways],
        kiosks=[(id, name, "") for id, name in offered.kiosks] if offered.asks_kiosk else [],
        options=[(option.id, words.local(option.label)) for option in about.options],
        typed=typed,
        problems={field: words(key) for field, key in problems.items()},
    )


def _confirm(request: Request, desk: Desk, offered: Offered, typed: Typed) -> Response:
    """The page that shows a wish for a last look before it is sent."""
    words, about, purpose = words_for(request), offered.form.about, offered.purpose(typed)
    assert purpose is not None
    chosen = [words.local(option.label) for option in about.options if option.id in typed.option]
    rows = (
        (words("application.paper"), words.local(about.title)),
        (words("application.purpose"), words.local(purpose)),
        (words("application.way"), words(f"way.{typed.way}")),
        (words("apply.how"), words(f"way.{typed.way}_hint")),
        (words("application.kiosk"), dict(offered.kiosks)[typed.kiosk] if offered.asks_kiosk else ""),
        (words("application.options"), ", ".join(chosen)),
    )
    shown: dict[str, Any] = {"rows": rows, "person": desk.person, "fields": fields(typed)}
    return page(request, desk.who, "apply_confirm.html", action=f"{desk.path}/{offered.form.id}", **shown)
