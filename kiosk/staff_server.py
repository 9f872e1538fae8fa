"""The controller's end of the staff socket: one request per connection, and its replies.

Who may connect is the socket's group; what a person may do is decided by their name and PIN. Knows no deed.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from pydantic import ValidationError

from kiosk.sockets import bind
from link import admin, framing

REQUEST_WITHIN_S = 5.0

Answer = Callable[[admin.Request], AsyncIterator[admin.Reply]]

_log = structlog.get_logger()


class StaffServer:
    """Takes requests and sends what answer replies to them."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @asynccontextmanager
    async def listening(self, path: Path, group: str | None = None) -> AsyncIterator[None]:
        """Take requests of this group at this socket while the block runs."""
        server = await asyncio.start_unix_server(self._serve, sock=bind(path, group))
        try:
            yield
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = admin.request.validate_json(await _read_frame(reader))
            async for reply in self._answer(request):
                writer.write(framing.encode(reply))
                await writer.drain()
        except (framing.FrameTooLong, ValidationError, ConnectionError, TimeoutError) as error:
            _log.warning("request not understood", error=type(error).__name__)
        finally:
            writer.close()


async def _read_frame(reader: asyncio.StreamReader) -> bytes:
    frames = framing.FrameReader()
    async with asyncio.timeout(REQUEST_WITHIN_S):
        while data := await reader.read(65_536):
            if bodies := frames.feed(data):
                return bodies[0]
    raise ConnectionResetError
