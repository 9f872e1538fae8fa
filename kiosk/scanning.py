"""Waiting with the person for a code or a card, or for their word that they have none."""

import asyncio
from functools import partial

from kiosk.capabilities import Capabilities
from kiosk.flows.registry import Capability
from kiosk.flows.scan import AskScan, CardUnfit, NothingReads, ShowedCard, ShowedCode
from kiosk.flows.screen import Back, Heard, Said, WantsHome
from kiosk.readings import Accepts, Readings, Shown
from kiosk.stage import Stage, VisitOver
from link.session import Input, Show, Touched

_NEEDS = {"code": Capability.READ_CODES, "card": Capability.READ_CARDS}


async def scan(
    stage: Stage, readings: Readings, capabilities: Capabilities, asked: AskScan, visit: str
) -> Shown | NothingReads | Said | Back:
    """What is shown, or said instead. A device that goes or comes meanwhile changes what the screen asks for.

    Raises:
        VisitOver
    """
    accepts: Accepts = ()
    showing: Show | None = None
    still_there = False
    while True:
        now = _in_service(capabilities, asked)
        if not now:
            return NothingReads()
        if showing is None or now != accepts:
            accepts, still_there = now, False
            showing = stage.show(visit, asked.screen.model_copy(update={"accepts": accepts}))
        try:
            with readings.wanting(accepts):
                async with asyncio.timeout(_patience_s(stage, still_there=still_there)):
                    seen = await stage.bell.until(partial(_look, stage, readings, capabilities, asked, accepts))
        except TimeoutError:
            if still_there:
                raise VisitOver from None
            still_there = True
            stage.again(showing, still_there=True)
            continue
        if isinstance(seen, Heard):
            outcome: Said | Back = seen.outcome
            return outcome
        if isinstance(seen, WantsHome):
            raise VisitOver
        if isinstance(seen, ShowedCode | ShowedCard | CardUnfit):
            return seen
        # A touch begins their patience anew; an answer that does not count has used up its number.
        if still_there and isinstance(seen, Touched):
            stage.again(showing, still_there=False)
        still_there = False
        showing = None if isinstance(seen, Input) else showing


def _patience_s(stage: Stage, *, still_there: bool) -> float:
    return stage.patience.leave_after_s if still_there else stage.patience.ask_after_s


def _in_service(capabilities: Capabilities, asked: AskScan) -> Accepts:
    return tuple(kind for kind in asked.screen.accepts if capabilities.has(_NEEDS[kind]))


def _look(
    stage: Stage, readings: Readings, capabilities: Capabilities, asked: AskScan, accepts: Accepts
) -> Shown | Heard[Said | Back] | WantsHome | Input | Touched | Accepts | None:
    """What ends this wait: something shown, the person's word or touch, or a device that goes or comes."""
    shown = readings.next()
    if shown is not None:
        return shown
    now = _in_service(capabilities, asked)
    if now != accepts:
        return now
    message = stage.peek()
    return asked.hear(message.answer) or message if isinstance(message, Input) else message
