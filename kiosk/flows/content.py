"""What staff put into a compartment, and for whom: an application's paper in its envelope, or anything else.

A paper that waits is chosen, and printed on the spot if it is not yet; for anything else the household is asked.
"""

from dataclasses import dataclass, field

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.papers import ByStaff, Envelope, ListEnvelopes, RecordPaperTaken
from kiosk.flows.effects.staff import StaffMember
from kiosk.flows.printing import print_paper
from kiosk.flows.screen import AskDigits, AskOption, AskTake, Back
from kiosk.flows.talk import confirm, option
from link.screens import Choice, Keypad, Line, Option, Take
from link.text import key

_OTHER = "other"


@dataclass(frozen=True)
class Content:
    """What is put into a compartment, and for whom."""

    recipient: str = field(repr=False)
    """A household such as 101-1203; the person's name where the hub knows no household."""
    paper: str | None = None
    """The number of the certificate in the envelope."""


@dataclass(frozen=True)
class SomethingElse:
    """No application's paper."""


def choose_content(staff: StaffMember) -> Flow[Content | None]:
    """What this member of staff has in their hands now; None: they went back, or were told why they have nothing."""
    match (yield from _choose_paper(staff)):
        case Envelope() as envelope:
            return (yield from _prepare(envelope, staff))
        case SomethingElse():
            household = yield from _ask_for_household()
            return None if household is None else Content(household)
        case Back():
            return None


def _choose_paper(staff: StaffMember) -> Flow[Envelope | SomethingElse | Back]:
    """Which paper that waits is brought into the locker now; not asked when none waits."""
    waiting = {envelope.number: envelope for envelope in (yield from ask(ListEnvelopes(staff.id)))}
    if not waiting:
        return SomethingElse()
    options = (*(_option(envelope) for envelope in waiting.values()), option("deposit.what.other", _OTHER))
    chosen = yield from ask(AskOption(Choice(title=key("deposit.what.title"), options=options)))
    if isinstance(chosen, Back):
        return chosen
    return SomethingElse() if chosen == _OTHER else waiting[chosen]


def _prepare(envelope: Envelope, staff: StaffMember) -> Flow[Content | None]:
    """The paper in its envelope. None: it did not come out, and the person was told."""
    if not envelope.is_printed:
        printed = yield from print_paper(envelope.number, envelope.pages, ByStaff(staff.id))
        if printed is None:
            return None
    yield from ask(AskTake(_take(envelope)))
    yield from ask(RecordPaperTaken(envelope.number, staff.id))
    return Content(envelope.household or envelope.holder, envelope.number)


def _ask_for_household() -> Flow[str | None]:
    """The household as building-unit, such as 101-1203; None: the person went back to the beginning."""
    while True:
        building = yield from ask(AskDigits(_household_pad("building")))
        if isinstance(building, Back):
            return None
        unit = yield from ask(AskDigits(_household_pad("unit")))
        if isinstance(unit, Back):
            continue
        if (yield from _is_right(int(building), int(unit))):
            return f"{int(building)}-{int(unit)}"


def _is_right(building: int, unit: int) -> Flow[bool]:
    household = Line(
        label=key("deposit.household.label"),
        value=key("deposit.household.value", building=building, unit=unit),
    )
    return (yield from confirm("deposit.household", accept="right", decline="change", lines=(household,)))


def _option(envelope: Envelope) -> Option:
    words = "deposit.what.printed" if envelope.is_printed else "deposit.what.to_print"
    return Option(id=envelope.number, label=key(words, title=envelope.title, holder=envelope.holder))


def _take(envelope: Envelope) -> Take:
    return Take(
        what="paper",
        title=key("deposit.take.title"),
        hint=key("deposit.take.hint", holder=envelope.holder, pages=envelope.pages),
        accept=option("deposit.take.in_envelope", "in_envelope"),
    )


def _household_pad(part: str) -> Keypad:
    return Keypad(
        title=key(f"deposit.{part}.title"),
        unit=key(f"deposit.{part}.unit"),
        min_digits=1,
        max_digits=4,
    )
