"""Every sentence stands in both languages with the same places, and every value of the domain has its sentence."""

import re
import string
import tomllib
from datetime import UTC, date, datetime

import pytest

from hub.pages.page import AREAS, SAID
from hub.pages.words import LANGUAGES, Words, sentences
from hub.refusals import Cause
from hub.roles import Role
from hub.states import DeliveryState, State, What
from link.way import Way
from tests.architecture.source import files, text

KO, EN = Words("ko"), Words("en")
HANGUL = re.compile(r"[가-힣]")
AFTER_A_PLACE = re.compile(r"\}(?:을|를|은|는|이|가|과|와|으로|로)(?![가-힣])")

DOMAIN = [
    *(f"cause.{cause.value}.{part}" for cause in Cause for part in ("what", "do")),
    *(f"state.{state.value}" for state in (*State, *DeliveryState)),
    *(f"trail.{what.value}" for what in What),
    *(f"role.{role.value}" for role in Role),
    *(f"way.{way.value}{part}" for way in Way for part in ("", "_hint")),
    *(f"board.{state.value}" for state in DeliveryState),
    *(f"area.{name}" for _, name, _ in AREAS),
    *(f"said.{name}" for name in SAID),
]


def test_every_sentence_stands_in_every_language_and_says_something() -> None:
    assert len(sentences()) > 250
    for key, said in sentences().items():
        assert set(said) == set(LANGUAGES), key
        assert all(sentence.strip() == sentence != "" for sentence in said.values()), key


def test_both_languages_fill_the_same_places() -> None:
    for key, said in sentences().items():
        ko, en = (
            {name for _, name, _, _ in string.Formatter().parse(said[language]) if name} for language in LANGUAGES
        )
        assert ko == en, key


def test_korean_is_korean_and_english_is_not() -> None:
    not_translated = {"site.other_language", "application.title"}
    for key, said in sentences().items():
        if key not in not_translated:
            assert HANGUL.search(said["ko"]), key
            assert not HANGUL.search(said["en"]), key


def test_no_korean_particle_hangs_on_a_value() -> None:
    assert [key for key, said in sentences().items() if AFTER_A_PLACE.search(said["ko"])] == []


@pytest.mark.parametrize("key", DOMAIN)
def test_everything_that_can_be_has_its_sentence(key: str) -> None:
    assert KO.has(key)


def test_every_state_of_every_way_says_what_happens_next() -> None:
    for way in Way:
        for state in State:
            is_possible = not (way is Way.KIOSK and state in _ONLY_WITH_LOCKER)
            is_possible &= not (way is Way.LOCKER and state in _ONLY_WITH_DOOR)
            if is_possible:
                assert KO.has(f"next.{way.value}.{state.value}") or KO.has(f"next.any.{state.value}"), (way, state)


_ONLY_WITH_DOOR = {
    State.OFFERED,
    State.ACCEPTED,
    State.TAKEN,
    State.HANDED_OVER,
    State.UNCONFIRMED,
    State.LOST,
}
_ONLY_WITH_LOCKER = _ONLY_WITH_DOOR | {State.IN_LOCKER, State.COLLECTED}


def test_every_sentence_that_is_named_is_there_and_every_one_that_is_there_is_named() -> None:
    source = "".join(text(file) for file in (*files("hub/pages"), *files("hub/pages/templates", suffix=".html")))
    named = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)+)["']""", source))
    named = {key for key in named if not key.endswith(".html")}
    composed = {"cause", "state", "trail", "role", "way", "board", "area", "said", "next", "error"}
    keys = set(sentences())
    assert {key for key in keys - named if key.partition(".")[0] not in composed} == set()
    rooms = {key.partition(".")[0] for key in keys} - composed
    assert {key for key in named if key.partition(".")[0] in rooms} - keys == set()


def test_a_delivery_has_one_word_and_the_kiosk_quotes_what_stands_on_the_page() -> None:
    notices = text("hub/notify/ko.toml")
    kiosk = text("ui/i18n/ko.toml")
    assert "배달" not in "".join(said["ko"] for said in sentences().values()) + notices + kiosk
    assert f"‘{KO('volunteer.mine')}’" in kiosk


def test_the_mail_about_the_locker_names_everything_that_its_screen_asks_for() -> None:
    body = tomllib.loads(text("hub/notify/ko.toml"))["in_locker"]["body"]
    screen = tomllib.loads(text("ui/i18n/ko.toml"))
    assert f"'{screen['service']['collect']['title']}'" in body
    assert "QR" in body
    assert "생년월일" in body


def test_times_and_households_are_said_as_people_say_them() -> None:
    noon, night = datetime(2026, 11, 22, 3, 5, tzinfo=UTC), datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    assert (KO.time(noon), KO.time(night)) == ("2026년 11월 22일 오후 12:05", "2026년 11월 23일 오전 12:00")
    assert (EN.time(noon), EN.day(night)) == ("22 Nov 2026, 12:05", "23 Nov 2026")
    assert (KO.date(date(1950, 3, 5)), EN.date(date(1950, 3, 5))) == ("1950년 3월 5일", "5 Mar 1950")
    assert (KO.household("101-1203"), EN.household("101-1203")) == ("101동 1203호", "101-1203")
    assert (KO.household(None), KO.household("관리동")) == ("", "관리동")
