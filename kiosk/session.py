"""Runs one flow: carries out each effect it yields and sends it the outcome.

Knows the three kinds of effect and how long to wait for a person. Does not know any service.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from drivers.lockboard.api import ChannelState
from kiosk.answers import Asking, Understood, WantsHome, understand
from kiosk.bell import Bell
from kiosk.doors import open_door
from kiosk.flows.api import DomainEffect, Effect, Flow
from kiosk.flows.effects import OpenDoor
from kiosk.flows.screen import (
    AskConfirm,
    AskDigits,
    AskOption,
    AtDoor,
    Display,
    DoorClosed,
    DoorLeft,
    DoorUnseen,
    Rest,
    Tell,
)
from kiosk.screen_server import ScreenServer
from kiosk.store.perform import perform
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
    """At an open door nobody is asked; after this the door counts as left open."""
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

    async def offer(self, visit: str, home: Callable[[], Home]) -> str:
        """Show the first screen until something on it is touched; show it anew whenever it changes."""
        while True:
            showing = home()
            self.show(visit, showing)
            seen = await self._bell.until(partial(self._look_at_home, showing, home))
            if isinstance(seen, str):
                return seen

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

    async def decide(self, effect: DomainEffect[Any], visit: str) -> Any:
        """Carry out one domain effect."""
        return await self._store.transact(partial(perform, effect=effect, usable=self._usable()), visit)

    async def _carry_out(self, effect: Effect[Any], visit: str) -> Any:
        match effect:
            case DomainEffect():
                return await self.decide(effect, visit)
            case OpenDoor():
                return await open_door(self._store, self._cabinet, effect, visit)
            case AskDigits() | AskOption() | AskConfirm() | Tell():
                return await self._ask(effect, visit)
            case AtDoor():
                return await self._stand_at(effect, visit)
            case Display(screen):
                self.show(visit, screen)
                return None
            case Rest(seconds):
                return await asyncio.sleep(seconds)
            case _:
                raise TypeError(effect)

    async def _ask(self, asking: AskDigits | AskOption | AskConfirm | Tell, visit: str) -> object:
        showing = self.show(visit, asking.screen)
        while True:
            message = await self._hear(showing)
            understood = _understand(asking, message)
            if understood is not None:
                return understood.outcome

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
        self.show(visit, standing.screen)
        while True:
            in_sight = self._cabinet.door(standing.screen.compartment).state is not ChannelState.UNKNOWN
            try:
                async with asyncio.timeout(self._patience.door_s if in_sight else self._patience.unseen_s):
                    seen = await self._bell.until(partial(self._look_at_door, standing, in_sight=in_sight))
            except TimeoutError:
                return DoorLeft() if in_sight else DoorUnseen()
            if isinstance(seen, Understood):
                return seen.outcome

    def _look_at_door(self, standing: AtDoor, *, in_sight: bool) -> Understood | Touched | Input | ChannelState | None:
        """What ends this wait: the closed door, the person's word or touch, or the door going out of or into sight."""
        state = self._cabinet.door(standing.screen.compartment).state
        if state is ChannelState.CLOSED:
            return Understood(DoorClosed())
        if (state is not ChannelState.UNKNOWN) is not in_sight:
            return state
        message = self._window.peek()
        return None if message is None else _understand(standing, message) or message

    def _look_at_home(self, showing: Home, home: Callable[[], Home]) -> str | Home | None:
        current = home()
        if current != showing:
            return current
        message = self._window.peek()
        return message.answer.option if isinstance(message, Input) and isinstance(message.answer, Chose) else None

    def _usable(self) -> frozenset[Spot]:
        """A compartment whose door is not seen closed is given to nobody."""
        return frozenset(spot for spot in self._spots if self._cabinet.door(spot.number).state is ChannelState.CLOSED)


def _understand(asking: Asking, message: Input | Touched) -> Understood | None:
    if isinstance(message, Touched):
        return None
    understood = understand(asking, message.answer)
    if isinstance(understood, WantsHome):
        raise VisitOver
    return understood
