"""The stream on its real wire: OpenCV's capture against a camera that speaks HTTP by itself."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator

import numpy as np
import pytest

from drivers.camera.decode import unpack
from drivers.camera.sim import SimCamera
from drivers.camera.stream import OPEN_WITHIN_MS, READ_WITHIN_MS, STOP_WITHIN_S, Packet, Stream, open_stream
from drivers.errors import TransportLost
from tests.drivers.camera.pictures import jpeg_of
from tests.drivers.camera.wait import until

FPS = 30
SLACK_S = 0.5
"""For a machine that is busy with other tests."""


def clock_face(now_s: float) -> bytes:
    """A picture that says when it was taken: eight bits in a row, each 16 pixels wide, of hundredths of seconds."""
    ticks = round(now_s * 100) % 256
    bits = [255 if ticks >> bit & 1 else 0 for bit in range(8)]
    return jpeg_of(np.tile(np.repeat(np.array(bits, np.uint8), 16), (64, 1)))


def age_s(packet: Packet, at_s: float) -> float:
    """How old the picture in hand is; up to 2.56 s can be told."""
    picture = unpack(packet.jpeg)
    assert picture is not None
    ticks = sum(1 << bit for bit, grey in enumerate(picture[32, 8::16]) if grey > 127)
    return ((round(at_s * 100) - ticks) % 256) / 100


@pytest.fixture
async def camera() -> AsyncIterator[SimCamera]:
    camera = SimCamera(clock_face, fps=FPS)
    await camera.connect()
    yield camera
    await camera.disconnect()


async def watch(stream: Stream) -> None:
    while True:
        await stream.newest()


async def lost_after_s(address: str) -> float:
    """How long a stream lives that brings no picture."""
    began_s = time.monotonic()
    async with open_stream(address) as stream:
        with pytest.raises(TransportLost) as lost:
            await stream.newest()
    assert lost.value.address == address
    return time.monotonic() - began_s


async def test_every_picture_comes_as_it_was_sent(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        first, second = await stream.newest(), await stream.newest()
    assert first.came_at_s < second.came_at_s
    assert [age_s(packet, packet.came_at_s) < SLACK_S for packet in (first, second)] == [True, True]
    told_s = first.came_at_s - age_s(first, first.came_at_s)
    assert first.jpeg.tobytes() == clock_face(told_s)


async def test_whoever_looks_seldom_sees_the_newest_picture_every_time(camera: SimCamera) -> None:
    ages_s: list[float] = []
    async with open_stream(camera.address) as stream:
        await stream.newest()
        for _ in range(4):
            await asyncio.sleep(0.4)  # real time: a queue would fill in the kernel and in OpenCV meanwhile
            packet = await stream.newest()
            ages_s.append(age_s(packet, asyncio.get_running_loop().time()))
    assert max(ages_s) < 0.3


async def test_an_ended_stream_is_lost_at_once_and_can_be_opened_again(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        await stream.newest()
        camera.stream = "ends"
        with pytest.raises(TransportLost, match="ended or stalled"):
            await watch(stream)
    camera.stream = "flows"
    async with open_stream(camera.address) as stream:
        await stream.newest()


async def test_a_picture_from_before_the_loss_is_not_given_any_more(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        await stream.newest()
        await asyncio.sleep(5 / FPS)  # real time: more pictures come, and nobody takes them
        await camera.disconnect()
        await until(lambda: not camera_threads())
        with pytest.raises(TransportLost):
            await stream.newest()


async def test_a_camera_that_vanishes_is_lost_and_comes_back_at_its_address(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        await stream.newest()
        await camera.disconnect()
        with pytest.raises(TransportLost):
            await watch(stream)
    assert await lost_after_s(camera.address) < SLACK_S
    await camera.connect()
    async with open_stream(camera.address) as stream:
        await stream.newest()


async def test_a_stream_that_stalls_is_lost_within_its_deadline(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        await stream.newest()
        camera.stream = "stalls"
        stalled_s = time.monotonic()
        with pytest.raises(TransportLost, match="ended or stalled"):
            await watch(stream)
    assert time.monotonic() - stalled_s < READ_WITHIN_MS / 1000 + SLACK_S


async def test_a_server_that_never_answers_is_lost_within_its_deadline() -> None:
    accepted: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _reader, writer: accepted.append(writer), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    assert await lost_after_s(f"http://{host}:{port}/stream.mjpg") < OPEN_WITHIN_MS / 1000 + SLACK_S
    for writer in accepted:
        writer.close()
    server.close()


async def test_no_device_and_no_camera_are_lost_at_once() -> None:
    assert await lost_after_s("/dev/video-that-is-not-there") < SLACK_S
    assert await lost_after_s("/dev/null") < SLACK_S


async def test_closing_ends_the_thread_and_the_connection(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        await stream.newest()
        assert camera_threads() == [f"camera {camera.address}"]
        assert camera.clients == 1
    assert camera_threads() == []
    await until(lambda: not camera.clients)


async def test_a_camera_that_stalls_is_closed_within_the_deadline(camera: SimCamera) -> None:
    async with open_stream(camera.address) as stream:
        await stream.newest()
        camera.stream = "stalls"
        began_s = time.monotonic()
    assert time.monotonic() - began_s < STOP_WITHIN_S
    assert camera_threads() == []


def camera_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("camera ")]
