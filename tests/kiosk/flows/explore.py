"""Drives a flow through every outcome of every effect, without a controller.

The outcomes of each effect are written down here once; test_tables.py checks that none that a type allows is missing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kiosk.flows import at_door, scan, screen
from kiosk.flows.api import Effect, Flow
from kiosk.flows.effects import codes, deliveries, locker, papers, slips, staff
from link.text import Local
from locker.parcel import ToldBy

INTENT = "intent-1"
PARCEL = "parcel-1"
MEMBER = staff.StaffMember("staff-1", "김소담")
TICKET = locker.Ticket("ticket-1", 7)

CODE = codes.Code("code-1", "application-1")
OFFERS = tuple(
    papers.Offer(number, Local(ko="주민등록표 등본"), papers.ByCode("code-1"))
    for number in ("시험-0000-0000-0001", "시험-0000-0000-0002")
)
ENVELOPES = (
    papers.Envelope(
        "시험-0000-0000-0003", "application-3", Local(ko="등본"), "이새벽", "101-1203", 1, is_printed=False
    ),
    papers.Envelope("시험-0000-0000-0004", "application-4", Local(ko="등본"), "이다솜", None, 2, is_printed=True),
)

DOMAIN_OUTCOMES: dict[type, tuple[object, ...]] = {
    locker.CheckCode: (TICKET, locker.WrongCode(4), locker.CodeLocked(), locker.HeldForStaff(), locker.NothingThere()),
    staff.ListStaff: ((MEMBER,), ()),
    staff.SignIn: (MEMBER, staff.WrongPin(0), staff.WrongPin(10)),
    locker.Reserve: (locker.Reserved(PARCEL, 7), locker.NoneFree(), staff.NotStaff()),
    locker.RecordStored: (
        *(locker.Stored(PARCEL, "482913", told_by) for told_by in ToldBy),
        locker.DoorOpenAgain(),
    ),
    locker.Conclude: (None, locker.DoorOpenAgain()),
    locker.RecordCodeTold: (None,),
    locker.RecordUncleared: (None,),
    locker.OpenDoor: (
        locker.Opened(INTENT),
        locker.StayedShut(),
        locker.DoorUnknown(),
        locker.NotAllowed(),
    ),
    codes.CheckPrintCode: (CODE, *codes.CodeFault),
    codes.CheckParcelCode: (CODE, codes.CodeFault.EXPIRED),
    codes.CheckPrintBirthDate: (OFFERS[:1], codes.WrongBirthDate(1, 4), codes.CodeFault.LOCKED),
    codes.CheckParcelBirthDate: (
        TICKET,
        codes.WrongBirthDate(1, 4),
        locker.CodeLocked(),
        locker.HeldForStaff(),
        locker.NothingThere(),
    ),
    papers.FindByCard: (OFFERS, ()),
    papers.ViewPaper: (papers.PaperView(OFFERS[0].title, "김소담", 1, "iVBORw0KGgo="), papers.PaperGone()),
    papers.PrintPaper: (papers.Printed(1), papers.NotPrinted(), papers.PrintUncertain(), papers.PaperGone()),
    papers.RecordPrintUncertain: (None,),
    papers.RecordPaperTaken: (None,),
    papers.ListEnvelopes: ((), ENVELOPES),
    deliveries.CheckDeliveryCode: (
        deliveries.DeliveryDue("delivery-1", TICKET, MEMBER),
        deliveries.NoSuchVolunteer(),
        codes.CodeFault.NOT_READY,
    ),
    slips.PrintSlip: (True, False),
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
        case scan.AskScan(shown):
            said = tuple(screen.Said(answer.id) for answer in shown.answers)
            card = (scan.ShowedCard("card-1"), scan.CardUnfit("mute"))
            return (scan.ShowedCode("SODAM1:"), *card, scan.NothingReads(), *said, screen.Back())
        case at_door.AtDoor(door):
            said = tuple(screen.Said(answer.id) for answer in door.answers)
            return (at_door.DoorClosed(), *said, at_door.DoorUnseen(), at_door.DoorLeft())
        case screen.Tell() | screen.AskTake() | screen.Display() | screen.Rest():
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
    if isinstance(effect, locker.Conclude):
        return f"Conclude {effect.ending.value}"
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
