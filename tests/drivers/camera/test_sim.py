"""The simulated camera as any client sees it: HTTP by hand, without OpenCV."""

import asyncio
from asyncio import StreamReader
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx
import pytest

from drivers.camera.sim import PATH, SimCamera
from tests.drivers.camera.wait import until

FPS = 50


@dataclass
class Pictures:
    """Pictures of text, counted."""

    taken: int = 0

    def take(self, _now_s: float) -> bytes:
        self.taken += 1
        return b"picture %d" % self.taken


@pytest.fixture
def pictures() -> Pictures:
    return Pictures()


@pytest.fixture
async def camera(pictures: Pictures) -> AsyncIterator[SimCamera]:
    camera = SimCamera(pictures.take, fps=FPS)
    await camera.connect()
    yield camera
    await camera.disconnect()


@asynccontextmanager
async def client(
    camera: SimCamera, request: bytes = b"GET /stream.mjpg HTTP/1.1\r\n\r\n"
) -> AsyncIterator[StreamReader]:
    url = httpx.URL(camera.address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(request)
    try:
        yield reader
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_pictures_come_one_after_the_other_each_with_its_length(camera: SimCamera) -> None:
    async with client(camera) as reader:
        head = await reader.readuntil(b"\r\n\r\n")
        parts = [await reader.readuntil(b"picture %d\r\n" % number) for number in (1, 2)]
    assert head == (
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: multipart/x-mixed-replace; boundary=picture\r\n\r\n"
    )
    assert parts == [
        b"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\npicture %d\r\n" % number
        for number in (1, 2)
    ]


async def test_there_is_nothing_at_other_addresses(camera: SimCamera) -> None:
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(camera.address.replace(PATH, "/"))
    assert answer.status_code == 404


async def test_nothing_is_rendered_while_nobody_looks(camera: SimCamera, pictures: Pictures) -> None:
    async with client(camera):
        await until(lambda: pictures.taken > 1)
        assert camera.clients == 1
    await until(lambda: camera.clients == 0)
    taken = pictures.taken
    await asyncio.sleep(3 / FPS)  # real time: that no picture is taken cannot be waited for
    assert pictures.taken == taken


async def test_a_client_that_leaves_a_stalled_stream_is_noticed(camera: SimCamera) -> None:
    camera.stream = "stalls"
    async with client(camera) as reader:
        await reader.readuntil(b"\r\n\r\n")
    await until(lambda: camera.clients == 0)


async def test_an_ended_stream_ends_for_its_client(camera: SimCamera) -> None:
    camera.stream = "ends"
    async with client(camera) as reader:
        assert (await reader.read()).endswith(b"boundary=picture\r\n\r\n")


async def test_a_spoilt_picture_has_its_length_and_none_of_its_bytes(camera: SimCamera) -> None:
    camera.stream = "corrupt"
    async with client(camera) as reader:
        await reader.readuntil(b"Content-Length: 9\r\n\r\n")
        assert await reader.readexactly(9) == bytes(byte ^ 0x55 for byte in b"picture 1")


async def test_a_pulled_plug_ends_connections_and_refuses_new_ones(camera: SimCamera) -> None:
    before = camera.address
    async with client(camera) as reader:
        await reader.readuntil(b"\r\n\r\n")
        await camera.disconnect()
        # The rest of the last picture, and then the end.
        await reader.read()

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", httpx.URL(before).port)

    await camera.connect()
    async with client(camera) as reader:
        await reader.readuntil(b"\r\n\r\n")
    assert camera.address == before


async def test_what_is_no_request_gets_no_answer(camera: SimCamera) -> None:
    async with client(camera, b"x" * 100_000) as reader:
        # What the camera left unread makes its end a reset.
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    await until(lambda: camera.clients == 0)


async def test_a_client_that_leaves_in_the_middle_of_its_request_is_forgotten(camera: SimCamera) -> None:
    async with client(camera, b"GET /stream.mjpg HTTP/1.1\r\nHost"):
        await until(lambda: camera.clients == 1)
    await until(lambda: camera.clients == 0)
