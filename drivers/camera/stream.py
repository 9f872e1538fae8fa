"""The newest picture of a camera, as it came over the wire.

Knows OpenCV's capture, its thread and its deadlines. Does not know what is in a picture: a packet is a JPEG file.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.errors import TransportLost

OPEN_WITHIN_MS = 2000
READ_WITHIN_MS = 1500
"""Without it a stream that stalls is noticed after 30 s (measured)."""
STOP_WITHIN_S = 2.5
"""More than any one call into OpenCV lasts over HTTP."""

_WIDTH_PX, _HEIGHT_PX = 1280, 720


@dataclass(frozen=True, slots=True)
class Packet:
    """One JPEG file and when it came, in seconds of the loop's clock."""

    jpeg: NDArray[np.uint8]
    came_at_s: float


@asynccontextmanager
async def open_stream(address: str) -> AsyncIterator["Stream"]:
    """Start to read the camera at address and stop on the way out. Whether it can be opened, newest() says."""
    stream = Stream(address, asyncio.get_running_loop())
    try:
        yield stream
    finally:
        await stream.stop()


class Stream:
    """A thread reads every picture and keeps the last: what is not taken in time is never seen.

    Reading only when a picture is wanted would queue the others in the kernel: two seconds of lag (measured).
    """

    def __init__(self, address: str, loop: asyncio.AbstractEventLoop) -> None:
        self._address = address
        self._loop = loop
        self._packet: Packet | None = None
        self._lost: TransportLost | None = None
        self._news = asyncio.Event()
        self._ended = asyncio.Event()
        self._stopping = threading.Event()
        # Not an executor's: Python would wait at its exit for a driver that does not come back.
        self._thread = threading.Thread(target=self._run, name=f"camera {address}", daemon=True)
        self._thread.start()

    async def newest(self) -> Packet:
        """The last picture, once; waits for the next one if it has been taken already.

        Raises:
            TransportLost: the camera cannot be opened, or its stream has ended or stalled.
        """
        while self._packet is None:
            if self._lost:
                raise self._lost
            self._news.clear()
            await self._news.wait()
        packet, self._packet = self._packet, None
        return packet

    async def stop(self) -> None:
        """Give the camera back. A driver that hangs is left behind after STOP_WITHIN_S and gives it back later."""
        self._stopping.set()
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await self._ended.wait()
        except TimeoutError:
            return
        self._thread.join()

    def _keep(self, packet: Packet) -> None:
        self._packet = packet
        self._news.set()

    def _lose(self, detail: str) -> None:
        self._lost = TransportLost(self._address, detail)
        # However long nobody looked: what was seen before the loss is not news.
        self._packet = None
        self._news.set()

    def _run(self) -> None:
        """The thread."""
        cv2.setNumThreads(1)
        capture = cv2.VideoCapture()
        try:
            detail = self._read(capture)
        except cv2.error as error:
            detail = str(error)
        finally:
            capture.release()
        self._tell(partial(self._lose, detail))
        self._tell(self._ended.set)

    def _read(self, capture: cv2.VideoCapture) -> str:
        """Read until there is nothing more to read; say why."""
        if not _open(capture, self._address):
            return "cannot be opened as a camera that sends MJPEG"
        while not self._stopping.is_set():
            came, jpeg = capture.read()
            if not came:
                return "the stream ended or stalled"
            self._tell(partial(self._keep, Packet(np.asarray(jpeg, np.uint8).reshape(-1), self._loop.time())))
        return "closed"

    def _tell(self, news: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(news)
        except RuntimeError:
            # The loop was closed while the driver hung: nobody waits for news any more.
            self._stopping.set()


def _open(capture: cv2.VideoCapture, address: str) -> bool:
    """Have pictures come as they were sent: unpacking each of them would cost four times as much."""
    if address.startswith("http://"):
        within = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_WITHIN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_WITHIN_MS]
        return capture.open(address, cv2.CAP_FFMPEG, within) and capture.set(cv2.CAP_PROP_FORMAT, -1)
    mjpeg = cv2.VideoWriter.fourcc(*"MJPG")
    return (
        capture.open(address, cv2.CAP_V4L2)
        and capture.set(cv2.CAP_PROP_FOURCC, mjpeg)
        and capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PX)
        and capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PX)
        and capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
        and int(capture.get(cv2.CAP_PROP_FOURCC)) == mjpeg
    )
