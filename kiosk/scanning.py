"""Waiting with the person for a code or a card, or for their word that they have none."""

import asyncio
from collections.abc import Callable
from functools import partial

from kiosk.capabilities import Capabilities
from kiosk.capability import Capability
from kiosk.flows.scan import AskScan, CardUnfit, NothingReads, ShowedCard, ShowedCode
from kiosk.flows.screen import Back, Heard, Said, WantsHome
from kiosk.readings import Readings, Shown
from kiosk.stage import Stage, VisitOver
from link.screens import Scan
from link.showing import Input, Show, Touched
from link.text import key

Seen = Shown | Heard[Said | Back] | WantsHome | Input | Touched | Scan

_NEEDS = {"code": Capability.READ_CODES, "card": Capability.READ_CARDS}


async def scan(
    stage: Stage, readings: Readings, capabilities: Capabilities, asked: AskScan, visit: str
) -> Shown | NothingReads | Said | Back:
    """What is shown, or said instead. A device that goes or comes meanwhile changes what the screen asks for.

    Raises:
        VisitOver
    """
    showing: Show | None = None
    still_there = False
    while True:
        screen = _as_things_are(capabilities, readings, asked)
        if not screen.accepts:
            return NothingReads()
        if showing is None or screen != showing.screen:
            showing, still_there = stage.show(visit, screen), False
        look = partial(_look, stage, readings, capabilities, asked, screen)
        with readings.wanting(screen.accepts):
            seen = await _until(stage, look, still_there=still_there)
        match seen:
            case ShowedCode() | ShowedCard() | CardUnfit():
                return seen
            case Heard():
                outcome: Said | Back = seen.outcome
                return outcome
            case WantsHome():
                raise VisitOver
            case None if still_there:
                raise VisitOver
            case None:
                still_there = True
                stage.again(showing, still_there=True)
            case Touched() if still_there:
                still_there = False
                stage.again(showing, still_there=False)
            case Touched() | Scan():
                """Their patience begins anew."""
            case Input():
                # An answer that does not count has used up this number.
                showing = None


async def _until(stage: Stage, look: Callable[[], Seen | None], *, still_there: bool) -> Seen | None:
    """What ends this wait; None: nobody did anything for too long."""
    try:
        async with asyncio.timeout(_patience_s(stage, still_there=still_there)):
            return await stage.bell.until(look)
    except TimeoutError:
        return None


def _patience_s(stage: Stage, *, still_there: bool) -> float:
    return stage.patience.leave_after_s if still_there else stage.patience.ask_after_s


def _as_things_are(capabilities: Capabilities, readings: Readings, asked: AskScan) -> Scan:
    """What is asked for of what can be read now. A card that was laid down too early is asked for again."""
    accepts = tuple(kind for kind in asked.screen.accepts if capabilities.has(_NEEDS[kind]))
    problem = asked.screen.problem
    if problem is None and "card" in accepts and readings.card_lies:
        problem = key("scan.lay_again")
    return asked.screen.model_copy(update={"accepts": accepts, "problem": problem})


def _look(stage: Stage, readings: Readings, capabilities: Capabilities, asked: AskScan, screen: Scan) -> Seen | None:
    """What ends this wait: something shown, the person's word or touch, or a device or card that goes or comes."""
    shown = readings.next()
    if shown is not None:
        return shown
    now = _as_things_are(capabilities, readings, asked)
    if now != screen:
        return now
    message = stage.peek()
    return asked.hear(message.answer) or message if isinstance(message, Input) else message
