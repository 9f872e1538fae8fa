"""대신 전달하기: a volunteer takes an envelope out of the locker to bring it to somebody's door.

The code of the errand and the volunteer's own PIN; the door; 꺼냈습니다; from then on the envelope is in their hands.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words, open_door, until_closed
from kiosk.flows.effects.locker import (
    Delivery,
    DoorUnknown,
    NotAllowed,
    Opened,
    OpenIntent,
    RecordStillInside,
    RecordTaken,
    RecordUncleared,
    StayedShut,
    Uncleared,
)
from kiosk.flows.effects.papers import CheckErrand, CodeFault, Errand, NoSuchVolunteer
from kiosk.flows.scan import AskScan, CardUnfit, NothingReads, ShowedCard
from kiosk.flows.screen import Back, Said
from kiosk.flows.sign_in import ask_pin
from kiosk.flows.talk import confirm, tell_problem, tell_success
from link.screens import Scan
from link.text import Text, key

_WORDS = Words(id="deliver.door", done="taken")


def deliver() -> Flow[None]:
    """From the errand's code to the envelope in the volunteer's hands; ends early wherever they are told why."""
    errand = yield from _ask_for_errand()
    if errand is None or (yield from ask_pin(errand.volunteer)) is None:
        return
    again = True
    while again:
        again = yield from _open(errand)


def settle(intent: OpenIntent) -> RecordUncleared:
    """The door was opened and the visit ended before the volunteer's word: only staff can say what is inside."""
    return RecordUncleared(intent.id, Uncleared.VISIT_ENDED)


def _ask_for_errand() -> Flow[Errand | None]:
    problem: Text | None = None
    while True:
        shown = yield from ask(AskScan(_scan(problem)))
        if isinstance(shown, Back | Said):
            return None
        if isinstance(shown, NothingReads):
            yield from tell_problem("deliver.nothing_reads")
            return None
        if isinstance(shown, ShowedCard | CardUnfit):
            continue
        match (yield from ask(CheckErrand(shown.text))):
            case Errand() as errand:
                return errand
            case CodeFault() as fault:
                problem = key(f"code.{fault.value}")
            case NoSuchVolunteer():
                problem = key("deliver.no_such_volunteer")


def _open(errand: Errand) -> Flow[bool]:
    """One opening. True: the volunteer wants the door opened again."""
    compartment = errand.ticket.compartment
    purpose = Delivery(errand.delivery, errand.ticket.id, errand.volunteer.id)
    match (yield from open_door(compartment, purpose)):
        case Opened(intent):
            return (yield from _wants_more_time(compartment, intent))
        case StayedShut():
            yield from tell_problem("deliver.stayed_shut")
        case DoorUnknown():
            yield from tell_problem("deliver.unknown")
        case NotAllowed():
            yield from tell_problem("deliver.not_allowed")
    return False


def _wants_more_time(compartment: int, intent: str) -> Flow[bool]:
    """The volunteer takes the envelope out. True: the door is closed, and the envelope is still inside."""
    while True:
        closed = yield from until_closed(compartment, _WORDS)
        if isinstance(closed, Uncleared):
            yield from ask(RecordUncleared(intent, closed))
            yield from tell_problem("deliver.uncleared", compartment=compartment)
            return False
        is_taken = closed.said or (yield from confirm("deliver.taken", accept="taken", decline="reopen", final=True))
        record = RecordTaken(intent) if is_taken else RecordStillInside(intent)
        if (yield from ask(record)) is None:
            break
    if is_taken:
        yield from tell_success("deliver.done")
    return not is_taken


def _scan(problem: Text | None) -> Scan:
    return Scan(accepts=("code",), title=key("deliver.scan.title"), hint=key("deliver.scan.hint"), problem=problem)
