"""The controller's end of the screen's socket: says what is showing, takes what the person did.

Knows frames and who is connected. Does not know what a screen means. The newest screen to connect is the screen;
it is told what is showing, so a screen that died comes back to the truth.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn

import structlog
from pydantic import BaseModel, ValidationError

from kiosk.bell import Bell
from kiosk.sockets import bind
from link import framing
from link.screens import Screen
from link.showing import BEAT_EVERY_S, Alarm, Beat, Hello, Input, Show, Strip, Touched, to_controller

UNREAD_BYTES = 1_048_576
"""A screen that leaves this much unread hangs; it is let go, and may connect again."""
INBOX = 64
"""More answers than a person gives between two looks; older ones fall out."""

_log = structlog.get_logger()


class ScreenServer:
    """One screen, or none. What is showing is kept here and nowhere else."""

    def __init__(self, hello: Hello, bell: Bell) -> None:
        self._hello = hello
        self._bell = bell
        self._show: Show | None = None
        self._strip = Strip(alarms=())
        self._inbox: deque[Input | Touched] = deque(maxlen=INBOX)
        self._screen: asyncio.StreamWriter | None = None

    @asynccontextmanager
    async def listening(self, path: Path, group: str | None = None) -> AsyncIterator[None]:
        """Take screens of this group at this socket while the block runs."""
        server = await asyncio.start_unix_server(self._serve, sock=bind(path, group))
        try:
            yield
        finally:
            server.close()
            self._let_go()

    def show(self, show: Show) -> None:
        """From now on this is showing."""
        self._show = show
        self._send(show)

    @property
    def showing(self) -> Screen | None:
        """What is showing; None: nothing was shown yet."""
        return None if self._show is None else self._show.screen

    def strip(self, alarms: tuple[Alarm, ...]) -> None:
        """From now on these alarms stand beside whatever is showing."""
        strip = Strip(alarms=alarms)
        if strip != self._strip:
            self._strip = strip
            self._send(strip)

    async def beat(self) -> NoReturn:
        """Let the screen know, for ever, that what it shows is still true."""
        while True:
            await asyncio.sleep(BEAT_EVERY_S)
            self._send(Beat())

    async def answer(self) -> Input | Touched:
        """What the person did with what is showing; anything older is dropped."""
        return await self._bell.until(self.peek)

    def peek(self) -> Input | Touched | None:
        """Take the next thing the person did with what is showing, if there is one."""
        while self._inbox:
            message = self._inbox.popleft()
            if self._show and (message.visit, message.n) == (self._show.visit, self._show.n):
                return message
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._let_go()
        self._screen = writer
        _log.info("screen connected")
        for message in (self._hello, self._show, self._strip):
            if message is not None:
                self._send(message)
        try:
            await self._listen(reader)
        except (framing.FrameTooLong, ValidationError, ConnectionError) as error:
            _log.warning("screen let go", error=type(error).__name__)
        finally:
            if self._screen is writer:
                self._let_go()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        frames = framing.FrameReader()
        while data := await reader.read(65_536):
            for body in frames.feed(data):
                self._inbox.append(to_controller.validate_json(body))
                self._bell.ring()

    def _send(self, message: BaseModel) -> None:
        if self._screen is None:
            return
        if self._screen.transport.get_write_buffer_size() > UNREAD_BYTES:
            _log.warning("screen does not read; let go")
            self._screen.transport.abort()
            self._screen = None
            return
        self._screen.write(framing.encode(message))

    def _let_go(self) -> None:
        if self._screen is not None:
            self._screen.close()
            self._screen = None
