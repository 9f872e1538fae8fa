"""The camera as its users know it: codes that people hold before it.

Knows when to look, for how long a code is held off, and when the camera counts as lost. Does not know what a payload
means. No picture leaves memory, and none is searched while nobody is asked for a code.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from drivers.camera.decode import read_codes
from drivers.camera.eye import Engine, Eye, Sight
from drivers.camera.settings import CameraSettings
from drivers.camera.stream import Packet, open_stream
from drivers.camera.zbar_engine import Zbar
from drivers.errors import NoReply

READABLE_WITHIN_S = 4.0
"""A camera that brings no picture for so long is lost; more than opening and a first picture may take."""

Newest = Callable[[], Awaitable[Packet]]
"""See stream.Stream.newest."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code that was seen. The payload is any stranger's bytes, and may open a door: it stays out of repr()."""

    payload: bytes = field(repr=False)


@asynccontextmanager
async def open_camera(settings: CameraSettings) -> AsyncIterator["Camera"]:
    """Open the camera and yield it once a first picture has come; it rests until `looking` is set.

    Raises:
        DriverError: there is no such camera, or it sends nothing that can be read.
    """
    lane = ThreadPoolExecutor(1, thread_name_prefix=f"decode {settings.name}")
    try:
        async with _engine(settings, lane) as engine, open_stream(settings.address) as stream:
            camera = Camera(settings, stream.newest, Eye(engine), lane)
            await camera.look()
            yield camera
    finally:
        # Not waited for: what may be under way there is one picture.
        lane.shutdown(wait=False)


async def watch(camera: "Camera", seen: Callable[[bytes], None], in_service: Callable[[], None]) -> None:
    """Tell seen of every code for ever, once in_service has been called.

    Raises:
        DriverError: the camera is lost.
    """
    in_service()
    while True:
        seen((await camera.next_code()).payload)


class Camera:
    """An open camera with one user, who asks it for codes one after the other; lane runs what takes long."""

    def __init__(self, settings: CameraSettings, newest: Newest, eye: Eye, lane: Executor) -> None:
        self.looking = False
        """Whether codes are wanted. May be set at any time; noticed within the pause between two idle looks."""
        self._settings = settings
        self._newest = newest
        self._eye = eye
        self._lane = lane
        self._held_off_until_s: dict[bytes, float] = {}
        self._was_looking = False
        self._next_look_s = 0.0

    async def next_code(self) -> Code:
        """The next code that is held before the camera while it is looking, however long that takes.

        What was held there before this was asked is not told, unless it is still there.

        Raises:
            DriverError: the camera is lost.
        """
        while (code := await self.look()) is None:
            pass
        return code

    async def look(self) -> Code | None:
        """Wait until the next look is due and look at the newest picture; for next_code, which does nothing else.

        Raises:
            DriverError: the camera is lost.
        """
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._next_look_s - loop.time())
        began_s = loop.time()
        if self.looking and not self._was_looking:
            self._eye.wake(began_s)
        self._was_looking = self.looking
        sight = await self._see(searching=self.looking)
        rate = self._settings.looks_per_s if sight.awake and self.looking else self._settings.idle_looks_per_s
        self._next_look_s = began_s + 1 / rate
        payloads = sight.payloads if self.looking else ()
        # Of two codes in one picture the other one is told at the next look.
        return next((Code(payload) for payload in payloads if self._is_news(payload)), None)

    async def _see(self, *, searching: bool) -> Sight:
        """What is to be seen in the next picture that can be read."""
        try:
            async with asyncio.timeout(READABLE_WITHIN_S):
                while True:
                    packet = await self._newest()
                    look = partial(self._eye.look, packet, searching=searching)
                    sight = await asyncio.get_running_loop().run_in_executor(self._lane, look)
                    if sight.readable:
                        return sight
        except TimeoutError as error:
            raise NoReply(self._settings.address, READABLE_WITHIN_S) from error

    def _is_news(self, payload: bytes) -> bool:
        now_s = asyncio.get_running_loop().time()
        self._held_off_until_s = {held: until_s for held, until_s in self._held_off_until_s.items() if until_s > now_s}
        if payload in self._held_off_until_s:
            return False
        self._held_off_until_s[payload] = now_s + self._settings.hold_off_s
        return True


@asynccontextmanager
async def _engine(settings: CameraSettings, lane: Executor) -> AsyncIterator[Engine]:
    if settings.engine == "zxing":
        yield read_codes
        return
    loop = asyncio.get_running_loop()
    zbar = Zbar(settings.address)
    try:
        await loop.run_in_executor(lane, zbar.start)
        yield zbar.read
    finally:
        await loop.run_in_executor(lane, zbar.close)
