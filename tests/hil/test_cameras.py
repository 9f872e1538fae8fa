"""Cameras: a picture comes, and a code that somebody holds up is read."""

import asyncio

import pytest

from drivers.camera.camera import open_camera
from tests.hil.bench import Bench
from tests.hil.hands import Hands

HELD_UP_WITHIN_S = 180.0
"""A person has to find their telephone first."""


async def test_a_picture_comes(bench: Bench, camera: str) -> None:
    async with open_camera(bench.camera(camera)) as eye:
        assert await eye.look() is None


@pytest.mark.hands
async def test_a_code_that_is_held_up_is_read(bench: Bench, camera: str, hands: Hands) -> None:
    async with open_camera(bench.camera(camera)) as eye, asyncio.timeout(HELD_UP_WITHIN_S):
        eye.looking = True
        hands.show(camera, "SODAM HELD UP AT THE BENCH")

        assert (await eye.next_code()).payload == b"SODAM HELD UP AT THE BENCH"
