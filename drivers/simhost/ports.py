"""Where a simulated device with a line can be reached: a pty under a symlink, or a TCP port of this machine.

Knows file descriptors and sockets. Does not know what the bytes mean.
"""

import asyncio
import os
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

_READ_BYTES = 4096


class Port(Protocol):
    """A place that one client at a time connects to."""

    @property
    def address(self) -> str:
        """What a client puts into its settings to reach it."""

    async def open(self) -> None:
        """Be reachable; again after close, at the same address."""

    def write(self, data: bytes) -> None:
        """Send data to the client, if there is one."""

    async def close(self) -> None:
        """Vanish, as a pulled plug does."""


def port_at(address: str, run_dir: Path, received: Callable[[bytes], None]) -> Port:
    """The port for an address of a rig file; a relative path counts from run_dir."""
    if address.startswith("socket://"):
        parts = urlsplit(address)
        return TcpPort(parts.hostname or "127.0.0.1", parts.port or 0, received)
    return PtyPort(run_dir / address, received)


class PtyPort:
    """A pseudo-terminal that looks like a serial port; link is a symlink to its name."""

    def __init__(self, link: Path, received: Callable[[bytes], None]) -> None:
        self._link = link
        self._received = received
        self._ours: int | None = None
        self._theirs: int | None = None

    @property
    def address(self) -> str:
        """The path of the symlink."""
        return str(self._link.absolute())

    async def open(self) -> None:
        """See Port.open."""
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        if self._link.is_symlink():
            self._link.unlink()
        self._link.symlink_to(os.ttyname(self._theirs))
        asyncio.get_running_loop().add_reader(self._ours, self._read)

    def write(self, data: bytes) -> None:
        """See Port.write."""
        if self._ours is None:
            return
        try:
            os.write(self._ours, data)
        except BlockingIOError:
            # Nobody has read for kilobytes; a real adapter drops bytes then, too.
            return

    async def close(self) -> None:
        """See Port.close."""
        if self._ours is None or self._theirs is None:
            return
        asyncio.get_running_loop().remove_reader(self._ours)
        self._link.unlink(missing_ok=True)
        os.close(self._ours)
        os.close(self._theirs)
        self._ours = self._theirs = None

    def _read(self) -> None:
        if self._ours is not None:
            self._received(os.read(self._ours, _READ_BYTES))


class TcpPort:
    """A listening socket; the client that came last is the one that is heard and answered."""

    def __init__(self, host: str, port: int, received: Callable[[bytes], None]) -> None:
        self._host = host
        self._port = port
        self._received = received
        self._server: asyncio.Server | None = None
        self._client: asyncio.StreamWriter | None = None

    @property
    def address(self) -> str:
        """socket://host:port, with the real port once it is open."""
        return f"socket://{self._host}:{self._port}"

    async def open(self) -> None:
        """See Port.open."""
        self._server = await asyncio.start_server(self._serve, self._host, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def write(self, data: bytes) -> None:
        """See Port.write."""
        if self._client is not None and not self._client.is_closing():
            self._client.write(data)

    async def close(self) -> None:
        """See Port.close."""
        if self._server is None:
            return
        # Forgotten first: while it waits, somebody may open it again.
        server, client, self._server, self._client = self._server, self._client, None, None
        server.close()
        if client is not None:
            client.close()
        await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._client is not None:
            self._client.close()
        self._client = writer
        try:
            while data := await reader.read(_READ_BYTES):
                if self._client is writer:
                    self._received(data)
        except ConnectionError:
            # A client that vanishes is ordinary.
            return
        finally:
            writer.close()
