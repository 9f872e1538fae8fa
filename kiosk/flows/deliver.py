"""대신 전달하기: a volunteer takes an envelope out of the locker to bring it to somebody's door.

The code of the delivery and the volunteer's own PIN; the door; 꺼냈습니다; from then on the envelope is in their hands.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words
from kiosk.flows.effects.codes import CodeFault
from kiosk.flows.effects.deliveries import CheckDeliveryCode, DeliveryDue, NoSuchVolunteer
from kiosk.flows.effects.locker import Delivery, Ending
from kiosk.flows.scan import NothingReads, Unfit, ask_shown, unfit
from kiosk.flows.screen import Back, Said
from kiosk.flows.sign_in import ask_pin
from kiosk.flows.take_out import TakeOut, take_out
from kiosk.flows.talk import tell_problem
from link.screens import Scan
from link.text import key

_WORDS = Words(id="deliver", done="taken", question="taken", not_done="reopen")
_SCAN = Scan(accepts=("code",), title=key("deliver.scan.title"), hint=key("deliver.scan.hint"))


def deliver() -> Flow[None]:
    """From the delivery's code to the envelope in the volunteer's hands; ends early wherever they are told why."""
    due = yield from _ask_for_delivery()
    if due is None or (yield from ask_pin(due.volunteer)) is None:
        return
    purpose = Delivery(due.delivery, due.ticket.id, due.volunteer.id)
    yield from take_out(TakeOut(due.ticket.compartment, purpose, _WORDS, Ending.TAKEN))


def _ask_for_delivery() -> Flow[DeliveryDue | None]:
    match (yield from ask_shown(_SCAN, _by_code)):
        case DeliveryDue() as due:
            return due
        case NothingReads():
            yield from tell_problem("deliver.nothing_reads")
        case Back() | Said():
            """They want the first screen."""
    return None


def _by_code(text: str) -> Flow[DeliveryDue | Unfit]:
    match (yield from ask(CheckDeliveryCode(text))):
        case DeliveryDue() as due:
            return due
        case CodeFault() as fault:
            return unfit(fault)
        case NoSuchVolunteer():
            return Unfit(key("deliver.no_such_volunteer"))
