"""What serial and TCP have in common, on a real pty and a real socket."""

import asyncio
import os
import time
import tty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest

from drivers.errors import TransportLost
from drivers.transport.api import LineSettings, NothingSent
from drivers.transport.open import open_transport


class FarEnd(Protocol):
    """The other side of an open port."""

    address: str

    async def receive(self, size: int) -> bytes: ...
    async def send(self, data: bytes) -> None: ...
    async def vanish(self) -> None: ...


class PtyEnd:
    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        self.address = os.ttyname(self._theirs)

    async def receive(self, size: int) -> bytes:
        return os.read(self._ours, size)

    async def send(self, data: bytes) -> None:
        os.write(self._ours, data)

    async def vanish(self) -> None:
        if self._ours >= 0:
            os.close(self._ours)
            os.close(self._theirs)
        self._ours = -1


class TcpEnd:
    def __init__(self) -> None:
        self.address = ""
        self._client: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()
        self._server: asyncio.Server | None = None

    async def listen(self) -> None:
        async def arrived(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._client.set_result((reader, writer))

        self._server = await asyncio.start_server(arrived, "127.0.0.1", 0)
        self.address = f"socket://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def receive(self, size: int) -> bytes:
        reader, _writer = await self._client
        return await reader.readexactly(size)

    async def send(self, data: bytes) -> None:
        _reader, writer = await self._client
        writer.write(data)
        await writer.drain()

    async def vanish(self) -> None:
        if self._server is not None:
            self._server.close()
        _reader, writer = await self._client
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def far_end(kind: str) -> AsyncIterator[FarEnd]:
    if kind == "pty":
        end: FarEnd = PtyEnd()
    else:
        end = tcp = TcpEnd()
        await tcp.listen()
    try:
        yield end
    finally:
        await end.vanish()


@pytest.fixture(params=["pty", "tcp"])
async def far(request: pytest.FixtureRequest) -> AsyncIterator[FarEnd]:
    async with far_end(request.param) as end:
        yield end


def soon() -> float:
    return asyncio.get_running_loop().time() + 5


async def test_bytes_arrive_unchanged_in_both_directions(far: FarEnd) -> None:
    every_byte = bytes(range(256))

    async with open_transport(far.address, LineSettings()) as transport:
        await transport.write(every_byte)
        assert await far.receive(256) == every_byte
        await far.send(every_byte)
        received = b""
        while received != every_byte:
            piece = await transport.read(soon())
            assert piece
            received += piece


async def test_a_read_of_a_silent_line_ends_at_its_deadline(far: FarEnd) -> None:
    async with open_transport(far.address, LineSettings()) as transport:
        began_s = time.monotonic()

        assert await transport.read(asyncio.get_running_loop().time() + 0.1) == b""
        assert 0.09 < time.monotonic() - began_s < 1


async def test_a_deadline_that_has_passed_still_gives_what_is_there(far: FarEnd) -> None:
    async with open_transport(far.address, LineSettings()) as transport:
        await far.send(b"here")
        await asyncio.sleep(0.05)  # real time: a kernel hands the bytes over; there is nothing else to wait for

        assert await transport.read(0.0) == b"here"
        assert await transport.read(0.0) == b""


async def test_a_read_that_waits_when_the_line_vanishes_says_that_it_is_lost(far: FarEnd) -> None:
    async with open_transport(far.address, LineSettings()) as transport, asyncio.TaskGroup() as group:
        await transport.write(b"x")
        await far.receive(1)

        async def wait_for_loss() -> None:
            with pytest.raises(TransportLost):
                await transport.read(soon())

        group.create_task(wait_for_loss())
        await asyncio.sleep(0.05)  # real time: the read must be waiting already
        await far.vanish()


async def test_a_write_to_a_line_that_was_seen_to_vanish_sends_nothing(far: FarEnd) -> None:
    async with open_transport(far.address, LineSettings()) as transport:
        await transport.write(b"x")
        await far.receive(1)
        await far.vanish()
        with pytest.raises(TransportLost):
            await transport.read(soon())

        with pytest.raises(NothingSent):
            await transport.write(b"y")


async def test_a_closed_transport_sends_nothing(far: FarEnd) -> None:
    async with open_transport(far.address, LineSettings()) as transport:
        await transport.write(b"x")
        await far.receive(1)
        await transport.close()

        with pytest.raises(NothingSent):
            await transport.write(b"y")


async def test_a_serial_port_has_one_owner() -> None:
    async with far_end("pty") as far, open_transport(far.address, LineSettings()):
        with pytest.raises(TransportLost, match="lock"):
            async with open_transport(far.address, LineSettings()):
                pass


@pytest.mark.parametrize("address", ["/nowhere/port", "socket://127.0.0.1:1", "socket://127.0.0.1", "socket://h:port"])
async def test_what_cannot_be_opened_is_lost_and_named(address: str) -> None:
    with pytest.raises(TransportLost) as raised:
        async with open_transport(address, LineSettings()):
            pass

    assert raised.value.address == address


async def test_a_file_is_not_a_serial_port(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(TransportLost):
        async with open_transport(str(tmp_path / "file"), LineSettings()):
            pass
