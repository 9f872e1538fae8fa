"""Which words stand on the screen, in which language."""

from string import Formatter

import pytest

from link.screens import Message
from link.text import Local, key
from tests.ui.controller import FakeController
from tests.ui.player import Player
from tests.ui.samples import SAMPLES
from ui.words import I18N, Words, fill, load_words


def test_the_language_button_switches_every_word_there_and_back(player: Player) -> None:
    player.sees(SAMPLES["choice"])
    korean = player.words()
    player.tap("language")
    english = player.words()
    player.tap("language")
    assert "With a code" in english
    assert set(english) & set(korean) == {"031-538-0000"}
    assert player.words() == korean


def test_the_next_visit_begins_in_the_first_language(player: Player) -> None:
    player.sees(SAMPLES["choice"], visit="v1", n=1)
    player.tap("language")
    player.sees(SAMPLES["confirm"], visit="v1", n=2)
    assert "Yes, open it" in player.words()
    player.sees(SAMPLES["home"], visit="v2", n=1)
    assert "보관함 찾기" in player.words()


def test_a_language_chosen_at_home_holds_for_the_visit_that_begins_there(player: Player) -> None:
    player.sees(SAMPLES["home"], visit="v2", n=1)
    player.tap("language")
    player.sees(SAMPLES["choice"], visit="v2", n=2)
    assert "With a code" in player.words()


def test_one_language_needs_no_button(player: Player, controller: FakeController) -> None:
    assert controller.hello is not None
    controller.hello = controller.hello.model_copy(update={"languages": ("ko",)})
    player.sees(SAMPLES["choice"])
    assert "language" not in player.named_items()


def test_a_text_without_english_stays_korean(player: Player) -> None:
    player.sees(SAMPLES["confirm"])
    player.tap("language")
    assert "포천시 소흘읍 행정복지센터" in player.words()


def test_a_missing_key_shows_itself_and_the_screen_goes_on(player: Player) -> None:
    player.sees(Message(tone="problem", title=key("no.such.words"), close=Local(ko="닫기")))
    assert "no.such.words" in player.words()
    assert "option.close" in player.named_items()


def test_every_language_has_the_same_keys() -> None:
    words = load_words()
    languages = sorted(file.stem for file in I18N.glob("*.toml"))
    assert languages == ["en", "ko"]
    assert words.ids("en") == words.ids("ko")
    assert "home.title" in words.ids("ko")


@pytest.mark.parametrize("id", sorted(load_words().ids("ko")))
def test_a_sentence_has_the_same_places_in_every_language(id: str) -> None:
    words = load_words()
    assert _places(words.pattern(id, "ko")) == _places(words.pattern(id, "en"))


@pytest.mark.parametrize(
    ("sentence", "values", "filled"),
    [
        ("{n}번 칸", {"n": 12}, "12번 칸"),
        ("서류 {n:native} 장", {"n": 2}, "서류 두 장"),
        ("서류 {n:native} 장", {"n": 20}, "서류 스무 장"),
        ("서류 {n:native} 장", {"n": 21}, "서류 스물한 장"),
        ("서류 {n:native} 장", {"n": 100}, "서류 100 장"),
        ("{name:을/를} 엽니다", {"name": "보관함"}, "보관함을 엽니다"),
        ("{name:을/를} 엽니다", {"name": "상자"}, "상자를 엽니다"),
        ("{n:이/가} 남았습니다", {"n": 3}, "3이 남았습니다"),
        ("{n:이/가} 남았습니다", {"n": 2}, "2가 남았습니다"),
        ("{place:으로/로} 오세요", {"place": "서울"}, "서울로 오세요"),
        ("{place:으로/로} 오세요", {"place": "포천"}, "포천으로 오세요"),
        ("{place:으로/로} 오세요", {"place": "7"}, "7로 오세요"),
        ("{n} {n:paper|papers}", {"n": 1}, "1 paper"),
        ("{n} {n:paper|papers}", {"n": 3}, "3 papers"),
        ("{n}번 칸", {}, "{n}번 칸"),
        ("{n:native} 장", {"n": "몇"}, "{n:native} 장"),
    ],
)
def test_places_are_filled_as_each_language_joins_them(
    sentence: str, values: dict[str, str | int], filled: str
) -> None:
    assert fill(sentence, values) == filled


def test_a_number_and_its_counter_stay_on_one_line() -> None:
    words = load_words()
    parted = [id for id in sorted(words.ids("ko")) if "번 칸" in words.pattern(id, "ko")]
    assert parted == []


def test_words_that_a_language_leaves_empty_stay_empty() -> None:
    words = Words({"ko": {"unit": "동"}, "en": {"unit": ""}})
    assert words.say(key("unit"), "en") == ""


@pytest.mark.parametrize(
    ("title", "korean", "english"),
    [
        (Local(ko="주민등록표 등본", en="Household register"), "주민등록표 등본을 뽑기", "Print Household register"),
        (Local(ko="가족관계증명서"), "가족관계증명서를 뽑기", "Print 가족관계증명서"),
    ],
)
def test_data_within_a_sentence_is_said_in_the_language_of_the_sentence(
    title: Local, korean: str, english: str
) -> None:
    words = Words({"ko": {"print": "{title:을/를} 뽑기"}, "en": {"print": "Print {title}"}})
    said = key("print", title=title)
    assert (words.say(said, "ko"), words.say(said, "en")) == (korean, english)


def test_a_key_that_one_language_lacks_is_said_in_korean() -> None:
    words = Words({"ko": {"a": "가"}, "en": {}})
    assert words.say(key("a"), "en") == "가"


def _places(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}
