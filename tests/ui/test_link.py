"""The link to the controller: lost, garbled, hostile, back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from link.framing import MAX_FRAME_BYTES, encode
from link.showing import Beat, Chose, Input, Show, Touched
from tests.ui.controller import HELLO, FakeController
from tests.ui.player import Player, wait_until
from tests.ui.samples import SAMPLES
from ui.link_client import FIRST_PAUSE_MS, LinkClient
from ui.presenter import Presenter
from ui.words import load_words

PREPARING, UNAVAILABLE = "잠시 준비 중입니다", "지금은 사용할 수 없습니다"


def test_before_any_controller_the_screen_says_that_it_is_preparing(player: Player) -> None:
    player.controller.close()
    player.until(lambda: PREPARING in player.words())
    assert player.painted == []


def test_a_greeting_alone_is_not_a_screen(player: Player, controller: FakeController) -> None:
    player.until(lambda: controller.connections == 1)
    player.settle()
    assert PREPARING in player.words()


def test_a_lost_link_takes_the_screen_away(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["message-digits"])
    controller.close()
    player.until(lambda: PREPARING in player.words())
    assert sorted(player.words()) == ["One moment, please", PREPARING]


def test_a_controller_that_comes_back_gets_its_screen_shown_and_answered(
    player: Player, controller: FakeController
) -> None:
    player.sees(SAMPLES["choice"], n=4)
    player.tap("option.code")
    controller.close()
    player.until(lambda: PREPARING in player.words())
    controller.said.clear()
    controller.listen()
    player.until(lambda: player.painted == [("v1", 4), ("v1", 4)])
    player.tap("option.phone")
    player.until(lambda: controller.said == [Input(visit="v1", n=4, answer=Chose(option="phone"))])


def test_the_language_of_a_visit_outlives_a_lost_link(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"])
    player.tap("language")
    controller.hang_up()
    player.until(lambda: len(player.painted) == 2)
    assert "How would you like to collect?" in " ".join(player.words())


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param((MAX_FRAME_BYTES + 1).to_bytes(4, "big"), id="a frame longer than any message"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: kiosk\r\n\r\n", id="another protocol"),
        pytest.param(b"\x00\x00\x00\x02{]", id="a frame that is not JSON"),
        pytest.param(b"\x00\x00\x00\x02{}", id="a frame that is no message"),
        pytest.param(b"\x00\x00\x00\x01\xff", id="bytes that are not UTF-8"),
    ],
)
def test_a_garbled_peer_is_hung_up_on_and_tried_again(
    player: Player, controller: FakeController, garbage: bytes
) -> None:
    player.sees(SAMPLES["choice"])
    controller.say_bytes(garbage)
    player.until(lambda: controller.connections == 2)
    player.until(lambda: player.painted == [("v1", 1), ("v1", 1)])


def test_a_show_before_the_greeting_is_not_believed(player: Player, controller: FakeController) -> None:
    controller.hello = None
    player.until(lambda: controller.connections == 1)
    controller.say(Show(visit="v1", n=1, screen=SAMPLES["choice"]))
    player.until(lambda: controller.connections == 2)
    assert player.painted == []


def test_a_screen_that_arrives_byte_by_byte_is_the_same_screen(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["home"], n=1)
    for byte in encode(Show(visit="v1", n=2, screen=SAMPLES["choice"])):
        controller.say_bytes(bytes([byte]))
    player.until(lambda: ("v1", 2) in player.painted)
    assert "어떻게 찾으시겠어요?" in player.words()


def test_two_screens_in_one_piece_leave_the_second(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["home"], n=1)
    controller.say_bytes(
        encode(Show(visit="v1", n=2, screen=SAMPLES["choice"]))
        + encode(Show(visit="v1", n=3, screen=SAMPLES["confirm-bare"]))
    )
    player.until(lambda: player.painted[-1] == ("v1", 3))
    assert "서류를 다 꺼내셨나요?" in player.words()


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator["Hurried"]:
    bench = Hurried(tmp_path / "hurried.sock")
    yield bench
    bench.client.close()
    bench.controller.close()


class Hurried:
    """A presenter without a window, whose clock is turned by hand and whose patience is short."""

    def __init__(self, path: Path, patience_ms: int = 50) -> None:
        self.controller = FakeController(path)
        self.now_s = 0.0
        self.client = LinkClient(path)
        self.presenter = Presenter(self.client, load_words(), clock=lambda: self.now_s, patience_ms=patience_ms)

    def page(self) -> dict[str, object]:
        page = self.presenter.property("page")
        assert isinstance(page, dict)
        return page


def test_after_long_waiting_the_screen_says_so_but_knows_no_phone_yet(hurried: Hurried) -> None:
    wait_until(lambda: hurried.page()["title"] == UNAVAILABLE)
    assert hurried.page()["helpPhone"] == ""


def test_after_long_waiting_for_a_controller_that_was_there_the_help_phone_is_shown(hurried: Hurried) -> None:
    hurried.client.start()
    hurried.controller.show(SAMPLES["home"])
    wait_until(lambda: hurried.page()["kind"] == "Home")
    hurried.controller.close()
    wait_until(lambda: hurried.page()["title"] == UNAVAILABLE)
    assert hurried.page()["helpPhone"] == HELLO.help_phone


def test_a_link_that_is_lost_again_and_again_is_not_waited_for_for_ever(hurried: Hurried) -> None:
    def gives_up() -> bool:
        hurried.client.lost.emit()
        return hurried.page()["title"] == UNAVAILABLE

    wait_until(gives_up)


def test_whoever_greets_and_then_says_what_nobody_understands_is_asked_ever_less_often(tmp_path: Path) -> None:
    bench = Hurried(tmp_path / "newer.sock", patience_ms=5 * FIRST_PAUSE_MS)
    bench.client.start()

    def gives_up() -> bool:
        bench.controller.say_bytes(b"\x00\x00\x00\x02{}")
        return bench.page()["title"] == UNAVAILABLE

    wait_until(gives_up)
    # At 0, 100 and 300 ms, and not again before 700.
    assert bench.controller.connections <= 3
    assert bench.page()["helpPhone"] == HELLO.help_phone
    bench.client.close()
    bench.controller.close()


def test_typing_says_touched_at_most_once_a_second(hurried: Hurried) -> None:
    hurried.client.start()
    hurried.controller.show(SAMPLES["keypad-code"])
    wait_until(lambda: hurried.page()["kind"] == "Keypad")
    for hurried.now_s in (10.0, 10.4, 10.9, 11.1, 11.2):
        hurried.presenter.press_digit("1")
    wait_until(lambda: len(hurried.controller.said) >= 2)
    assert hurried.controller.said == [Touched(visit="v1", n=1), Touched(visit="v1", n=1)]


def test_every_touch_is_said_while_the_person_is_being_asked(hurried: Hurried) -> None:
    hurried.client.start()
    hurried.controller.show(SAMPLES["keypad-code"], still_there=True)
    wait_until(lambda: hurried.page()["kind"] == "Keypad")
    for _ in range(3):
        hurried.presenter.touch()
    wait_until(lambda: len(hurried.controller.said) == 3)


def test_a_controller_that_falls_silent_is_hung_up_on(controller: FakeController) -> None:
    heard: list[object] = []
    lost: list[object] = []
    client = LinkClient(controller.path, silent_after_s=0.1)
    client.heard.connect(heard.append)
    client.lost.connect(lambda: lost.append(len(heard)))
    client.start()
    wait_until(lambda: bool(lost))
    client.close()
    assert heard[0] == HELLO


def test_a_beat_keeps_the_link_and_is_no_news(controller: FakeController) -> None:
    heard: list[object] = []
    lost: list[object] = []
    client = LinkClient(controller.path, silent_after_s=0.3)
    client.heard.connect(heard.append)
    client.lost.connect(lambda: lost.append(True))
    client.start()
    wait_until(lambda: bool(heard))
    for _ in range(5):
        QTest.qWait(100)
        controller.say(Beat())
    assert (heard, lost) == ([HELLO], [])
    client.close()
