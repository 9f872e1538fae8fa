"""Taking something out of its compartment: shared by every flow in which somebody has the right to it."""

from dataclasses import dataclass

from kiosk.flows.api import Flow, ask
from kiosk.flows.at_door import Words, open_door, until_said
from kiosk.flows.effects.locker import (
    Conclude,
    Delivery,
    DoorOpenAgain,
    DoorUnknown,
    Ending,
    NotAllowed,
    Opened,
    Pickup,
    StayedShut,
    Uncleared,
)
from kiosk.flows.talk import tell_problem, tell_success


@dataclass(frozen=True)
class TakeOut:
    """Who takes it out for what, in which words, and how it ends when they have it."""

    compartment: int
    purpose: Pickup | Delivery
    words: Words
    ending: Ending


def take_out(wanted: TakeOut) -> Flow[None]:
    """Opened as often as the person asks for more time, until it is taken or they are told why it cannot be."""
    again = True
    while again:
        again = yield from _open(wanted)


def _open(wanted: TakeOut) -> Flow[bool]:
    """One opening. True: the person wants the door opened again."""
    match (yield from open_door(wanted.compartment, wanted.purpose)):
        case Opened(intent):
            return (yield from _wants_more_time(wanted, intent))
        case StayedShut():
            yield from tell_problem(f"{wanted.words.id}.stayed_shut")
        case DoorUnknown():
            yield from tell_problem(f"{wanted.words.id}.unknown")
        case NotAllowed():
            yield from tell_problem(f"{wanted.words.id}.not_allowed")
    return False


def _wants_more_time(wanted: TakeOut, intent: str) -> Flow[bool]:
    """The person takes it out. True: the door is closed, and not everything is taken: the right to it is given back."""
    while True:
        is_taken = yield from until_said(wanted.compartment, intent, wanted.words)
        if isinstance(is_taken, Uncleared):
            return False
        ending = wanted.ending if is_taken else Ending.STILL_INSIDE
        if not isinstance((yield from ask(Conclude(intent, ending))), DoorOpenAgain):
            break
    if is_taken:
        yield from tell_success(f"{wanted.words.id}.done")
    return not is_taken
