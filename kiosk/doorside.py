"""Waiting with the person at an open door, for whatever comes first: its closing or their word."""

import asyncio
from functools import partial

from drivers.lockboard.api import ChannelState
from kiosk.flows.at_door import AtDoor, DoorClosed, DoorLeft, DoorUnseen
from kiosk.flows.screen import Heard, Said
from kiosk.stage import Stage
from link.showing import Input, Touched
from locker.cabinet import Cabinet

AtDoorOutcome = DoorClosed | Said | DoorUnseen | DoorLeft


async def stand_at(stage: Stage, cabinet: Cabinet, standing: AtDoor, visit: str) -> AtDoorOutcome:
    """The person's word or the door's closing. Whoever does neither is asked whether they are still there."""
    showing, asked = stage.show(visit, standing.screen), False
    while True:
        in_sight = cabinet.door(standing.screen.compartment).state is not ChannelState.UNKNOWN
        try:
            async with asyncio.timeout(_patience(stage, in_sight=in_sight, asked=asked)):
                seen = await stage.bell.until(partial(_look, stage, cabinet, standing, in_sight=in_sight))
        except TimeoutError:
            if asked or not in_sight:
                return DoorLeft() if in_sight else DoorUnseen()
            asked = True
        else:
            if isinstance(seen, Heard):
                outcome: AtDoorOutcome = seen.outcome
                return outcome
            asked = False
            if isinstance(seen, Input):
                showing = stage.show(visit, standing.screen)
        stage.again(showing, still_there=asked)


def _patience(stage: Stage, *, in_sight: bool, asked: bool) -> float:
    if not in_sight:
        return stage.patience.unseen_s
    return stage.patience.leave_after_s if asked else stage.patience.door_s


def _look(
    stage: Stage, cabinet: Cabinet, standing: AtDoor, *, in_sight: bool
) -> Heard[AtDoorOutcome] | Touched | Input | ChannelState | None:
    """What ends this wait: the closed door, the person's word or touch, or the door going out of or into sight."""
    state = cabinet.door(standing.screen.compartment).state
    if state is ChannelState.CLOSED:
        return Heard(DoorClosed())
    if (state is not ChannelState.UNKNOWN) is not in_sight:
        return state
    message = stage.peek()
    return standing.hear(message.answer) or message if isinstance(message, Input) else message
