"""An application's paper on its way into the locker: chosen, printed if it is not yet, and put into an envelope."""

from dataclasses import dataclass, field

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.papers import ByStaff, Envelope, ListEnvelopes
from kiosk.flows.effects.staff import StaffMember
from kiosk.flows.printing import print_paper
from kiosk.flows.screen import AskOption, AskTake, Back
from kiosk.flows.talk import option
from link.screens import Choice, Option, Take
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


def choose_envelope(staff: StaffMember) -> Flow[Envelope | SomethingElse | Back]:
    """Which paper that waits is brought into the locker now; not asked when none waits."""
    waiting = {envelope.number: envelope for envelope in (yield from ask(ListEnvelopes(staff.id)))}
    if not waiting:
        return SomethingElse()
    options = (*(_option(envelope) for envelope in waiting.values()), option("deposit.what.other", _OTHER))
    chosen = yield from ask(AskOption(Choice(title=key("deposit.what.title"), options=options)))
    if isinstance(chosen, Back):
        return chosen
    return SomethingElse() if chosen == _OTHER else waiting[chosen]


def prepare(envelope: Envelope, staff: StaffMember) -> Flow[Content | None]:
    """The paper in its envelope. None: it did not come out, and the person was told."""
    if not envelope.is_printed:
        printed = yield from print_paper(envelope.number, envelope.pages, ByStaff(staff.id))
        if printed is None:
            return None
    yield from ask(AskTake(_take(envelope)))
    return Content(envelope.household or envelope.holder, envelope.number)


def _option(envelope: Envelope) -> Option:
    words = "deposit.what.printed" if envelope.is_printed else "deposit.what.to_print"
    return Option(id=envelope.number, label=key(words, title=envelope.title.ko, holder=envelope.holder))


def _take(envelope: Envelope) -> Take:
    return Take(
        what="paper",
        title=key("deposit.take.title"),
        hint=key("deposit.take.hint", holder=envelope.holder, pages=envelope.pages),
        accept=option("deposit.take.in_envelope", "in_envelope"),
    )
