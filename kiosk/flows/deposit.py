"""보관하기: staff puts an envelope into a compartment: an application's paper, or anything else for a household.

Name and PIN, what it is and for whom, a free compartment, the door, 넣었습니다, and how the recipient is told.
"""

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words, open_door, until_said
from kiosk.flows.content import Content, choose_content
from kiosk.flows.effects.locker import (
    Conclude,
    Deposit,
    DoorUnknown,
    Ending,
    NoneFree,
    NotAllowed,
    Opened,
    RecordCodeTold,
    RecordStored,
    Reserve,
    Reserved,
    StayedShut,
    Stored,
    Uncleared,
)
from kiosk.flows.effects.slips import PickUpNote
from kiosk.flows.effects.staff import NotStaff, StaffMember
from kiosk.flows.printing import print_slip
from kiosk.flows.sign_in import sign_in
from kiosk.flows.talk import confirm, tell_problem, tell_success
from locker.parcel import ToldBy

_WORDS = Words(id="deposit", done="put_in", question="is_in", not_done="nothing")


def deposit() -> Flow[None]:
    """From the sign-in to the closed door; ends early wherever the person is told why."""
    staff = yield from sign_in()
    if staff is None:
        return
    content = yield from choose_content(staff)
    if content is None:
        return
    another = True
    while another:
        another = yield from _try_compartment(content, staff)


def _try_compartment(content: Content, staff: StaffMember) -> Flow[bool]:
    """One compartment. True: its door stayed shut, and another one is to be tried."""
    match (yield from ask(Reserve(content.recipient, staff.id, content.paper))):
        case Reserved() as reserved:
            return (yield from _open(reserved, content, staff))
        case NoneFree():
            yield from tell_problem("deposit.none_free")
        case NotStaff():
            yield from tell_problem("deposit.not_staff")
    return False


def _open(reserved: Reserved, content: Content, staff: StaffMember) -> Flow[bool]:
    """See _try_compartment."""
    match (yield from open_door(reserved.compartment, Deposit(reserved.parcel, staff.id))):
        case Opened(intent):
            yield from _put_in(reserved.compartment, content, intent)
        case StayedShut():
            return (yield from confirm("deposit.stayed_shut", accept="another", decline="stop"))
        case DoorUnknown():
            yield from tell_problem("deposit.unknown")
        case NotAllowed():
            yield from tell_problem("deposit.not_allowed")
    return False


def _put_in(compartment: int, content: Content, intent: str) -> Flow[None]:
    """With the person at the open door. One that comes open again before anything is recorded is stood at again."""
    while True:
        is_in = yield from until_said(compartment, intent, _WORDS)
        if isinstance(is_in, Uncleared):
            return
        if is_in:
            stored = yield from ask(RecordStored(intent))
            if isinstance(stored, Stored):
                yield from _tell_how(compartment, content, stored)
                return
        elif (yield from ask(Conclude(intent, Ending.NOT_STORED))) is None:
            yield from tell_success("deposit.nothing")
            return


def _tell_how(compartment: int, content: Content, stored: Stored) -> Flow[None]:
    """Say how the recipient learns of it. A code that nobody else tells must be seen here, or come out on a slip."""
    match stored.told_by:
        case ToldBy.HUB:
            yield from tell_success("deposit.done_hub", compartment=compartment)
            return
        case ToldBy.VOLUNTEER:
            yield from tell_success("deposit.done_volunteer", compartment=compartment)
            return
        case ToldBy.SLIP if (yield from print_slip(PickUpNote(compartment, stored.code, content.recipient))):
            yield from tell_success("deposit.done_slip", compartment=compartment)
        case ToldBy.SLIP | ToldBy.STAFF:
            yield from tell_success("deposit.done", digits=stored.code, compartment=compartment)
    yield from ask(RecordCodeTold(stored.parcel))
