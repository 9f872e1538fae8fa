"""The screen's end of the socket, played by a test: every message as it comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import BaseModel

from link import framing
from link.screens import Home
from link.showing import Answer, Hello, Input, Panel, Show, Strip, ToScreen, Touched, to_screen
from link.text import Local

HELLO = Hello(
    site=Local(ko="휴먼시아 소담 민원실", en="Humansia Sodam Point"),
    panel=Panel(width_mm=336, height_mm=598, width_px=1080, height_px=1920),
    languages=("ko", "en"),
    help_phone="031-000-0000",
    cabinet=(),
)


class Screen:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._frames = framing.FrameReader()
        self._unread: list[ToScreen] = []

    async def read(self) -> ToScreen:
        """The next message.

        Raises:
            EOFError: the controller hung up.
        """
        while not self._unread:
            data = await self._reader.read(65_536)
            if not data:
                raise EOFError
            self._unread += [to_screen.validate_json(body) for body in self._frames.feed(data)]
        return self._unread.pop(0)

    async def see(self, title: str | None = None) -> Show:
        """The next thing that is showing, with this title (its key's id; "home" for the first screen)."""
        while True:
            message = await self.read()
            if isinstance(message, Show) and (title is None or title_of(message) == title):
                return message

    async def offered(self, *services: str) -> Show:
        """The first screen, once these services can be used."""
        while True:
            show = await self.see("home")
            assert isinstance(show.screen, Home)
            if {service.id for service in show.screen.services if service.unavailable is None} >= set(services):
                return show

    async def strip(self) -> Strip:
        """The next strip of alarms."""
        while not isinstance(message := await self.read(), Strip):
            pass
        return message

    async def is_hung_up(self) -> bool:
        """Read to the end, if there is one within 5 s."""
        try:
            async with asyncio.timeout(5):
                while await self._reader.read(65_536):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True

    def answer(self, show: Show, answer: Answer) -> None:
        """Do something with what was seen."""
        self.say(Input(visit=show.visit, n=show.n, answer=answer))

    def touch(self, show: Show) -> None:
        """Touch something that is no answer."""
        self.say(Touched(visit=show.visit, n=show.n))

    def say(self, message: BaseModel) -> None:
        self.say_bytes(framing.encode(message))

    def say_bytes(self, data: bytes) -> None:
        self._writer.write(data)


def title_of(show: Show) -> str:
    """The id of a screen's title; "home" for the first screen."""
    title = getattr(show.screen, "title", None)
    return "home" if title is None else getattr(title, "id", "")


@asynccontextmanager
async def screen_at(path: Path) -> AsyncIterator[Screen]:
    """A screen that connects at path."""
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        yield Screen(reader, writer)
    finally:
        writer.close()
