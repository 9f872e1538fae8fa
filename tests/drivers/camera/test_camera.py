"""What a camera tells of what it sees, in fake time. One picture is always there; what is read in it, the test says."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import ParamSpec, TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.camera.camera import READABLE_WITHIN_S, Camera, Code, watch
from drivers.camera.decode import Grey
from drivers.camera.eye import AWAKE_S, Eye
from drivers.camera.settings import CameraSettings
from drivers.camera.stream import Packet
from drivers.errors import NoReply, TransportLost
from tests.drivers.camera.pictures import as_jpeg, jpeg_of

pytestmark = pytest.mark.looptime

Given = ParamSpec("Given")
Result = TypeVar("Result")

SETTINGS = CameraSettings(name="desk", address="http://127.0.0.1:1/stream.mjpg", looks_per_s=10, idle_looks_per_s=5)
STILL = as_jpeg(jpeg_of(np.full((36, 64), 128, np.uint8)))
RUBBISH = np.zeros(100, np.uint8)


class AtOnce(Executor):
    """A lane that is done when it is asked: real threads do not keep fake time."""

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        done: Future[Result] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Desk:
    """A camera, what lies before it, and when it was searched."""

    def __init__(self, settings: CameraSettings = SETTINGS) -> None:
        self.codes: tuple[bytes, ...] = ()
        self.jpeg: NDArray[np.uint8] | None = STILL
        self.lost: TransportLost | None = None
        self.looked_at_s: list[float] = []
        self.searched_at_s: list[float] = []
        self.camera = Camera(settings, self.newest, Eye(self._engine), AtOnce())
        self.camera.looking = True

    async def told_within(self, seconds: float) -> list[bytes]:
        """Every payload that is told from now on."""
        told: list[bytes] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await watch(self.camera, told.append, lambda: None)
        return told

    async def newest(self) -> Packet:
        if self.lost:
            raise self.lost
        if self.jpeg is None:
            await asyncio.Event().wait()
        assert self.jpeg is not None
        self.looked_at_s.append(now_s())
        if self.jpeg is RUBBISH:
            await asyncio.sleep(0.05)
        return Packet(self.jpeg, now_s())

    def _engine(self, _grey: Grey, _turn: int) -> tuple[bytes, ...]:
        self.searched_at_s.append(now_s())
        return self.codes


def now_s() -> float:
    return asyncio.get_running_loop().time()


async def test_a_code_that_stays_is_told_again_after_the_time_it_is_held_off() -> None:
    desk = Desk(SETTINGS.model_copy(update={"hold_off_s": 1.0}))
    desk.codes = (b"a",)
    assert await desk.told_within(2.5) == [b"a"] * 3


async def test_another_code_is_told_at_once() -> None:
    desk = Desk()
    desk.codes = (b"a",)
    first = await desk.told_within(0.5)
    desk.codes = (b"b",)
    assert first + await desk.told_within(0.5) == [b"a", b"b"]


async def test_of_two_codes_in_one_picture_both_are_told_once() -> None:
    desk = Desk()
    desk.codes = (b"a", b"b")
    assert await desk.told_within(1) == [b"a", b"b"]


async def test_what_was_taken_away_before_it_was_asked_for_is_not_told() -> None:
    desk = Desk()
    desk.codes = (b"a", b"b")
    assert (await desk.camera.next_code()).payload == b"a"
    desk.codes = ()
    assert await desk.told_within(10) == []


async def test_a_code_does_not_show_what_it_opens() -> None:
    desk = Desk()
    desk.codes = (b"SODAM1:SECRET",)
    code = await desk.camera.next_code()
    assert code == Code(b"SODAM1:SECRET")
    assert "SECRET" not in repr(code)


async def test_a_camera_that_rests_is_looked_at_slowly_and_not_searched() -> None:
    desk = Desk()
    desk.camera.looking = False
    desk.codes = (b"a",)
    assert await desk.told_within(2) == []
    assert (len(desk.looked_at_s), desk.searched_at_s) == (10, [])


async def test_a_camera_that_is_asked_again_finds_what_lies_there_within_an_idle_pause() -> None:
    desk = Desk()
    desk.camera.looking = False
    desk.codes = (b"a",)
    await desk.told_within(60)
    desk.camera.looking = True
    assert await desk.told_within(0.21) == [b"a"]


async def test_a_code_that_is_found_when_nobody_wants_it_any_more_is_not_told() -> None:
    desk = Desk()

    def engine(_grey: Grey, _turn: int) -> tuple[bytes, ...]:
        camera.looking = False
        return (b"a",)

    camera = Camera(SETTINGS, desk.newest, Eye(engine), AtOnce())
    camera.looking = True
    assert await camera.look() is None


async def test_looks_are_frequent_until_nothing_has_moved_for_a_while() -> None:
    desk = Desk()
    await desk.told_within(AWAKE_S + 2)
    awake = [at_s for at_s in desk.looked_at_s if at_s < desk.looked_at_s[0] + AWAKE_S]
    assert (len(awake), len(desk.looked_at_s) - len(awake)) == (30, 10)


async def test_a_camera_is_in_service_before_its_first_code() -> None:
    desk = Desk()
    desk.codes = (b"a",)
    heard: list[str] = []
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await watch(desk.camera, lambda payload: heard.append(payload.decode()), lambda: heard.append("service"))
    assert heard == ["service", "a"]


async def test_a_lost_stream_ends_the_watch() -> None:
    desk = Desk()
    desk.lost = TransportLost("http://127.0.0.1:1/stream.mjpg", "the stream ended or stalled")
    with pytest.raises(TransportLost, match="ended or stalled"):
        await desk.told_within(60)


@pytest.mark.parametrize("jpeg", [None, RUBBISH], ids=["no picture", "pictures that are none"])
async def test_a_camera_without_pictures_is_lost_after_a_while(jpeg: NDArray[np.uint8] | None) -> None:
    desk = Desk()
    desk.jpeg = jpeg
    began_s = now_s()
    with pytest.raises(NoReply) as lost:
        await desk.told_within(60)
    assert now_s() - began_s == pytest.approx(READABLE_WITHIN_S, abs=0.1)
    assert (lost.value.address, lost.value.waited_s) == (SETTINGS.address, READABLE_WITHIN_S)


async def test_one_spoilt_picture_is_passed_over() -> None:
    desk = Desk()
    desk.codes = (b"a",)
    desk.jpeg = RUBBISH
    loop = asyncio.get_running_loop()
    loop.call_later(1, setattr, desk, "jpeg", STILL)
    assert await desk.told_within(1.5) == [b"a"]
