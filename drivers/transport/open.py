"""From an address to an open transport.

"socket://host:port" is a TCP connection; anything else is the path of a serial port. Knows nothing of devices.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from drivers.errors import TransportLost
from drivers.transport.api import LineSettings, Transport
from drivers.transport.serial import open_serial
from drivers.transport.tcp import open_tcp

_SOCKET = "socket://"


@asynccontextmanager
async def open_transport(address: str, line: LineSettings) -> AsyncIterator[Transport]:
    """Open the line at address and close it on the way out.

    Raises:
        TransportLost: it cannot be opened.
    """
    if address.startswith(_SOCKET):
        transport: Transport = await open_tcp(address, *_host_and_port(address))
    else:
        transport = open_serial(address, line)
    try:
        yield transport
    finally:
        await transport.close()


def _host_and_port(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise TransportLost(address, str(error)) from error
    if host is None or port is None:
        raise TransportLost(address, "a socket address is socket://host:port")
    return host, port
