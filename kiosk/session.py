"""Runs one flow: carries out each effect it yields and sends it the outcome.

Knows the kinds of effect and who carries out which. Does not know any service.
"""

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import Any

from drivers.lockboard.api import ChannelState
from kiosk.capabilities import Capabilities
from kiosk.doorside import stand_at
from kiosk.flows.api import Effect, Flow
from kiosk.flows.at_door import AtDoor
from kiosk.flows.effects.locker import OpenDoor
from kiosk.flows.effects.papers import PaperGone, PrintPaper, ViewPaper
from kiosk.flows.effects.slips import PrintSlip
from kiosk.flows.scan import AskScan
from kiosk.flows.screen import Display, Heard, Question, Rest, WantsHome
from kiosk.identity import Identity
from kiosk.opening import open_once
from kiosk.press import Press
from kiosk.readings import Readings
from kiosk.scanning import scan
from kiosk.slip_desk import SlipDesk
from kiosk.stage import Stage, VisitOver
from kiosk.store.perform import Circumstances, Decision, perform
from kiosk.store.store import Store
from link.screens import Home
from link.showing import Chose, Input, Touched
from locker.cabinet import Cabinet
from locker.parcel import Spot


@dataclass(frozen=True)
class Devices:
    """What a visit can move, or be shown something by."""

    cabinet: Cabinet
    readings: Readings
    press: Press | None
    """None: this kiosk has no papers, for it was never enrolled at a hub."""
    slips: SlipDesk | None
    capabilities: Capabilities


class Session:
    """What visits run on. One visit at a time."""

    def __init__(
        self,
        *,
        stage: Stage,
        store: Store,
        devices: Devices,
        spots: AbstractSet[Spot],
        identity: Identity | None,
    ) -> None:
        self._stage = stage
        self._store = store
        self._devices = devices
        self._spots = spots
        self._identity = identity

    async def offer(self, visit: str, home: Callable[[], Home]) -> str | None:
        """Show the first screen, anew whenever it changes, until something on it is chosen.

        None: somebody touched it, chose nothing, and is gone; what they changed of it must go too.
        """
        touched = False
        while True:
            showing = home()
            self._stage.show(visit, showing)
            try:
                async with asyncio.timeout(self._stage.patience.ask_after_s if touched else None):
                    seen = await self._stage.bell.until(partial(self._look_at_home, showing, home))
            except TimeoutError:
                return None
            if isinstance(seen, str):
                return seen
            touched = touched or isinstance(seen, Touched)

    async def run(self, flow: Flow[None], visit: str) -> None:
        """Run flow to its end.

        Raises:
            VisitOver: the person is gone; what the flow left open must be settled.
        """
        outcome: Any = None
        while True:
            try:
                effect = flow.send(outcome)
            except StopIteration:
                return
            outcome = await self._carry_out(effect, visit)

    async def decide(self, decision: Decision, visit: str) -> Any:
        """Carry out one domain effect, as the doors stand now."""
        now = Circumstances(spots=self._spots, shut=self._seen_closed(), identity=self._identity)
        return await self._store.transact(partial(perform, decision=decision, now=now), visit)

    async def _carry_out(self, effect: Effect[Any], visit: str) -> Any:
        devices = self._devices
        match effect:
            case AtDoor():
                return await stand_at(self._stage, devices.cabinet, effect, visit)
            case AskScan():
                return await scan(self._stage, devices.readings, devices.capabilities, effect, visit)
            case Question():
                return await self._ask(effect, visit)
            case Display(screen):
                self._stage.show(visit, screen)
                return None
            case Rest(seconds):
                return await asyncio.sleep(seconds)
            case OpenDoor():
                return await open_once(self._store, devices.cabinet, effect, visit)
            case PrintSlip(slip):
                return devices.slips is not None and await devices.slips.print(slip)
            case ViewPaper() | PrintPaper():
                return await self._at_press(effect, visit)
            case _ if isinstance(effect, Decision):
                return await self.decide(effect, visit)
            case _:
                raise TypeError(effect)

    async def _at_press(self, effect: ViewPaper | PrintPaper, visit: str) -> object:
        press = self._devices.press
        if press is None:
            return PaperGone()
        if isinstance(effect, ViewPaper):
            return await press.view(effect)
        return await press.print_once(effect, visit, partial(self._stage.show, visit))

    async def _ask(self, question: Question[Any], visit: str) -> object:
        showing = self._stage.show(visit, question.screen)
        while True:
            message = await self._stage.hear(showing)
            if isinstance(message, Touched):
                continue
            heard = _understand(question, message)
            if heard is not None:
                return heard.outcome
            # An answer that does not count has used up this number.
            showing = self._stage.show(visit, question.screen)

    def _look_at_home(self, showing: Home, home: Callable[[], Home]) -> str | Home | Input | Touched | None:
        current = home()
        if current != showing:
            return current
        message = self._stage.peek()
        if isinstance(message, Input) and isinstance(message.answer, Chose):
            return message.answer.option
        return message

    def _seen_closed(self) -> frozenset[int]:
        return frozenset(
            number
            for number in self._devices.cabinet.compartments
            if self._devices.cabinet.door(number).state is ChannelState.CLOSED
        )


def _understand(question: Question[Any], message: Input) -> Heard[Any] | None:
    heard = question.hear(message.answer)
    if isinstance(heard, WantsHome):
        raise VisitOver
    return heard
