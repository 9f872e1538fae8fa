"""A TCP connection that carries a serial line's bytes, as RS-485 gateways offer it.

Knows asyncio's streams. A gateway cannot say what it did with bytes it was given, so they count as sent.
"""

import asyncio

from drivers.errors import TransportLost
from drivers.transport.api import NothingSent

_CONNECT_WITHIN_S = 3.0
_READ_BYTES = 4096


async def open_tcp(address: str, host: str, port: int) -> "TcpTransport":
    """Connect to host and port; address is what the connection calls itself in errors.

    Raises:
        TransportLost: nobody answers there within three seconds.
    """
    try:
        async with asyncio.timeout(_CONNECT_WITHIN_S):
            reader, writer = await asyncio.open_connection(host, port)
    except OSError as error:
        raise TransportLost(address, str(error) or "nobody answers") from error
    return TcpTransport(address, reader, writer)


class TcpTransport:
    """A Transport over one TCP connection."""

    def __init__(self, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._address = address
        self._reader = reader
        self._writer = writer

    @property
    def address(self) -> str:
        """The address that the connection was opened by."""
        return self._address

    async def write(self, data: bytes) -> None:
        """See Transport.write."""
        if self._writer.is_closing() or self._reader.at_eof():
            raise NothingSent(self._address, "the connection is closed")
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise TransportLost(self._address, str(error)) from error

    async def read(self, deadline_s: float) -> bytes:
        """See Transport.read."""
        # Lets the loop hand over what the kernel holds, so that a deadline in the past still sees it.
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout_at(deadline_s):
                data = await self._reader.read(_READ_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise TransportLost(self._address, str(error)) from error
        if not data:
            raise TransportLost(self._address, "the connection was closed")
        return data

    async def close(self) -> None:
        """See Transport.close."""
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            # The peer was gone first; the socket is closed all the same.
            return
