"""The optional engine, in the child process that a crafted code aborts."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest
import segno

from drivers.camera.camera import open_camera
from drivers.camera.decode import read_codes
from drivers.camera.settings import CameraSettings
from drivers.camera.sim import SimCamera
from drivers.camera.simscene import Scene
from drivers.camera.zbar_engine import RESTART_AFTER_S, SCAN_WITHIN_S, Zbar
from tests.drivers.camera.pictures import flat, seen

CRAFTED = segno.make_qr("é", encoding="cp437", eci=True)
ORDINARY = seen(segno.make_qr("SODAM1:ONE"))


@pytest.fixture
def zbar() -> Iterator[Zbar]:
    zbar = Zbar("/dev/video0")
    zbar.start()
    yield zbar
    zbar.close()


def read_again(zbar: Zbar) -> tuple[bytes, ...]:
    """What it reads of an ordinary picture when it has been started again; nothing if it never is."""
    deadline_s = time.monotonic() + RESTART_AFTER_S + 5
    while not (payloads := zbar.read(ORDINARY, 0)) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    return payloads


def test_codes_are_read_through_the_child(zbar: Zbar) -> None:
    two = flat(segno.make_qr("left"), segno.make_qr("right"))
    assert [zbar.read(ORDINARY, 0), zbar.read(seen(None), 0), tuple(sorted(zbar.read(two, 0)))] == [
        (b"SODAM1:ONE",),
        (),
        (b"left", b"right"),
    ]


def test_a_slice_of_a_picture_is_read_as_it_looks(zbar: Zbar) -> None:
    wide = np.hstack([ORDINARY, np.full((720, 101), 90, np.uint8)])
    assert zbar.read(wide[:, :1280], 0) == (b"SODAM1:ONE",)


def test_a_crafted_code_costs_one_child_and_the_next_one_reads_on(zbar: Zbar) -> None:
    first = zbar.pid
    assert zbar.read(seen(CRAFTED), 0) == ()
    assert read_again(zbar) == (b"SODAM1:ONE",)
    assert zbar.pid != first


def test_what_aborts_zbar_is_read_by_the_ordinary_engine() -> None:
    assert read_codes(seen(CRAFTED), 0) == ("é".encode("cp437"),)


def test_a_crafted_code_that_stays_does_not_start_a_child_for_every_picture(zbar: Zbar) -> None:
    zbar.read(seen(CRAFTED), 0)
    assert [zbar.read(ORDINARY, 0), zbar.pid] == [(), None]


def test_a_child_that_hangs_is_given_up(zbar: Zbar) -> None:
    assert zbar.pid is not None
    os.kill(zbar.pid, signal.SIGSTOP)
    began_s = time.monotonic()
    assert zbar.read(ORDINARY, 0) == ()
    assert time.monotonic() - began_s < 2 * SCAN_WITHIN_S
    assert read_again(zbar) == (b"SODAM1:ONE",)


def test_closing_ends_the_child(zbar: Zbar) -> None:
    pid = zbar.pid
    assert pid is not None
    zbar.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_camera_reads_with_zbar_if_a_site_wants_it() -> None:
    scene = Scene()
    sim = SimCamera(scene.jpeg)
    await sim.connect()
    scene.lay(segno.make_qr("SODAM1:ONE"), asyncio.get_running_loop().time() + 60)
    async with open_camera(CameraSettings(name="desk", address=sim.address, engine="zbar")) as camera:
        camera.looking = True
        async with asyncio.timeout(5):
            assert (await camera.next_code()).payload == b"SODAM1:ONE"
    await sim.disconnect()
