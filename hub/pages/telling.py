"""An application in words: how it stands, what happens next, what it is, and who had it when.

Knows states and ways as the keys of sentences. Does not know who reads, beyond whether they are staff.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.pages.words import Words
from hub.states import State
from hub.views.shown import ApplicationView, PersonView, TrailView
from link.way import Way
from printer.certificates.forms import Form

Fact = tuple[str, str]
"""A label and what belongs to it; an empty value is not shown."""

_COME = {(Way.KIOSK, State.APPROVED), (Way.KIOSK, State.FETCHED), (Way.LOCKER, State.IN_LOCKER)}
"""Where the resident themself is to come, with a code to show."""


@dataclass(frozen=True)
class Told:
    """One application, in a list or at the top of its own page."""

    id: str
    href: str
    title: str
    holder: str
    household: str
    way: str
    state: str
    next: str
    reason: str | None
    submitted_at: datetime
    has_code: bool


@dataclass(frozen=True)
class Step:
    """One line of a trail."""

    at: datetime
    what: str
    who: str


def told(words: Words, application: ApplicationView, href: str = "") -> Told:
    """The application, with a link to where it stands in full."""
    return Told(
        id=application.id,
        href=href,
        title=words.local(application.form_title),
        holder=application.holder.name,
        household=words.household(application.holder.household),
        way=application.way.value,
        state=application.state.value,
        next=_next(words, application),
        reason=application.reason,
        submitted_at=application.submitted_at,
        has_code=(application.way, application.state) in _COME,
    )


def facts(words: Words, application: ApplicationView, forms: Mapping[str, Form]) -> tuple[Fact, ...]:
    """What the applicant wanted."""
    return (
        (words("application.holder"), person(words, application.holder)),
        (words("application.purpose"), application.purpose),
        (words("application.submit_to"), application.submit_to),
        (words("application.options"), ", ".join(_chosen(words, application, forms))),
        (words("application.way"), words(f"way.{application.way.value}")),
        (words("application.kiosk"), application.kiosk or ""),
        (words("application.number"), application.number or ""),
        (words("application.applied_at"), words.time(application.submitted_at)),
        (words("application.applied_by"), application.by if application.by_staff else ""),
    )


def person(words: Words, person: PersonView) -> str:
    """Who it is, so that two people with one name are told apart."""
    parts = (person.name, words.date(person.birth_date) if person.birth_date else "", words.household(person.household))
    return " · ".join(part for part in parts if part)


def steps(words: Words, trail: Iterable[TrailView]) -> tuple[Step, ...]:
    """A trail, oldest first."""
    return tuple(Step(step.at, words(f"trail.{step.what.value}"), _by(words, step)) for step in trail)


def _chosen(words: Words, application: ApplicationView, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """What is to stand on the paper, of what could be left out; nothing if the form is not issued any more."""
    form = forms.get(application.form)
    options = form.about.options if form else ()
    return tuple(words.local(each.label) for each in options if application.options.get(each.id))


def _next(words: Words, application: ApplicationView) -> str:
    delivery = application.delivery
    values = {"kiosk": application.kiosk or "", "volunteer": delivery.volunteer if delivery else ""}
    is_out_of_tries = application.state is State.UNCONFIRMED and delivery is not None and delivery.tries_left <= 0
    own = f"next.{application.way.value}.{'out_of_tries' if is_out_of_tries else application.state.value}"
    return words(own if words.has(own) else f"next.any.{application.state.value}", **values)


def _by(words: Words, step: TrailView) -> str:
    compartment = "" if step.compartment is None else words("trail.compartment", compartment=step.compartment)
    place = step.kiosk if step.kiosk and step.kiosk != step.who else ""
    return " · ".join(part for part in (step.who, place, compartment) if part)
