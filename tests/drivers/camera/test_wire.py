"""From the counter to the payload: every part at once, on the real wire."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import segno

from drivers.camera.camera import open_camera, watch
from drivers.camera.settings import CameraSettings
from drivers.camera.sim import SimCamera
from drivers.camera.simscene import Scene
from drivers.errors import TransportLost
from tests.drivers.camera.wait import until


class Desk:
    """A counter with a camera, and who is told of the codes on it."""

    def __init__(self) -> None:
        self.told: list[bytes] = []
        self.services = 0
        self._scene = Scene()
        self.camera = SimCamera(self._scene.jpeg)

    @property
    def settings(self) -> CameraSettings:
        return CameraSettings(name="desk", address=self.camera.address)

    def lay(self, payload: bytes) -> None:
        self._scene.lay(segno.make_qr(payload), asyncio.get_running_loop().time() + 60, "phone")

    async def tell_and_lose(self, payload: bytes) -> None:
        """Lay a code there, and pull the camera's plug when it has been told."""
        async with asyncio.TaskGroup() as parts:
            part = parts.create_task(self._serve_until_lost())
            self.lay(payload)
            await until(lambda: self.told[-1:] == [payload])
            await self.camera.disconnect()
            assert (await part).address == self.camera.address

    async def _serve_until_lost(self) -> TransportLost:
        """Watch as a part of the controller does, for the life of one connection."""
        with pytest.raises(TransportLost) as lost:
            await self._serve()
        return lost.value

    async def _serve(self) -> None:
        async with open_camera(self.settings) as camera:
            camera.looking = True
            await watch(camera, self.told.append, self._in_service)

    def _in_service(self) -> None:
        self.services += 1


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    await desk.camera.connect()
    yield desk
    await desk.camera.disconnect()


async def test_codes_are_told_until_the_camera_is_lost_and_again_when_it_is_back(desk: Desk) -> None:
    await desk.tell_and_lose(b"SODAM1:ONE")
    await desk.camera.connect()
    await desk.tell_and_lose(b"SODAM1:TWO")
    assert (desk.told, desk.services) == ([b"SODAM1:ONE", b"SODAM1:TWO"], 2)


async def test_no_thread_is_left_when_a_camera_is_closed(desk: Desk) -> None:
    before = set(threading.enumerate())
    async with open_camera(desk.settings):
        assert len(set(threading.enumerate()) - before) == 2
    await until(lambda: not set(threading.enumerate()) - before)


async def test_spoilt_pictures_on_the_way_are_passed_over(desk: Desk) -> None:
    async with open_camera(desk.settings) as camera:
        camera.looking = True
        desk.camera.stream = "corrupt"
        desk.lay(b"SODAM1:ONE")
        await asyncio.sleep(0.3)  # real time: a few pictures that nobody can read
        desk.camera.stream = "flows"
        async with asyncio.timeout(5):
            assert (await camera.next_code()).payload == b"SODAM1:ONE"
