"""What is showing and who answers it: screens under their numbers, and how long a person may be silent.

Knows the screen's socket and the clock. Does not know flows, devices or what a screen is about.
"""

import asyncio

from config.kiosk import PatienceSettings
from kiosk.bell import Bell
from kiosk.screen_server import ScreenServer
from link.screens import Screen
from link.showing import Input, Show, Touched


class VisitOver(Exception):
    """The person left, or fell silent."""


class Stage:
    """What visits stand on. One visit at a time."""

    def __init__(self, window: ScreenServer, bell: Bell, patience: PatienceSettings) -> None:
        self.bell = bell
        self.patience = patience
        self._window = window
        self._n = 0

    def show(self, visit: str, screen: Screen) -> Show:
        """Show a screen under the next number."""
        self._n += 1
        showing = Show(visit=visit, n=self._n, screen=screen)
        self._window.show(showing)
        return showing

    def again(self, showing: Show, *, still_there: bool) -> None:
        """The same screen, with or without the question whether somebody is still there on top of it."""
        self._window.show(showing.model_copy(update={"still_there": still_there}))

    def peek(self) -> Input | Touched | None:
        """Take the next thing the person did with what is showing, if there is one."""
        return self._window.peek()

    async def hear(self, showing: Show) -> Input | Touched:
        """The next sign of the person, who is asked once whether they are still there.

        Raises:
            VisitOver: there was none.
        """
        try:
            async with asyncio.timeout(self.patience.ask_after_s):
                return await self._window.answer()
        except TimeoutError:
            self.again(showing, still_there=True)
        try:
            async with asyncio.timeout(self.patience.leave_after_s):
                message = await self._window.answer()
        except TimeoutError:
            raise VisitOver from None
        self.again(showing, still_there=False)
        return message
