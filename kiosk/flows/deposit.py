"""보관하기: staff puts a parcel for a household into a compartment.

Name and PIN, the household, a free compartment, the door, 넣었습니다, and the code that the household will need.
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
from kiosk.flows.effects.staff import ListStaff, SignIn, StaffMember, WrongPin
from kiosk.flows.screen import AskDigits, AskOption, Back, confirm, tell_problem, tell_success
from link.screens import Choice, Keypad, Line, Option
from link.text import Local, Text, key

_WORDS = Words(id="deposit.door", done="put_in")


def deposit() -> Flow[None]:
    """From the sign-in to the code; ends early wherever the person is told why."""
    staff = yield from _sign_in()
    if staff is None:
        return
    household = yield from _ask_for_household()
    if household is None:
        return
    again = True
    while again:
        match (yield from ask(Reserve(household, staff.id))):
            case Reserved() as reserved:
                again = yield from _put_in(reserved, staff)
            case NoneFree():
                again = False
                yield from tell_problem("deposit.none_free")


def settle(intent: OpenIntent) -> RecordUncleared:
    """The door was opened and the visit ended before the person's word: only staff can say what is inside."""
    return RecordUncleared(intent.id, Uncleared.VISIT_ENDED)


def _put_in(reserved: Reserved, staff: StaffMember) -> Flow[bool]:
    """One compartment tried. True: its door stayed shut, and another one is to be tried."""
    match (yield from open_door(reserved.compartment, Deposit(reserved.parcel, staff.id))):
        case Opened(intent):
            yield from _at_open_door(reserved, intent)
            return False
        case StayedShut():
            return (yield from confirm("deposit.stayed_shut", accept="another", decline="stop"))
        case DoorUnknown():
            yield from tell_problem("deposit.unknown")
            return False
        case NotAllowed():
            yield from tell_problem("deposit.not_allowed")
            return False


def _at_open_door(reserved: Reserved, intent: str) -> Flow[None]:
    while True:
        closed = yield from until_closed(reserved.compartment, _WORDS)
        if isinstance(closed, Uncleared):
            yield from ask(RecordUncleared(intent, closed))
            yield from tell_problem("deposit.uncleared", compartment=reserved.compartment)
            return
        is_in = closed.said or (yield from confirm("deposit.is_in", accept="put_in", decline="nothing", final=True))
        if is_in:
            ended = yield from _record_stored(reserved, intent)
        else:
            ended = yield from _record_nothing(intent)
        if ended:
            return


def _record_stored(reserved: Reserved, intent: str) -> Flow[bool]:
    """False: the door has come open again."""
    match (yield from ask(RecordStored(intent))):
        case Stored(parcel, code):
            yield from tell_success("deposit.done", digits=code, compartment=reserved.compartment)
            yield from ask(RecordCodeTold(parcel))
            return True
        case DoorOpenAgain():
            return False


def _record_nothing(intent: str) -> Flow[bool]:
    """False: the door has come open again."""
    if (yield from ask(RecordNotStored(intent))) is not None:
        return False
    yield from tell_success("deposit.nothing")
    return True


def _sign_in() -> Flow[StaffMember | None]:
    while True:
        member = yield from _ask_who()
        if member is None:
            return None
        signed_in = yield from _ask_pin(member)
        if signed_in is not None:
            return signed_in


def _ask_who() -> Flow[StaffMember | None]:
    members = {member.id: member for member in (yield from ask(ListStaff()))}
    if not members:
        yield from tell_problem("deposit.no_staff")
        return None
    options = tuple(Option(id=member.id, label=Local(ko=member.name)) for member in members.values())
    chosen = yield from ask(AskOption(Choice(title=key("deposit.who.title"), options=options)))
    return None if isinstance(chosen, Back) else members[chosen]


def _ask_pin(member: StaffMember) -> Flow[StaffMember | None]:
    problem: Text | None = None
    while True:
        pin = yield from ask(AskDigits(_pin_pad(member, problem)))
        if isinstance(pin, Back):
            return None
        match (yield from ask(SignIn(member.id, pin))):
            case StaffMember() as signed_in:
                return signed_in
            case WrongPin(0):
                problem = key("deposit.wrong_pin")
            case WrongPin(wait_s):
                problem = key("deposit.wrong_pin_wait", wait_s=wait_s)


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


def _pin_pad(member: StaffMember, problem: Text | None) -> Keypad:
    return Keypad(
        title=key("deposit.pin.title"),
        hint=key("deposit.pin.hint", name=member.name),
        problem=problem,
        min_digits=6,
        max_digits=12,
        masked=True,
    )


def _household_pad(part: str) -> Keypad:
    return Keypad(
        title=key(f"deposit.{part}.title"),
        unit=key(f"deposit.{part}.unit"),
        min_digits=1,
        max_digits=4,
    )
