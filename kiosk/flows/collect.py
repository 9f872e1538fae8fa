"""보관함 찾기: a resident takes a parcel out of its compartment.

A QR code and the birth date, or number and code; the door is opened, the person says 다 꺼냈습니다, it is free again.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words
from kiosk.flows.effects.codes import CheckParcelBirthDate, CheckParcelCode, Code, CodeFault, WrongBirthDate
from kiosk.flows.effects.locker import (
    CheckCode,
    CodeLocked,
    Ending,
    HeldForStaff,
    NothingThere,
    Pickup,
    Ticket,
    WrongCode,
)
from kiosk.flows.scan import NothingReads, Unfit, ask_birth_date, ask_shown, unfit
from kiosk.flows.screen import AskDigits, Back, Said
from kiosk.flows.take_out import TakeOut, take_out
from kiosk.flows.talk import option, rest_after, tell_problem
from link.screens import Keypad, Scan
from link.text import Text, key

_WORDS = Words(id="collect", done="taken", question="all_taken", not_done="reopen")
_SCAN = Scan(
    accepts=("code",),
    title=key("collect.scan.title"),
    hint=key("collect.scan.hint"),
    answers=(option("collect.scan.number", "number"),),
)
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
    if ticket is not None:
        yield from take_out(TakeOut(ticket.compartment, Pickup(ticket.id), _WORDS, Ending.COLLECTED))


def _ask_for_ticket() -> Flow[Ticket | None]:
    """By what is shown to the camera; by number and code for whoever has nothing to show, or where no camera is."""
    while True:
        match (yield from ask_shown(_SCAN, _by_code)):
            case Said():
                ticket = yield from _by_number()
                if not isinstance(ticket, Back):
                    return ticket
            case NothingReads():
                ticket = yield from _by_number()
                return None if isinstance(ticket, Back) else ticket
            case Back():
                return None
            case found:
                return found


def _by_code(text: str) -> Flow[Ticket | Unfit | Back | None]:
    """The ticket for what this signed code is about; None: the person was told why not."""
    code = yield from ask(CheckParcelCode(text))
    if isinstance(code, CodeFault):
        return unfit(code)
    return (yield from ask_birth_date(code, _check_birth_date))


def _check_birth_date(code: Code, digits: str) -> Flow[Ticket | WrongBirthDate | None]:
    """See _by_code."""
    match (yield from ask(CheckParcelBirthDate(code, digits))):
        case Ticket() | WrongBirthDate() as found:
            return found
        case NothingThere():
            yield from tell_problem("collect.gone")
        case CodeLocked() | HeldForStaff() as refused:
            yield from _tell_why_not(refused)
    return None


def _by_number() -> Flow[Ticket | Back | None]:
    """The ticket for this number and code; None: the person was told why not."""
    misses = 0
    while True:
        number = yield from ask(AskDigits(_NUMBER_PAD))
        if isinstance(number, Back):
            return number
        found = yield from _ask_for_code(int(number))
        if isinstance(found, NothingThere):
            misses += 1
            yield from rest_after(misses)
            yield from tell_problem("collect.nothing_there")
        elif not isinstance(found, Back):
            return found


def _ask_for_code(compartment: int) -> Flow[Ticket | NothingThere | Back | None]:
    """See _by_number. NothingThere: it may have been another number."""
    problem: Text | None = None
    misses = 0
    while True:
        digits = yield from ask(AskDigits(_code_pad(compartment, problem)))
        if isinstance(digits, Back):
            return digits
        match (yield from ask(CheckCode(compartment, digits))):
            case Ticket() | NothingThere() as found:
                return found
            case WrongCode(tries_left):
                misses += 1
                yield from rest_after(misses)
                problem = key("collect.wrong_code", tries_left=tries_left)
            case CodeLocked() | HeldForStaff() as refused:
                yield from _tell_why_not(refused)
                return None


def _tell_why_not(refused: CodeLocked | HeldForStaff) -> Flow[None]:
    """However they proved that it is theirs, only staff can help now."""
    yield from tell_problem("collect.held" if isinstance(refused, HeldForStaff) else "collect.code_locked")


def _code_pad(compartment: int, problem: Text | None) -> Keypad:
    return Keypad(
        title=key("collect.code.title"),
        hint=key("collect.code.hint", compartment=compartment),
        problem=problem,
        min_digits=6,
        max_digits=6,
    )
