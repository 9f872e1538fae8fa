"""A transport whose other end is a simulated device in the same process.

Knows the cable between them and when it is cut. For tests; it keeps the loop's time, also a fake one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from drivers.errors import TransportLost
from drivers.transport.api import NothingSent
from drivers.transport.cable import Cable, Peer, WireFaults


class MemoryTransport:
    """A Transport to peer. cut_after_bytes ends it after that many bytes, both ways counted together."""

    def __init__(
        self, peer: Peer, *, faults: WireFaults | None = None, seed: int = 0, cut_after_bytes: int | None = None
    ) -> None:
        self._cable = Cable(peer, self._receive, faults=faults, seed=seed)
        self._bytes_left = cut_after_bytes
        self._received = bytearray()
        self._news = asyncio.Event()
        self._lost = False
        self.sent = bytearray()
        """Every byte that left through write."""

    @property
    def address(self) -> str:
        """The same for all of them: nothing else can be opened by it."""
        return "memory"

    async def write(self, data: bytes) -> None:
        """See Transport.write."""
        if self._lost:
            raise NothingSent(self.address, "the cable is cut")
        taken = self._pass(data)
        if taken:
            self.sent += taken
            self._cable.send(taken)
        if len(taken) < len(data):
            raise (TransportLost if taken else NothingSent)(self.address, "the cable was cut")

    async def read(self, deadline_s: float) -> bytes:
        """See Transport.read."""
        try:
            async with asyncio.timeout_at(deadline_s):
                while not self._received and not self._lost:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return b""
        if not self._received:
            raise TransportLost(self.address, "the cable is cut")
        data = bytes(self._received)
        self._received.clear()
        return data

    async def close(self) -> None:
        """See Transport.close."""
        self.cut()

    def cut(self) -> None:
        """Take the cable away. What had reached the peer by then has its effect there."""
        self._lost = True
        self._cable.cut()
        self._news.set()

    def _receive(self, data: bytes) -> None:
        self._received += self._pass(data)
        self._news.set()

    def _pass(self, data: bytes) -> bytes:
        if self._bytes_left is None:
            return data
        passed = data[: self._bytes_left]
        self._bytes_left -= len(passed)
        if len(passed) < len(data) or not self._bytes_left:
            self._lost = True
        return passed


class MemoryAddress:
    """Where one peer is reached again and again: every line is a new cable with the next seed.

    cut_after_bytes is the first line's; whoever opens the address again finds it mended.
    """

    def __init__(
        self, peer: Peer, *, faults: WireFaults | None = None, seed: int = 0, cut_after_bytes: int | None = None
    ) -> None:
        self._peer = peer
        self._faults = faults
        self._next_seed = seed
        self._cut_after_bytes = cut_after_bytes

    @asynccontextmanager
    async def open(self) -> AsyncIterator[MemoryTransport]:
        """See transport.open.open_transport."""
        line = MemoryTransport(
            self._peer, faults=self._faults, seed=self._next_seed, cut_after_bytes=self._cut_after_bytes
        )
        self._next_seed += 1
        self._cut_after_bytes = None
        try:
            yield line
        finally:
            await line.close()
