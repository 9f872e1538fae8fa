"""보관함 찾기: a resident takes a parcel out of its compartment.

A QR code and the birth date, or number and code; the door is opened, the person says 다 꺼냈습니다, it is free again.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words, open_door, until_closed
from kiosk.flows.effects.locker import (
    CheckCode,
    CodeLocked,
    DoorUnknown,
    HeldForStaff,
    NotAllowed,
    NothingThere,
    Opened,
    OpenIntent,
    Pickup,
    RecordCollected,
    RecordStillInside,
    RecordUncleared,
    StayedShut,
    Ticket,
    Uncleared,
    WrongCode,
)
from kiosk.flows.effects.papers import CheckParcelBirthDate, CheckParcelCode, CodeFault, WrongBirthDate
from kiosk.flows.scan import AskScan, CardUnfit, NothingReads, ShowedCard, ShowedCode, ask_birth_date
from kiosk.flows.screen import AskDigits, Back, Said
from kiosk.flows.talk import confirm, option, rest_after, tell_problem, tell_success
from link.screens import Keypad, Scan
from link.text import Text, key

_WORDS = Words(id="collect.door", done="taken")
_NUMBER_PAD = Keypad(
    title=key("collect.number.title"),
    hint=key("collect.number.hint"),
    unit=key("collect.number.unit"),
    min_digits=1,
    max_digits=3,
)


def collect() -> Flow[None]:
    """From the first question to the free compartment; ends early wherever the person is told why."""
    ticket = yield from _ask_for_ticket()
    while ticket is not None:
        ticket = yield from _open(ticket)


def settle(intent: OpenIntent) -> RecordUncleared:
    """The door was opened and the visit ended before the person's word: only staff can say what is inside."""
    return RecordUncleared(intent.id, Uncleared.VISIT_ENDED)


def _ask_for_ticket() -> Flow[Ticket | None]:
    """By what is shown to the camera; by number and code for whoever has nothing to show, or where no camera is."""
    problem: Text | None = None
    while True:
        match (yield from ask(AskScan(_scan(problem)))):
            case ShowedCode(text):
                found = yield from _by_qr(text)
                if found is None or isinstance(found, Ticket):
                    return found
                problem = None if isinstance(found, Back) else key(f"code.{found.value}")
            case Said():
                ticket = yield from _by_number()
                if not isinstance(ticket, Back):
                    return ticket
            case NothingReads():
                ticket = yield from _by_number()
                return None if isinstance(ticket, Back) else ticket
            case ShowedCard() | CardUnfit():
                """A card opens no compartment, and none was asked for."""
            case Back():
                return None


def _by_qr(text: str) -> Flow[Ticket | CodeFault | Back | None]:
    """The ticket for what this code is about; a fault is asked about again, None: the person was told why not."""
    code = yield from ask(CheckParcelCode(text))
    if isinstance(code, CodeFault):
        return code
    wrong: WrongBirthDate | None = None
    while True:
        digits = yield from ask_birth_date(wrong)
        if isinstance(digits, Back):
            return digits
        match (yield from ask(CheckParcelBirthDate(code, digits))):
            case Ticket() as ticket:
                return ticket
            case WrongBirthDate() as miss:
                wrong = miss
                continue
            case CodeLocked():
                yield from tell_problem("collect.code_locked")
            case HeldForStaff():
                yield from tell_problem("collect.held")
            case NothingThere():
                yield from tell_problem("collect.gone")
        return None


def _by_number() -> Flow[Ticket | Back | None]:
    """The ticket for this number and code; None: the person was told why not."""
    misses = 0
    while True:
        number = yield from ask(AskDigits(_NUMBER_PAD))
        if isinstance(number, Back):
            return number
        match (yield from _ask_for_code(int(number))):
            case Ticket() as ticket:
                return ticket
            case CodeLocked():
                yield from tell_problem("collect.code_locked")
                return None
            case HeldForStaff():
                yield from tell_problem("collect.held")
                return None
            case NothingThere():
                misses += 1
                yield from rest_after(misses)
                yield from tell_problem("collect.nothing_there")
            case Back():
                pass


def _ask_for_code(compartment: int) -> Flow[Ticket | CodeLocked | HeldForStaff | NothingThere | Back]:
    problem: Text | None = None
    misses = 0
    while True:
        code = yield from ask(AskDigits(_code_pad(compartment, problem)))
        if isinstance(code, Back):
            return code
        checked = yield from ask(CheckCode(compartment, code))
        if not isinstance(checked, WrongCode):
            return checked
        misses += 1
        yield from rest_after(misses)
        problem = key("collect.wrong_code", tries_left=checked.tries_left)


def _open(ticket: Ticket) -> Flow[Ticket | None]:
    """One opening. Returns the ticket if it was given back and the person wants the door opened again."""
    match (yield from open_door(ticket.compartment, Pickup(ticket.id))):
        case Opened(intent):
            return ticket if (yield from _wants_more_time(ticket, intent)) else None
        case StayedShut():
            yield from tell_problem("collect.stayed_shut")
        case DoorUnknown():
            yield from tell_problem("collect.unknown")
        case NotAllowed():
            yield from tell_problem("collect.not_allowed")
    return None


def _wants_more_time(ticket: Ticket, intent: str) -> Flow[bool]:
    """The person takes the parcel out. True: the door is closed, and not everything is taken yet."""
    while True:
        closed = yield from until_closed(ticket.compartment, _WORDS)
        if isinstance(closed, Uncleared):
            yield from ask(RecordUncleared(intent, closed))
            yield from tell_problem("collect.uncleared", compartment=ticket.compartment)
            return False
        is_taken = closed.said or (yield from _says_all_taken())
        record = RecordCollected(intent) if is_taken else RecordStillInside(intent)
        if (yield from ask(record)) is None:
            break
    if is_taken:
        yield from tell_success("collect.done")
    return not is_taken


def _says_all_taken() -> Flow[bool]:
    return (yield from confirm("collect.all_taken", accept="taken", decline="reopen", final=True))


def _code_pad(compartment: int, problem: Text | None) -> Keypad:
    return Keypad(
        title=key("collect.code.title"),
        hint=key("collect.code.hint", compartment=compartment),
        problem=problem,
        min_digits=6,
        max_digits=6,
    )


def _scan(problem: Text | None) -> Scan:
    return Scan(
        accepts=("code",),
        title=key("collect.scan.title"),
        hint=key("collect.scan.hint"),
        problem=problem,
        answers=(option("collect.scan.number", "number"),),
    )
