"""The far end of the wire: a camera that sends MJPEG over HTTP, and how its stream can go wrong.

Knows HTTP's bytes and clients. What is in the pictures, its caller says. The wire is Python's asyncio and nothing of
OpenCV, so that a mistake about the stream cannot hide in both ends.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from pydantic import BaseModel, ConfigDict

from drivers.camera.simscene import LensFaults

PATH = "/stream.mjpg"

_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: multipart/x-mixed-replace; boundary=picture\r\n\r\n"
_ELSEWHERE = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class CameraFaults(BaseModel):
    """Everything that is wrong with one camera now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lens: LensFaults = LensFaults()
    stream: Literal["flows", "stalls", "ends", "corrupt"] = "flows"
    """stalls: connected, and nothing comes. ends: closed by the camera. corrupt: the pictures are no pictures."""
    connected: bool = True
    """False while the plug is pulled: connections are refused, and those there are end."""


class SimCamera:
    """A camera at a TCP port of this machine; jpeg says what it sees at an instant of the loop's clock."""

    def __init__(self, jpeg: Callable[[float], bytes], port: int = 0, *, fps: float = 15) -> None:
        self.stream: Literal["flows", "stalls", "ends", "corrupt"] = "flows"
        """See CameraFaults.stream; may be set at any time."""
        self._jpeg = jpeg
        self._port = port
        self._pause_s = 1 / fps
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()
        self._alone = asyncio.Event()

    @property
    def address(self) -> str:
        """What a client puts into its settings to reach it; with the real port once connected."""
        return f"http://127.0.0.1:{self._port}{PATH}"

    @property
    def clients(self) -> int:
        """How many are looking now."""
        return len(self._clients)

    async def connect(self) -> None:
        """Be reachable; again after disconnect, at the same address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def disconnect(self) -> None:
        """Vanish, as a pulled plug does. Without a connection it does nothing."""
        if self._server is None:
            return
        self._server.close()
        for client in self._clients:
            client.transport.abort()
        while self._clients:
            self._alone.clear()
            await self._alone.wait()
        await self._server.wait_closed()
        self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.add(writer)
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            if request.startswith(f"GET {PATH} ".encode()):
                writer.write(_HEAD)
                await self._send_pictures(reader, writer)
            else:
                writer.write(_ELSEWHERE)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # A client that vanishes is ordinary, and so is one that does not speak HTTP.
            return
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self._clients.discard(writer)
            self._alone.set()

    async def _send_pictures(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        next_s = loop.time()
        while self.stream != "ends" and not (writer.is_closing() or reader.at_eof()):
            if self.stream != "stalls":
                writer.write(self._part(loop.time()))
                await writer.drain()
            # A client that was slow to take a picture misses the ones in between.
            next_s = max(next_s + self._pause_s, loop.time())
            await asyncio.sleep(next_s - loop.time())

    def _part(self, now_s: float) -> bytes:
        picture = self._jpeg(now_s)
        if self.stream == "corrupt":
            picture = bytes(byte ^ 0x55 for byte in picture)
        # Without a length a client waits for the next picture to know the end of this one (measured: 33 ms at 30 fps).
        return b"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%b\r\n" % (len(picture), picture)
