"""Staff and volunteers say who they are: a name from the list, and their PIN."""

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.staff import ListStaff, SignIn, StaffMember, WrongPin
from kiosk.flows.screen import AskDigits, AskOption, Back
from kiosk.flows.talk import tell_problem
from link.screens import Choice, Keypad, Option
from link.text import Local, Text, key


def sign_in() -> Flow[StaffMember | None]:
    """Whoever chose their name and typed their PIN; None: they went back, or nobody can sign in."""
    while True:
        member = yield from _ask_who()
        if member is None:
            return None
        signed_in = yield from ask_pin(member)
        if signed_in is not None:
            return signed_in


def ask_pin(member: StaffMember) -> Flow[StaffMember | None]:
    """The member, once their PIN was right; None: they went back."""
    problem: Text | None = None
    while True:
        pin = yield from ask(AskDigits(_pin_pad(member, problem)))
        if isinstance(pin, Back):
            return None
        match (yield from ask(SignIn(member.id, pin))):
            case StaffMember() as signed_in:
                return signed_in
            case WrongPin(0):
                problem = key("sign_in.wrong_pin")
            case WrongPin(wait_s):
                problem = key("sign_in.wrong_pin_wait", wait_s=wait_s)


def _ask_who() -> Flow[StaffMember | None]:
    members = {member.id: member for member in (yield from ask(ListStaff()))}
    if not members:
        yield from tell_problem("sign_in.no_staff")
        return None
    options = tuple(Option(id=member.id, label=Local(ko=member.name)) for member in members.values())
    chosen = yield from ask(AskOption(Choice(title=key("sign_in.who.title"), options=options)))
    return None if isinstance(chosen, Back) else members[chosen]


def _pin_pad(member: StaffMember, problem: Text | None) -> Keypad:
    return Keypad(
        title=key("sign_in.pin.title"),
        hint=key("sign_in.pin.hint", name=member.name),
        problem=problem,
        min_digits=6,
        max_digits=12,
        masked=True,
    )
