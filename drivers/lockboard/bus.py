"""The one owner of a port that lock boards share: one exchange at a time.

Knows requests, silence, stale bytes and adapters that hear themselves. Does not know any protocol: what a reply is,
the caller's decoder says. A line that is lost stays lost; whoever opened it opens it again.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from drivers.errors import BadReply, NoReply, TransportLost
from drivers.transport.api import NothingSent, Transport

Answer = TypeVar("Answer")
Decoder = Callable[[bytes, bool], Answer | None]
"""From everything received so far to the answer, or None while there is none.

The flag says that the line has been silent for the idle gap, so that no longer frame is under way.
"""

IDLE_GAP_S = 0.005
"""3.5 characters at 9600 baud and 1 ms more."""

_LATE_S = 0.2
_MOST_BYTES = 1024


class Bus:
    """Exchanges over one transport, in the order in which they are asked for."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._turn = asyncio.Lock()
        self._owed_until_s = 0.0
        self.echoes: bool | None = None
        """Whether the adapter hears itself; None until a board's exchange has shown it."""
        self.learning = asyncio.Lock()
        """Held by whoever finds out: a second look, with the echo already taken away, would find none."""

    async def exchange(self, request: bytes, decode: Decoder[Answer], *, within_s: float) -> Answer:
        """Send request once and return the first answer that decode finds in what comes back.

        Args:
            request: the bytes to send.
            decode: sees what was received, without the echo.
            within_s: seconds from the first byte sent to the end of the reply.

        Raises:
            NothingSent: the line was lost before any byte of request left.
            TransportLost: it was lost later.
            NoReply: nothing came.
            BadReply: only bytes came that decode could not use.
        """
        async with self._turn:
            await self._hush()
            sent_s = asyncio.get_running_loop().time()
            # Also true when this exchange is cancelled: its reply may then still come.
            self._owed_until_s = sent_s + within_s + _LATE_S
            await self._write(request, sent_s + within_s, within_s)
            answer = await self._listen(request, decode, sent_s + within_s, within_s)
            self._owed_until_s = 0.0
            return answer

    async def _hush(self) -> None:
        """Drop what is left of earlier exchanges; wait for a late reply as long as one can come."""
        try:
            while await self._transport.read(self._owed_until_s):
                pass
        except TransportLost as lost:
            raise NothingSent(lost.address, lost.detail) from lost

    async def _write(self, request: bytes, deadline_s: float, within_s: float) -> None:
        try:
            async with asyncio.timeout_at(deadline_s):
                await self._transport.write(request)
        except TimeoutError as error:
            raise NoReply(self._transport.address, within_s) from error

    async def _listen(self, request: bytes, decode: Decoder[Answer], deadline_s: float, within_s: float) -> Answer:
        loop = asyncio.get_running_loop()
        received = bytearray()
        until_s = deadline_s
        while True:
            data = await self._transport.read(until_s)
            received += data
            del received[:-_MOST_BYTES]
            answer = decode(self._without_echo(bytes(received), request), not data)
            if answer is not None:
                return answer
            if not data and until_s == deadline_s:
                break
            until_s = min(deadline_s, loop.time() + IDLE_GAP_S) if data else deadline_s
        if received:
            raise BadReply(self._transport.address, bytes(received))
        raise NoReply(self._transport.address, within_s)

    def _without_echo(self, received: bytes, request: bytes) -> bytes:
        if not self.echoes:
            return received
        # A garbled echo hides the reply as well: an unlock and its reply can be the same bytes.
        _before, echo, after = received.partition(request)
        return after if echo else b""
