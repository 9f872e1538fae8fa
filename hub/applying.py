"""Applying for a paper: whether it can be had at all is looked at here, before anything is written."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hub.core import Hub
from hub.refusals import Cause, Refused
from hub.register import Person
from hub.roles import Deed, Who, demand
from hub.store import applications, kiosks
from hub.store.applications import Wish
from hub.store.schema import Application
from printer.certificates.forms import Form
from printer.certificates.paths import without

MAX_TEXT = 30
"""Characters of purpose and recipient: what fits on the papers."""


def apply(hub: Hub, who: Who, wish: Wish) -> str:
    """Apply for a paper; returns the application's id. wish.kiosk: which one, if there are several.

    Raises:
        Refused: NO_SUCH_FORM, NO_DATA, WAY_NOT_OFFERED, NO_SUCH_OPTION, BAD_TEXT, NO_KIOSK, NOT_ALLOWED.
    """
    form, holder = form_of(hub, wish.form), hub.register.person(wish.person)
    if holder is None or wish.form not in holder.data:
        raise Refused(Cause.NO_DATA)
    if wish.way not in form.about.ways:
        raise Refused(Cause.WAY_NOT_OFFERED)
    if not wish.options.keys() <= {option.id for option in form.about.options}:
        raise Refused(Cause.NO_SUCH_OPTION)
    wish = replace(wish, purpose=wish.purpose.strip(), submit_to=wish.submit_to.strip())
    if not wish.purpose or not is_printable(wish.purpose) or not is_printable(wish.submit_to):
        raise Refused(Cause.BAD_TEXT)
    if wish.kiosk is not None:
        hub.store.read(kiosks.outlet, wish.kiosk)
    return hub.store.write(applications.submit, who, wish)


def find_person(hub: Hub, who: Who, name: str, birth_date: date) -> Person | None:
    """The person at the desk.

    Raises:
        Refused: NOT_ALLOWED.
    """
    demand(who, Deed.APPLY_FOR_OTHERS)
    return hub.register.find(name, birth_date)


def person_of(hub: Hub, who: Who, person: str) -> Person:
    """The person who was found at the desk.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND.
    """
    demand(who, Deed.APPLY_FOR_OTHERS)
    found = hub.register.person(person)
    if found is None:
        raise Refused(Cause.NOT_FOUND)
    return found


def form_of(hub: Hub, form: str) -> Form:
    """The form with this id.

    Raises:
        Refused: NO_SUCH_FORM.
    """
    found = hub.forms.get(form)
    if found is None:
        raise Refused(Cause.NO_SUCH_FORM)
    return found


def options_of(form: Form, chosen: Mapping[str, Any]) -> dict[str, bool]:
    """Every option of the form: as chosen, or as the form has it if nobody chose."""
    return {option.id: bool(chosen.get(option.id, option.default)) for option in form.about.options}


def printed_data(hub: Hub, row: Application) -> dict[str, Any]:
    """What the paper of this application will say, by the names of its form's schema.

    Raises:
        Refused: NO_SUCH_FORM, NO_DATA, if forms or register have changed since it was applied for.
    """
    form, holder = form_of(hub, row.form), hub.register.person(row.person)
    if holder is None or row.form not in holder.data:
        raise Refused(Cause.NO_DATA)
    chosen = options_of(form, row.options)
    left_out = [path for option in form.about.options if not chosen[option.id] for path in option.without]
    return without(holder.data[row.form], left_out)


def is_printable(text: str) -> bool:
    """One short line without control signs."""
    return len(text) <= MAX_TEXT and all(unicodedata.category(sign)[0] != "C" for sign in text)
