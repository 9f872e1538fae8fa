"""보관하기: staff puts an envelope into a compartment: an application's paper, or anything else for a household.

Name and PIN, what it is and for whom, a free compartment, the door, 넣었습니다, and how the recipient is told.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words, open_door, until_closed
from kiosk.flows.effects.locker import (
    Deposit,
    DoorOpenAgain,
    DoorUnknown,
    NoneFree,
    NotAllowed,
    Opened,
    OpenIntent,
    RecordCodeTold,
    RecordNotStored,
    RecordStored,
    RecordUncleared,
    Reserve,
    Reserved,
    StayedShut,
    Stored,
    Uncleared,
)
from kiosk.flows.effects.papers import Envelope, PickUpNote, PrintSlip
from kiosk.flows.effects.staff import StaffMember
from kiosk.flows.envelope import Content, choose_envelope, prepare
from kiosk.flows.screen import AskDigits, Back
from kiosk.flows.sign_in import sign_in
from kiosk.flows.talk import confirm, tell_problem, tell_success
from link.screens import Keypad, Line
from link.text import key
from locker.parcel import ToldBy

_WORDS = Words(id="deposit.door", done="put_in")


def deposit() -> Flow[None]:
    """From the sign-in to the closed door; ends early wherever the person is told why."""
    staff = yield from sign_in()
    if staff is None:
        return
    content = yield from _ask_what(staff)
    again = content is not None
    while content is not None and again:
        match (yield from ask(Reserve(content.recipient, staff.id, content.paper))):
            case Reserved() as reserved:
                again = yield from _put_in(reserved, content, staff)
            case NoneFree():
                again = False
                yield from tell_problem("deposit.none_free")


def settle(intent: OpenIntent) -> RecordUncleared:
    """The door was opened and the visit ended before the person's word: only staff can say what is inside."""
    return RecordUncleared(intent.id, Uncleared.VISIT_ENDED)


def _ask_what(staff: StaffMember) -> Flow[Content | None]:
    """An application's paper, printed on the spot if need be, or whatever else staff have in their hands."""
    chosen = yield from choose_envelope(staff)
    if isinstance(chosen, Envelope):
        return (yield from prepare(chosen, staff))
    if isinstance(chosen, Back):
        return None
    household = yield from _ask_for_household()
    return None if household is None else Content(household)


def _put_in(reserved: Reserved, content: Content, staff: StaffMember) -> Flow[bool]:
    """One compartment tried. True: its door stayed shut, and another one is to be tried."""
    match (yield from open_door(reserved.compartment, Deposit(reserved.parcel, staff.id))):
        case Opened(intent):
            yield from _at_open_door(reserved, content, intent)
            return False
        case StayedShut():
            return (yield from confirm("deposit.stayed_shut", accept="another", decline="stop"))
        case DoorUnknown():
            yield from tell_problem("deposit.unknown")
            return False
        case NotAllowed():
            yield from tell_problem("deposit.not_allowed")
            return False


def _at_open_door(reserved: Reserved, content: Content, intent: str) -> Flow[None]:
    while True:
        closed = yield from until_closed(reserved.compartment, _WORDS)
        if isinstance(closed, Uncleared):
            yield from ask(RecordUncleared(intent, closed))
            yield from tell_problem("deposit.uncleared", compartment=reserved.compartment)
            return
        is_in = closed.said or (yield from confirm("deposit.is_in", accept="put_in", decline="nothing", final=True))
        if is_in:
            ended = yield from _record_stored(reserved, content, intent)
        else:
            ended = yield from _record_nothing(intent)
        if ended:
            return


def _record_stored(reserved: Reserved, content: Content, intent: str) -> Flow[bool]:
    """False: the door has come open again."""
    match (yield from ask(RecordStored(intent))):
        case Stored() as stored:
            yield from _tell_how(reserved.compartment, content, stored)
            return True
        case DoorOpenAgain():
            return False


def _tell_how(compartment: int, content: Content, stored: Stored) -> Flow[None]:
    """Say how the recipient learns of it. A code that nobody else tells must be seen here, or come out on a slip."""
    match stored.told_by:
        case ToldBy.HUB:
            yield from tell_success("deposit.done_hub", compartment=compartment)
            return
        case ToldBy.VOLUNTEER:
            yield from tell_success("deposit.done_volunteer", compartment=compartment)
            return
        case ToldBy.SLIP if (yield from ask(PrintSlip(PickUpNote(compartment, stored.code, content.recipient)))):
            yield from tell_success("deposit.done_slip", compartment=compartment)
        case ToldBy.SLIP | ToldBy.STAFF:
            yield from tell_success("deposit.done", digits=stored.code, compartment=compartment)
    yield from ask(RecordCodeTold(stored.parcel))


def _record_nothing(intent: str) -> Flow[bool]:
    """False: the door has come open again."""
    if (yield from ask(RecordNotStored(intent))) is not None:
        return False
    yield from tell_success("deposit.nothing")
    return True


def _ask_for_household() -> Flow[str | None]:
    """The household as building-unit, such as 101-1203; None: the person went back to the beginning."""
    while True:
        building = yield from ask(AskDigits(_household_pad("building")))
        if isinstance(building, Back):
            return None
        unit = yield from ask(AskDigits(_household_pad("unit")))
        if isinstance(unit, Back):
            continue
        household = Line(
            label=key("deposit.household.label"),
            value=key("deposit.household.value", building=int(building), unit=int(unit)),
        )
        if (yield from confirm("deposit.household", accept="right", decline="change", lines=(household,))):
            return f"{int(building)}-{int(unit)}"


def _household_pad(part: str) -> Keypad:
    return Keypad(
        title=key(f"deposit.{part}.title"),
        unit=key(f"deposit.{part}.unit"),
        min_digits=1,
        max_digits=4,
    )
