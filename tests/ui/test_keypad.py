"""Typing digits, by touch and by key."""

from PySide6.QtCore import Qt

from link.screens import Keypad
from link.showing import Input, Typed
from link.text import Local
from tests.ui.controller import FakeController
from tests.ui.player import Player

PIN = Keypad(title=Local(ko="비밀번호"), min_digits=4, max_digits=6, masked=True)


def test_typed_digits_are_sent_when_done_is_pressed(player: Player, controller: FakeController) -> None:
    player.sees(PIN)
    for digit in "40971":
        player.tap(f"digit.{digit}")
    player.tap("keypad.erase")
    player.tap("keypad.done")
    player.until(lambda: len(controller.inputs()) == 1)
    assert controller.inputs() == [Input(visit="v1", n=1, answer=Typed(digits="4097"))]


def test_too_few_digits_are_not_sent_by_any_key(player: Player, controller: FakeController) -> None:
    player.sees(PIN)
    for digit in "409":
        player.tap(f"digit.{digit}")
    player.key(Qt.Key.Key_Return)
    player.settle()
    assert "keypad.done" in player.named_items()
    assert not player.named_items()["keypad.done"].isEnabled()
    assert controller.inputs() == []


def test_digits_over_the_limit_are_not_taken(player: Player, controller: FakeController) -> None:
    player.sees(PIN)
    for digit in "12345678":
        player.tap(f"digit.{digit}")
    player.tap("keypad.done")
    player.until(lambda: controller.inputs() == [Input(visit="v1", n=1, answer=Typed(digits="123456"))])


def test_a_real_keypad_types_erases_and_finishes(player: Player, controller: FakeController) -> None:
    player.sees(PIN)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_9, Qt.Key.Key_Backspace):
        player.key(key)
    player.key(Qt.Key.Key_Enter)
    player.until(lambda: controller.inputs() == [Input(visit="v1", n=1, answer=Typed(digits="1234"))])


def test_the_digits_of_a_secret_are_nowhere_in_the_screen(player: Player) -> None:
    player.sees(PIN)
    keys = sorted(player.words())
    for digit in "7352":
        player.tap(f"digit.{digit}")
    player.settle()
    finished = sorted(word for word in player.words() if word != "입력 완료")
    assert finished == sorted(word for word in keys if word != "번호를 눌러 주세요")
    assert "7352" not in str(player.screen.presenter.property("page"))


def test_typed_digits_are_gone_on_the_next_screen(player: Player, controller: FakeController) -> None:
    player.sees(PIN, n=1)
    for digit in "7352":
        player.tap(f"digit.{digit}")
    player.sees(PIN, n=2)
    player.key(Qt.Key.Key_Return)
    player.settle()
    assert controller.inputs() == []


def test_typed_digits_stay_when_the_language_is_switched(player: Player, controller: FakeController) -> None:
    player.sees(PIN)
    for digit in "7352":
        player.tap(f"digit.{digit}")
    player.tap("language")
    player.tap("keypad.done")
    player.until(lambda: controller.inputs() == [Input(visit="v1", n=1, answer=Typed(digits="7352"))])


def test_keys_work_again_after_the_question(player: Player, controller: FakeController) -> None:
    player.sees(PIN)
    player.sees(PIN, still_there=True)
    player.sees(PIN)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_Enter):
        player.key(key)
    player.until(lambda: controller.inputs() == [Input(visit="v1", n=1, answer=Typed(digits="1234"))])
