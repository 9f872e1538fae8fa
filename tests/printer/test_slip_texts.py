"""What stands on the slips of this product: the words, their values, and what a demo says of itself."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from printer import slip_texts
from printer.slip_texts import Imprint, SlipTexts
from printer.slips import Slip, SlipLine, SlipTypesetter
from ui.words import load_words

OFFICIAL = Imprint(site="휴먼시아 소담 민원실", help_phone="031-000-0000", demo=False)
DEMO = Imprint(site="휴먼시아 소담 민원실", help_phone="031-000-0000", demo=True)
AT = datetime(2026, 11, 22, 18, 5, tzinfo=ZoneInfo("Asia/Seoul"))
Make = Callable[[Imprint], Slip]
WORDS = Path(slip_texts.__file__).with_name("slip_words")


def receipt(imprint: Imprint) -> Slip:
    return SlipTexts(imprint).receipt("주민등록표 등본", "시험-0000-0000-0001", 2, AT)


def note(imprint: Imprint) -> Slip:
    return SlipTexts(imprint).pick_up_note(7, "048213", "이새벽")


def test_a_receipt_says_which_paper_how_many_pages_and_when() -> None:
    assert receipt(OFFICIAL).lines == (
        SlipLine("주민등록표 등본", "서류"),
        SlipLine("시험-0000-0000-0001", "문서확인번호"),
        SlipLine("2장", "장수"),
        SlipLine("2026-11-22 18:05", "발급 시각"),
    )
    assert receipt(OFFICIAL).digits == ""


def test_a_receipt_says_that_it_is_no_certificate() -> None:
    assert "증명서가 아닙니다" in receipt(OFFICIAL).footer


def test_a_note_says_for_whom_where_and_which_code() -> None:
    made = note(OFFICIAL)
    assert [line.value for line in made.lines][:2] == ["이새벽", "7번"]
    assert made.digits == "048213"


def test_a_note_names_the_buttons_that_stand_on_the_screen() -> None:
    screen = load_words()
    for button in ("service.collect.title", "collect.scan.number"):
        assert f"'{screen.pattern(button, 'ko')}'" in note(OFFICIAL).footer


@pytest.mark.parametrize("make", [receipt, note])
def test_every_slip_says_where_it_is_from_and_whom_to_call(make: Make) -> None:
    made = make(OFFICIAL)
    assert made.footer.endswith("휴먼시아 소담 민원실\n도움 전화 031-000-0000")


@pytest.mark.parametrize("make", [receipt, note])
def test_only_a_demos_slips_say_that_they_have_no_effect(make: Make) -> None:
    assert make(DEMO).watermark == "시험용 · 효력 없음"
    assert make(OFFICIAL).watermark == ""


@pytest.mark.parametrize("make", [receipt, note])
def test_every_slip_can_be_set(make: Make) -> None:
    picture = SlipTypesetter().render(make(DEMO))
    assert (picture.mode, picture.width) == ("1", 576)
    assert 400 < picture.height < 2000


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        SlipTexts(OFFICIAL, "xx")


def test_every_translation_has_the_same_keys() -> None:
    languages = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in WORDS.glob("*.toml")}
    assert "ko" in languages
    keys = {language: {(part, *_names(words)) for part, words in said.items()} for language, said in languages.items()}
    assert all(found == keys["ko"] for found in keys.values())


def _names(words: object) -> tuple[str, ...]:
    return tuple(sorted(words)) if isinstance(words, dict) else ()
