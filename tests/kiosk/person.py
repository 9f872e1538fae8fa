"""A person in front of the screen, for tests: reads what is showing and answers it over the real socket."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from link import framing
from link.screens import Message
from link.showing import Answer, Chose, Input, Show, Typed, to_screen
from link.text import Key

Reaction = Callable[[Show], Answer | None]

GIVES_UP_AFTER_S = 900.0
"""More than any story here lasts, on the fake clock."""


class Person:
    """Sees every Show in turn."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._frames = framing.FrameReader()
        self._seen: list[Show] = []
        self._unanswered: Show | None = None

    async def see(self) -> Show:
        """The next thing that is showing."""
        while not self._seen:
            data = await self._reader.read(65_536)
            if not data:
                raise ConnectionResetError
            messages = (to_screen.validate_json(body) for body in self._frames.feed(data))
            self._seen += [message for message in messages if isinstance(message, Show)]
        self._unanswered = self._seen.pop(0)
        return self._unanswered

    def answer(self, show: Show, answer: Answer) -> None:
        """Do something with what was seen."""
        self._unanswered = None
        self._writer.write(framing.encode(Input(visit=show.visit, n=show.n, answer=answer)))

    async def act(self, reactions: Mapping[str, Reaction], until: str) -> Show:
        """React to each screen by its title until this title is seen; a screen without a reaction is only looked at.

        What was seen last and not answered yet is the first of them.

        Raises:
            TimeoutError: it has not been seen for GIVES_UP_AFTER_S.
        """
        async with asyncio.timeout(GIVES_UP_AFTER_S):
            show = self._unanswered or await self.see()
            while title(show) != until:
                answer = reactions.get(title(show), _nothing)(show)
                if answer is not None:
                    self.answer(show, answer)
                show = await self.see()
            return show


@asynccontextmanager
async def person_at(path: Path) -> AsyncIterator[Person]:
    """Stand in front of the screen whose socket is at path, as soon as it is there."""
    reader, writer = await _connect(path)
    try:
        yield Person(reader, writer)
    finally:
        writer.close()


def title(show: Show) -> str:
    """The id of a screen's title; "home" for the first screen."""
    screen_title = getattr(show.screen, "title", None)
    return "home" if screen_title is None else getattr(screen_title, "id", "")


def types(digits: str) -> Reaction:
    """Type these digits."""
    return lambda _: Typed(digits=digits)


def chooses(option: str) -> Reaction:
    """Touch this option."""
    return lambda _: Chose(option=option)


def number_in_title(show: Show, name: str) -> int:
    """A number that the title of a message says."""
    assert isinstance(show.screen, Message)
    assert isinstance(show.screen.title, Key)
    return int(str(show.screen.title.values[name]))


def digits_of(show: Show) -> str:
    """The code that a message shows."""
    assert isinstance(show.screen, Message)
    assert show.screen.digits is not None
    return show.screen.digits


def _nothing(_: Show) -> None:
    return None


async def _connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    while True:
        try:
            return await asyncio.open_unix_connection(path)
        except (FileNotFoundError, ConnectionRefusedError):
            await asyncio.sleep(0.05)
