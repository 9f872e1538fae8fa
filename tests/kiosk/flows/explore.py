"""Drives a flow through every outcome of every effect, without a controller.

The outcomes of each effect are written down here once; test_tables.py checks that none that a type allows is missing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kiosk.flows import screen
from kiosk.flows.api import Effect, Flow
from kiosk.flows.effects import locker, staff

INTENT = "intent-1"
PARCEL = "parcel-1"
MEMBER = staff.StaffMember("staff-1", "김소담")
TICKET = locker.Ticket("ticket-1", 7)

DOMAIN_OUTCOMES: dict[type, tuple[object, ...]] = {
    locker.CheckCode: (TICKET, locker.WrongCode(4), locker.CodeLocked(), locker.HeldForStaff(), locker.NothingThere()),
    staff.ListStaff: ((MEMBER,), ()),
    staff.SignIn: (MEMBER, staff.WrongPin(0), staff.WrongPin(10)),
    locker.Reserve: (locker.Reserved(PARCEL, 7), locker.NoneFree()),
    locker.RecordStored: (locker.Stored(PARCEL, "482913"), locker.DoorOpenAgain()),
    locker.RecordNotStored: (None, locker.DoorOpenAgain()),
    locker.RecordCollected: (None, locker.DoorOpenAgain()),
    locker.RecordStillInside: (None, locker.DoorOpenAgain()),
    locker.RecordCodeTold: (None,),
    locker.RecordUncleared: (None,),
    locker.OpenDoor: (
        locker.Opened(INTENT),
        locker.StayedShut(),
        locker.DoorUnknown(),
        locker.NotAllowed(),
    ),
}


def outcomes(effect: Effect[Any]) -> tuple[object, ...]:
    """Everything that effect can be answered with."""
    match effect:
        case screen.AskDigits(keypad):
            return ("7".zfill(keypad.min_digits), screen.Back())
        case screen.AskOption(choice):
            return (*(option.id for option in choice.options), screen.Back())
        case screen.AskConfirm():
            return (True, False)
        case screen.AtDoor(door):
            said = tuple(screen.Said(answer.id) for answer in door.answers)
            return (screen.DoorClosed(), *said, screen.DoorUnseen(), screen.DoorLeft())
        case screen.Tell() | screen.Display() | screen.Rest():
            return (None,)
        case _:
            return DOMAIN_OUTCOMES[type(effect)]


@dataclass(frozen=True)
class Step:
    """One effect and what it was answered with."""

    effect: Effect[Any]
    outcome: object


Path = tuple[Step, ...]


def paths(flow: Callable[[], Flow[Any]], times: int = 2) -> Iterator[Path]:
    """Every way through flow that meets no question more than this often."""
    yield from _extend(flow, (), times)


def play(flow: Callable[[], Flow[Any]], answers: tuple[object, ...]) -> tuple[Flow[Any], Effect[Any] | None]:
    """Flow after these outcomes, and the effect it wants next; None: it has ended."""
    running = flow()
    try:
        effect = next(running)
        for answer in answers:
            effect = running.send(answer)
    except StopIteration:
        return running, None
    return running, effect


def signature(effect: Effect[Any]) -> str:
    """What makes two effects the same question."""
    title = getattr(getattr(effect, "screen", None), "title", None)
    return f"{type(effect).__name__} {getattr(title, 'id', '')}".strip()


def _extend(flow: Callable[[], Flow[Any]], path: Path, times: int) -> Iterator[Path]:
    running, effect = play(flow, tuple(step.outcome for step in path))
    running.close()
    if effect is None:
        yield path
        return
    if Counter(signature(step.effect) for step in path)[signature(effect)] >= times:
        return
    for outcome in outcomes(effect):
        yield from _extend(flow, (*path, Step(effect, outcome)), times)
