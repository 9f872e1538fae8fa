"""A simulated printer at the end of a wire in memory, which can break at any request."""

import asyncio
from collections.abc import MutableMapping
from enum import Enum, auto
from typing import Any

import httpx

from drivers.documentprinter.ipp.settings import IppSettings
from drivers.documentprinter.ipp.sim import IppSim

Message = MutableMapping[str, Any]

CREATE, SEND, CANCEL, JOB, PRINTER = 0x05, 0x06, 0x08, 0x09, 0x0B
"""IPP operations."""


ADDRESS = "ipp://printer/ipp/print"


def settings(address: str = ADDRESS, **more: object) -> IppSettings:
    """A printer at this address; it is at the end of a Wire if nobody looks at the address."""
    return IppSettings.model_validate({"protocol": "ipp", "name": "printer", "address": address} | more)


class Break(Enum):
    """What happens to one request."""

    REFUSED = auto()
    """Nobody listens."""
    CUT_IN_REQUEST = auto()
    """Half of it arrives."""
    REPLY_LOST = auto()
    """All of it arrives and has its effect; the line breaks before the answer."""
    SILENT = auto()
    """All of it arrives and has its effect; the answer never comes."""
    GARBAGE = auto()
    """All of it arrives and has its effect; the answer is not IPP."""
    HTTP_ERROR = auto()
    """A web server in front of it says 503; the printer sees nothing."""
    FOREIGN_ANSWER = auto()
    """The answer is to another request."""


class Wire(httpx.AsyncBaseTransport):
    """Carries requests to a simulated printer."""

    def __init__(self, sim: IppSim) -> None:
        self.sim = sim
        self.breaks: dict[int, Break] = {}
        """What happens to the next request of an operation; once each."""
        self.is_cut = False
        self.stays_cut = False
        """After a break nothing goes through any more."""
        self.asked: list[int] = []
        """The operation of every request that left, oldest first."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        self.sim.mfp.advance(asyncio.get_running_loop().time())
        if self.is_cut or not self.sim.mfp.is_on:
            raise httpx.ConnectError("nobody listens")
        body = await request.aread()
        how = self.breaks.pop(body[3], None)
        self.is_cut = how is not None and self.stays_cut
        if how is Break.REFUSED:
            raise httpx.ConnectError("nobody listens")
        self.asked.append(body[3])
        match how:
            case Break.CUT_IN_REQUEST:
                await self._call(request, body[: len(body) // 2], is_whole=False)
                raise httpx.WriteError("cut")
            case Break.HTTP_ERROR:
                return httpx.Response(503)
            case _:
                return await self._answered(await self._call(request, body, is_whole=True), how)

    async def _answered(self, answer: bytes, how: Break | None) -> httpx.Response:
        match how:
            case Break.REPLY_LOST:
                raise httpx.ReadError("cut")
            case Break.SILENT:
                await asyncio.get_running_loop().create_future()
            case Break.GARBAGE:
                answer = b"<html>printer</html>"
            case Break.FOREIGN_ANSWER:
                answer = answer[:7] + bytes([answer[7] ^ 0x55]) + answer[8:]
            case _:
                pass
        return httpx.Response(200, stream=httpx.ByteStream(answer))

    async def _call(self, request: httpx.Request, body: bytes, *, is_whole: bool) -> bytes:
        """What the application answers to this much of a request; the line breaks where it is not whole."""
        arriving: list[Message] = [{"type": "http.request", "body": body, "more_body": not is_whole}]
        sent: list[Message] = []

        async def receive() -> Message:
            return arriving.pop(0) if arriving else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(name.lower(), value) for name, value in request.headers.raw]
        await self.sim({"type": "http", "method": request.method, "headers": headers}, receive, send)
        return b"".join(message.get("body", b"") for message in sent)
