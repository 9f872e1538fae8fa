"""Between an answer and the next screen: what was touched stays pressed, nothing is taken, a long wait is named."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from tests.ui.player import Player, corners
from tests.ui.samples import SAMPLES

WAIT = "잠시만 기다려 주세요"
INSIDE_PX = 12
"""Past the border and the rounded corner of a control, and before its words."""


@pytest.mark.parametrize(
    ("sample", "touched"),
    [
        ("home", "service.collect"),
        ("home", "service.deposit"),
        ("choice", "option.phone"),
        ("choice", "nav.back"),
        ("choice", "nav.home"),
        ("confirm", "option.open"),
        ("confirm", "option.later"),
        ("door-open", "option.taken"),
        ("scan-both", "option.none"),
        ("preview", "option.print"),
        ("preview", "option.other"),
        ("take-paper", "option.taken"),
        ("message-success", "option.close"),
    ],
)
def test_what_was_touched_looks_pressed_until_the_next_screen(player: Player, sample: str, touched: str) -> None:
    player.sees(SAMPLES[sample], n=1)
    at_rest = ground_of(player, touched)
    player.press(player.at(touched))
    pressed = ground_of(player, touched)
    player.release(player.at(touched))
    player.settle()
    assert ground_of(player, touched) == pressed != at_rest
    player.sees(SAMPLES[sample], n=2)
    assert ground_of(player, touched) == at_rest


def test_the_finished_digits_stay_pressed_and_cannot_be_changed_any_more(player: Player) -> None:
    player.sees(SAMPLES["keypad-code"])
    for digit in "482913":
        player.tap(f"digit.{digit}")
    typed = player.words()
    ready = ground_of(player, "keypad.done")
    player.tap("keypad.done")
    player.key(Qt.Key.Key_Backspace)
    player.tap("keypad.erase")
    assert ground_of(player, "keypad.done") != ready
    assert player.words() == typed


def test_nothing_else_looks_pressed_after_an_answer(player: Player) -> None:
    player.sees(SAMPLES["choice-pages"])
    at_rest = ground_of(player, "option.b")
    player.tap("option.a")
    player.press(player.at("option.b"))
    assert ground_of(player, "option.b") == at_rest
    player.release(player.at("option.b"))
    player.tap("choice.more")
    assert "option.a" in player.named_items()


def test_a_long_wait_is_named_and_the_next_screen_ends_it(player: Player) -> None:
    player.sees(SAMPLES["choice"], n=1)
    player.tap("option.phone")
    player.settle()
    assert WAIT not in player.words()
    player.until(lambda: WAIT in player.words())
    player.sees(SAMPLES["choice"], n=2)
    assert WAIT not in player.words()


def test_naming_the_wait_moves_nothing(player: Player) -> None:
    player.sees(SAMPLES["choice"])
    places = {name: player.at(name) for name in player.named_items()}
    player.tap("option.phone")
    player.until(lambda: WAIT in player.words())
    assert {name: player.at(name) for name in player.named_items()} == places


def ground_of(player: Player, name: str) -> QColor:
    """The colour of a control beside its words."""
    left, top, _, bottom = corners(player.named_items()[name])
    return player.screen.window.grabWindow().pixelColor(round(left) + INSIDE_PX, round((top + bottom) / 2))
