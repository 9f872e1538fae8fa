"""What a touch does, and what it must not do."""

import pytest
from PySide6.QtCore import QPoint, Qt

from link.showing import Answer, Chose, Input, Left, Touched
from tests.ui.controller import FakeController
from tests.ui.player import Player
from tests.ui.samples import SAMPLES


def test_a_tap_on_a_service_is_one_input_with_the_visit_and_number_of_its_screen(
    player: Player, controller: FakeController
) -> None:
    player.sees(SAMPLES["home"], visit="v7", n=3)
    player.tap("service.collect")
    player.until(lambda: controller.said == [Input(visit="v7", n=3, answer=Chose(option="collect"))])


def test_a_double_tap_is_one_input(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["confirm"])
    player.tap("option.open")
    player.tap("option.open")
    player.settle()
    assert controller.said == [Input(visit="v1", n=1, answer=Chose(option="open"))]


def test_a_second_answer_to_the_same_screen_is_not_sent(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"])
    player.tap("option.phone")
    player.tap("nav.home")
    player.settle()
    assert controller.said == [Input(visit="v1", n=1, answer=Chose(option="phone"))]


def test_showing_the_same_screen_again_does_not_reopen_an_answered_one(
    player: Player, controller: FakeController
) -> None:
    player.sees(SAMPLES["choice"])
    player.tap("option.phone")
    player.until(lambda: len(controller.said) == 1)
    player.sees(SAMPLES["choice"])
    player.tap("option.code")
    player.settle()
    assert controller.said == [Input(visit="v1", n=1, answer=Chose(option="phone"))]


def test_the_next_screen_takes_an_answer_again(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"], n=1)
    player.tap("option.phone")
    player.sees(SAMPLES["choice"], n=2)
    player.tap("option.code")
    player.until(lambda: len(controller.said) == 2)
    assert controller.said[1] == Input(visit="v1", n=2, answer=Chose(option="code"))


def test_a_press_that_ends_outside_does_nothing(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["confirm"])
    start = player.at("option.open")
    player.press(start)
    player.move(start - QPoint(0, 500))
    player.release(start - QPoint(0, 500))
    player.settle()
    assert controller.said == []


def test_a_press_that_begins_outside_does_nothing(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["confirm"])
    end = player.at("option.open")
    player.press(end - QPoint(0, 500))
    player.move(end)
    player.release(end)
    player.settle()
    assert controller.said == []


def test_a_press_begun_on_one_screen_cannot_end_on_the_next(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["confirm"], n=1)
    pos = player.at("option.open")
    player.press(pos)
    player.sees(SAMPLES["confirm"], n=2)
    player.release(pos)
    player.settle()
    assert controller.said == []


def test_a_service_that_cannot_be_used_cannot_be_chosen(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["home"], n=1)
    pos = player.at("service.collect")
    player.sees(SAMPLES["home-unavailable"], n=2)
    player.press(pos)
    player.release(pos)
    player.settle()
    assert controller.said == []
    assert "보관함이 가득 찼습니다" in player.words()


def test_the_ways_out_are_told_apart(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"], n=1)
    player.tap("nav.back")
    player.sees(SAMPLES["choice"], n=2)
    player.tap("nav.home")
    player.until(lambda: len(controller.said) == 2)
    assert [said.answer for said in controller.inputs()] == [Left(to="back"), Left(to="home")]


def test_the_button_of_a_message_says_close(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["message-success"])
    player.tap("option.close")
    player.until(lambda: controller.said == [Input(visit="v1", n=1, answer=Chose(option="close"))])


def test_a_button_can_be_reached_and_pressed_with_keys_alone(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["message-success"])
    for _ in range(8):
        player.key(Qt.Key.Key_Tab)
        if player.named_items()["option.close"].hasActiveFocus():
            break
    player.key(Qt.Key.Key_Return)
    player.until(lambda: controller.said == [Input(visit="v1", n=1, answer=Chose(option="close"))])


def test_the_second_page_holds_the_remaining_choices_and_then_comes_the_first(player: Player) -> None:
    player.sees(SAMPLES["choice-pages"])
    first = {name for name in player.named_items() if name.startswith("option.")}
    player.tap("choice.more")
    second = {name for name in player.named_items() if name.startswith("option.")}
    player.tap("choice.more")
    third = {name for name in player.named_items() if name.startswith("option.")}
    assert first == {"option.a", "option.b", "option.c", "option.d", "option.e"}
    assert second == {"option.f", "option.g"}
    assert third == first


def test_the_question_whether_one_is_there_is_answered_by_any_touch(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"])
    player.sees(SAMPLES["choice"], still_there=True)
    assert "계속 사용하시겠어요?" in player.words()
    player.press(QPoint(20, 600))
    player.release(QPoint(20, 600))
    player.tap("still.stay")
    player.until(lambda: controller.said == [Touched(visit="v1", n=1), Touched(visit="v1", n=1)])
    player.sees(SAMPLES["choice"])
    assert "계속 사용하시겠어요?" not in player.words()


def test_the_question_whether_one_is_there_offers_the_first_screen(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"], still_there=True)
    player.tap("still.home")
    player.until(lambda: controller.inputs() == [Input(visit="v1", n=1, answer=Left(to="home"))])


def test_at_an_open_door_the_question_offers_no_way_out_and_its_button_says_touched_each_time(
    player: Player, controller: FakeController
) -> None:
    for n in (1, 2):
        player.sees(SAMPLES["door-open"], n=n)
        player.sees(SAMPLES["door-open"], n=n, still_there=True)
        assert "still.home" not in player.named_items()
        player.tap("still.stay")
        player.sees(SAMPLES["door-open"], n=n)
        player.tap("option.taken")
    player.until(lambda: len(controller.said) == 4)
    taken = Chose(option="taken")
    assert controller.said == [
        Touched(visit="v1", n=1),
        Input(visit="v1", n=1, answer=taken),
        Touched(visit="v1", n=2),
        Input(visit="v1", n=2, answer=taken),
    ]


def test_nothing_under_the_question_can_be_touched(player: Player, controller: FakeController) -> None:
    player.sees(SAMPLES["choice"])
    covered = player.at("nav.home")
    player.sees(SAMPLES["choice"], still_there=True)
    player.press(covered)
    player.release(covered)
    player.settle()
    assert controller.inputs() == []


@pytest.mark.parametrize(
    ("sample", "touched", "answer"),
    [
        ("scan-both", "option.phone", Chose(option="phone")),
        ("scan-both", "nav.back", Left(to="back")),
        ("scan-card", "nav.home", Left(to="home")),
        ("preview", "option.print", Chose(option="print")),
        ("preview", "option.other", Chose(option="other")),
        ("preview", "nav.home", Left(to="home")),
        ("take-paper", "option.taken", Chose(option="taken")),
        ("take-card", "option.taken", Chose(option="taken")),
    ],
)
def test_each_way_on_is_one_answer(
    player: Player, controller: FakeController, sample: str, touched: str, answer: Answer
) -> None:
    player.sees(SAMPLES[sample])
    player.tap(touched)
    player.until(lambda: controller.said == [Input(visit="v1", n=1, answer=answer)])


def test_printing_cannot_be_left(player: Player) -> None:
    player.sees(SAMPLES["progress"])
    assert set(player.named_items()) == {"language"}


def test_an_opening_door_offers_nothing_to_touch(player: Player) -> None:
    player.sees(SAMPLES["door-opening"])
    assert set(player.named_items()) == {"language"}
