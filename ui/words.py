"""Turns link texts into sentences of one language.

Knows the keyed files under ui/i18n and how Korean joins particles and counters to a value.
Does not know which language the person chose, or where a sentence is shown.
"""

import logging
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from link.text import Local, Text, Value

FIRST_LANGUAGE = "ko"
"""The language that every Local and every key has."""

I18N = Path(__file__).parent / "i18n"

_log = logging.getLogger(__name__)

# Native Korean numerals in the form that stands before a counter (두 장, 스무 개).
_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
# Of the digits as they are read (영 일 이 삼 ...): which end in a consonant, and which of these in rieul.
_CLOSED_DIGITS = frozenset("013678")
_RIEUL_DIGITS = frozenset("178")
_HANGUL_FIRST, _HANGUL_LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8


class Words:
    """Every keyed sentence, by language."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = sentences

    def say(self, text: Text, language: str) -> str:
        """The sentence in language, else in Korean, else the bare key. Never raises: a gap beats an empty page."""
        if isinstance(text, Local):
            return _of(text, language)
        values = {place: _filling(value, language) for place, value in text.values.items()}
        return fill(self.pattern(text.id, language), values)

    def pattern(self, id: str, language: str) -> str:
        """The sentence with its places unfilled, as say() would find it."""
        pattern = self._sentences.get(language, {}).get(id, self._sentences[FIRST_LANGUAGE].get(id))
        if pattern is None:
            _log.error("no words for %s", id)
            return id
        return pattern

    def ids(self, language: str) -> frozenset[str]:
        """Every key that language has."""
        return frozenset(self._sentences.get(language, {}))


def load_words(folder: Path = I18N) -> Words:
    """Every <language>.toml of folder.

    Raises:
        OSError, tomllib.TOMLDecodeError: the installation is broken; there is nothing to show without words.
    """
    return Words({file.stem: _flat(tomllib.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.toml"))})


def fill(sentence: str, values: Mapping[str, str | int]) -> str:
    """Sentence with its {places} filled.

    {name:을/를} adds the particle that fits (the first after a consonant, the second after a vowel), {count:native}
    writes 두 for 2, {count:parcel|parcels} is the English noun in the number of count, without count itself. A place
    without a value leaves the sentence as it is.
    """
    try:
        return _Places().vformat(sentence, (), values)
    except (KeyError, IndexError, ValueError):
        _log.exception("cannot fill %r", sentence)
        return sentence


def _filling(value: Value, language: str) -> str | int:
    return _of(value, language) if isinstance(value, Local) else value


def _of(text: Local, language: str) -> str:
    return text.en if language == "en" and text.en else text.ko


class _Places(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "native":
            return _native(int(value))
        if "/" in format_spec:
            return f"{value}{_particle(str(value), *format_spec.split('/', 1))}"
        if "|" in format_spec:
            one, many = format_spec.split("|", 1)
            return one if int(value) == 1 else many
        return str(super().format_field(value, format_spec))


def _native(number: int) -> str:
    if number == 20:
        return "스무"
    return _TENS[number // 10] + _ONES[number % 10] if 0 < number < 100 else str(number)


def _particle(word: str, after_consonant: str, after_vowel: str) -> str:
    closed, rieul = _ending(word)
    # 으로/로 is the one pair where a final rieul counts as a vowel.
    return after_vowel if not closed or (rieul and after_consonant == "으로") else after_consonant


def _ending(word: str) -> tuple[bool, bool]:
    last = word[-1:]
    if last.isdigit():
        return last in _CLOSED_DIGITS, last in _RIEUL_DIGITS
    if last and _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        final = (ord(last) - _HANGUL_FIRST) % _FINALS
        return final != 0, final == _RIEUL
    return False, False


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = str(value)
    return found
