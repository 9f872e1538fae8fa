"""Runs one flow: carries out each effect it yields and sends it the outcome.

Knows the three kinds of effect and how long to wait for a person. Does not know any service.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from drivers.lockboard.api import ChannelState
from kiosk.bell import Bell
from kiosk.flows.api import Effect, Flow
from kiosk.flows.effects.locker import OpenDoor
from kiosk.flows.screen import (
    AtDoor,
    Display,
    DoorClosed,
    DoorLeft,
    DoorUnseen,
    Heard,
    Question,
    Rest,
    Said,
    WantsHome,
)
from kiosk.opening import open_once
from kiosk.screen_server import ScreenServer
from kiosk.store.perform import Decision, perform
from kiosk.store.store import Store
from link.screens import Home, Screen
from link.session import Chose, Input, Show, Touched
from locker.cabinet import Cabinet
from locker.parcel import Spot


@dataclass(frozen=True)
class Patience:
    """How long a person may be silent. Every touch begins it anew."""

    ask_after_s: float
    """After this the screen asks whether they are still there."""
    leave_after_s: float
    """After this without an answer to that, the visit ends."""
    door_s: float
    """At an open door, instead of ask_after_s: whoever empties a compartment touches no screen."""
    unseen_s: float
    """A board may come back; after this without its word the door counts as unseen."""


class VisitOver(Exception):
    """The person left, or fell silent."""


class Session:
    """What visits run on. One visit at a time."""

    def __init__(
        self,
        *,
        window: ScreenServer,
        store: Store,
        cabinet: Cabinet,
        bell: Bell,
        spots: frozenset[Spot],
        patience: Patience,
    ) -> None:
        self._window = window
        self._store = store
        self._cabinet = cabinet
        self._bell = bell
        self._spots = spots
        self._patience = patience
        self._n = 0

    async def offer(self, visit: str, home: Callable[[], Home]) -> str | None:
        """Show the first screen, anew whenever it changes, until something on it is chosen.

        None: somebody touched it, chose nothing, and is gone; what they changed of it must go too.
        """
        touched = False
        while True:
            showing = home()
            self.show(visit, showing)
            try:
                async with asyncio.timeout(self._patience.ask_after_s if touched else None):
                    seen = await self._bell.until(partial(self._look_at_home, showing, home))
            except TimeoutError:
                return None
            if isinstance(seen, str):
                return seen
            touched = touched or isinstance(seen, Touched)

    def show(self, visit: str, screen: Screen) -> Show:
        """Show a screen under the next number."""
        self._n += 1
        showing = Show(visit=visit, n=self._n, screen=screen)
        self._window.show(showing)
        return showing

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
        work = partial(perform, decision=decision, shut=self._seen_closed(), spots=self._spots)
        return await self._store.transact(work, visit)

    async def _carry_out(self, effect: Effect[Any], visit: str) -> Any:
        if isinstance(effect, Decision):
            return await self.decide(effect, visit)
        match effect:
            case OpenDoor():
                return await open_once(self._store, self._cabinet, effect, visit)
            case AtDoor():
                return await self._stand_at(effect, visit)
            case Question():
                return await self._ask(effect, visit)
            case Display(screen):
                self.show(visit, screen)
            case Rest(seconds):
                await asyncio.sleep(seconds)
            case _:
                raise TypeError(effect)
        return None

    async def _ask(self, question: Question[Any], visit: str) -> object:
        showing = self.show(visit, question.screen)
        while True:
            message = await self._hear(showing)
            if isinstance(message, Touched):
                continue
            heard = _understand(question, message)
            if heard is not None:
                return heard.outcome
            # An answer that does not count has used up this number.
            showing = self.show(visit, question.screen)

    async def _hear(self, showing: Show) -> Input | Touched:
        """The next sign of the person, who is asked once whether they are still there."""
        try:
            async with asyncio.timeout(self._patience.ask_after_s):
                return await self._window.answer()
        except TimeoutError:
            self._window.show(showing.model_copy(update={"still_there": True}))
        try:
            async with asyncio.timeout(self._patience.leave_after_s):
                message = await self._window.answer()
        except TimeoutError:
            raise VisitOver from None
        self._window.show(showing)
        return message

    async def _stand_at(self, standing: AtDoor, visit: str) -> object:
        """The person's word or the door's closing. Whoever does neither is asked whether they are still there."""
        showing, asked = self.show(visit, standing.screen), False
        while True:
            in_sight = self._cabinet.door(standing.screen.compartment).state is not ChannelState.UNKNOWN
            try:
                async with asyncio.timeout(self._patience_at_door(in_sight=in_sight, asked=asked)):
                    seen = await self._bell.until(partial(self._look_at_door, standing, in_sight=in_sight))
            except TimeoutError:
                if asked or not in_sight:
                    return DoorLeft() if in_sight else DoorUnseen()
                asked = True
            else:
                if isinstance(seen, Heard):
                    return seen.outcome
                asked = False
                if isinstance(seen, Input):
                    showing = self.show(visit, standing.screen)
            self._window.show(showing.model_copy(update={"still_there": asked}))

    def _patience_at_door(self, *, in_sight: bool, asked: bool) -> float:
        if not in_sight:
            return self._patience.unseen_s
        return self._patience.leave_after_s if asked else self._patience.door_s

    def _look_at_door(
        self, standing: AtDoor, *, in_sight: bool
    ) -> Heard[DoorClosed | Said | DoorUnseen | DoorLeft] | Touched | Input | ChannelState | None:
        """What ends this wait: the closed door, the person's word or touch, or the door going out of or into sight."""
        state = self._cabinet.door(standing.screen.compartment).state
        if state is ChannelState.CLOSED:
            return Heard(DoorClosed())
        if (state is not ChannelState.UNKNOWN) is not in_sight:
            return state
        message = self._window.peek()
        return standing.hear(message.answer) or message if isinstance(message, Input) else message

    def _look_at_home(self, showing: Home, home: Callable[[], Home]) -> str | Home | Input | Touched | None:
        current = home()
        if current != showing:
            return current
        message = self._window.peek()
        if isinstance(message, Input) and isinstance(message.answer, Chose):
            return message.answer.option
        return message

    def _seen_closed(self) -> frozenset[int]:
        return frozenset(
            number for number in self._cabinet.compartments if self._cabinet.door(number).state is ChannelState.CLOSED
        )


def _understand(question: Question[Any], message: Input) -> Heard[Any] | None:
    heard = question.hear(message.answer)
    if isinstance(heard, WantsHome):
        raise VisitOver
    return heard
