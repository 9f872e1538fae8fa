"""The controller's end of the screen's socket: the newest screen is the screen, and it is told the truth."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.bell import Bell
from kiosk.screen_server import INBOX, UNREAD_BYTES, ScreenServer
from link.framing import MAX_FRAME_BYTES
from link.screens import Home, Message, Service
from link.showing import Alarm, Chose, Input, Show, Strip, Touched
from link.text import key
from tests.kiosk.screen import HELLO, Screen, screen_at

HOME = Home(services=(Service(id="collect"),))
SHOW = Show(visit="v1", n=1, screen=HOME)
NEXT = Show(visit="v1", n=2, screen=HOME)
ALARM = Alarm(id="door.1", text=key("strip.left_open", compartment=1), urgent=False)
NO_ALARMS = Strip(alarms=())
CLOSE = Chose(option="close")


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


GARBAGE = {
    "no JSON": framed(b"{x}"),
    "no UTF-8": framed(b"\xff\xfe"),
    "another message": framed(b'{"type":"hello"}'),
    "a frame that is too long": (MAX_FRAME_BYTES + 1).to_bytes(4, "big"),
    "HTTP": b"GET / HTTP/1.1\r\n\r\n",
    "digits that are no digits": framed(
        b'{"type":"input","visit":"v1","n":1,"answer":{"kind":"typed","digits":"12a"}}'
    ),
    "more than an answer has": framed(
        b'{"type":"input","visit":"v1","n":1,"answer":{"kind":"chose","option":"close","pin":"1"}}'
    ),
    "nested without end": framed(b"[" * 60_000),
}


@asynccontextmanager
async def window_at(path: Path) -> AsyncIterator[ScreenServer]:
    window = ScreenServer(HELLO, Bell())
    async with window.listening(path):
        yield window


async def greeting(screen: Screen) -> list[object]:
    return [await screen.read() for _ in range(3)]


async def test_a_screen_is_told_who_we_are_what_is_showing_and_what_is_wrong(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window:
        window.show(SHOW)
        window.strip((ALARM,))
        async with screen_at(tmp_path / "s") as screen:
            assert await greeting(screen) == [HELLO, SHOW, Strip(alarms=(ALARM,))]


async def test_a_screen_that_comes_before_anything_shows_waits_for_it(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        assert [await screen.read(), await screen.read()] == [HELLO, NO_ALARMS]
        window.show(SHOW)
        assert await screen.read() == SHOW


async def test_a_screen_that_comes_back_is_told_what_is_showing_now(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window:
        window.show(SHOW)
        async with screen_at(tmp_path / "s") as screen:
            await greeting(screen)
        window.show(NEXT)
        async with screen_at(tmp_path / "s") as screen:
            assert await greeting(screen) == [HELLO, NEXT, NO_ALARMS]


async def test_the_newest_screen_is_the_screen(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as old:
        window.show(SHOW)
        await greeting(old)
        async with screen_at(tmp_path / "s") as new:
            assert await greeting(new) == [HELLO, SHOW, NO_ALARMS]
            assert await old.is_hung_up()
            window.show(NEXT)
            assert await new.read() == NEXT


async def test_a_screen_that_was_replaced_does_not_take_the_new_one_along(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as old:
        window.show(SHOW)
        await greeting(old)
        async with screen_at(tmp_path / "s") as new:
            await greeting(new)
            old.say_bytes(GARBAGE["no JSON"])
            assert await old.is_hung_up()
            window.show(NEXT)
            assert await new.read() == NEXT


async def test_the_same_strip_is_not_sent_twice(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        window.show(SHOW)
        await greeting(screen)
        window.strip((ALARM,))
        window.strip((ALARM,))
        window.strip(())
        assert [await screen.read(), await screen.read()] == [Strip(alarms=(ALARM,)), NO_ALARMS]


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
async def test_a_screen_that_talks_nonsense_is_let_go_and_the_next_one_works(tmp_path: Path, garbage: bytes) -> None:
    async with window_at(tmp_path / "s") as window:
        window.show(SHOW)
        async with screen_at(tmp_path / "s") as screen:
            screen.say_bytes(garbage)
            assert await screen.is_hung_up()
        assert window.peek() is None
        async with screen_at(tmp_path / "s") as screen:
            assert await greeting(screen) == [HELLO, SHOW, NO_ALARMS]
            screen.answer(SHOW, CLOSE)
            assert await window.answer() == Input(visit="v1", n=1, answer=CLOSE)


async def test_an_answer_in_two_pieces_is_one_answer(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        window.show(SHOW)
        body = Input(visit="v1", n=1, answer=CLOSE).model_dump_json().encode()
        frame = framed(body)
        screen.say_bytes(frame[:7])
        await asyncio.sleep(0.05)  # real time: that nothing comes of half an answer
        assert window.peek() is None
        screen.say_bytes(frame[7:])
        assert await window.answer() == Input(visit="v1", n=1, answer=CLOSE)


@pytest.mark.parametrize(("visit", "n"), [("v1", 1), ("v1", 3), ("v0", 2), ("", 2)])
async def test_an_answer_to_what_is_not_showing_is_dropped(tmp_path: Path, visit: str, n: int) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        window.show(NEXT)
        screen.say(Input(visit=visit, n=n, answer=CLOSE))
        screen.say(Touched(visit=visit, n=n))
        screen.touch(NEXT)
        assert await window.answer() == Touched(visit="v1", n=2)
        assert window.peek() is None


async def test_answers_that_wait_are_dropped_when_something_else_is_shown(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        window.show(SHOW)
        for _ in range(3):
            screen.answer(SHOW, CLOSE)
        await window.answer()
        window.show(NEXT)
        assert window.peek() is None


async def test_a_screen_that_never_stops_answering_fills_no_memory(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        window.show(SHOW)
        for option in range(INBOX * 3):
            screen.answer(SHOW, Chose(option=str(option)))
        first = await window.answer()
        kept = [message.answer for message in (first, *iter(window.peek, None)) if isinstance(message, Input)]
        assert kept == [Chose(option=str(option)) for option in range(INBOX * 2, INBOX * 3)]


async def test_a_screen_that_does_not_read_is_let_go_and_the_next_one_works(tmp_path: Path) -> None:
    long = Message(tone="problem", title=key("x"), lines=(key("x" * 100_000),), close=key("message.close"))
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as hanging:
        await asyncio.sleep(0.05)  # real time: the screen must have been taken in
        for n in range(3 * UNREAD_BYTES // 100_000):
            window.show(Show(visit="v1", n=n, screen=long))
            await asyncio.sleep(0)
        assert await hanging.is_hung_up()
        window.show(SHOW)
        async with screen_at(tmp_path / "s") as screen:
            assert await greeting(screen) == [HELLO, SHOW, NO_ALARMS]


async def test_only_our_own_group_may_touch_the_socket(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s"):
        assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o660


async def test_a_socket_that_a_dead_controller_left_is_replaced(tmp_path: Path) -> None:
    async with window_at(tmp_path / "s"):
        pass
    async with window_at(tmp_path / "s") as window, screen_at(tmp_path / "s") as screen:
        window.show(SHOW)
        assert await greeting(screen) == [HELLO, SHOW, NO_ALARMS]
