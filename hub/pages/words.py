"""Every fixed sentence of the pages, in each language.

Knows words.toml and how times and households are written in each language. Does not know who reads, or which page.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from link.text import Local

LANGUAGES = ("ko", "en")
"""The first is the one that everybody begins in."""

WORDS = Path(__file__).parent / "words.toml"

_KOREAN_TIME = timezone(timedelta(hours=9), "KST")
"""Korea has had no daylight saving time since 1988, so a fixed offset needs no time zone database."""
_NOON = 12


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by dotted key, then by language.

    Raises:
        OSError, tomllib.TOMLDecodeError: the installation is broken; there is nothing to show without words.
    """
    return dict(_flat(tomllib.loads(WORDS.read_text("utf-8")), ""))


class Words:
    """What the pages say in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The sentence under key with its {places} filled.

        Raises:
            KeyError: there is no such sentence, or a place has no value; the tests render every page.
        """
        return sentences()[key][self.language].format(**values)

    @property
    def other(self) -> str:
        """The language that the language button changes to."""
        return next(language for language in LANGUAGES if language != self.language)

    def has(self, key: str, /) -> bool:
        """Whether there is such a sentence."""
        return key in sentences()

    def local(self, text: Local) -> str:
        """A text that came as data, in this language if it has it."""
        return text.en if self.language == "en" and text.en else text.ko

    def time(self, at: datetime) -> str:
        """A moment as people in Korea say it: 11월 22일 오후 3:10."""
        here = _here(at)
        if self.language == "en":
            return f"{here.day} {here:%b %Y, %H:%M}"
        half = "오전" if here.hour < _NOON else "오후"
        return f"{here.year}년 {here.month}월 {here.day}일 {half} {here.hour % _NOON or _NOON}:{here:%M}"

    def day(self, at: datetime) -> str:
        """The day of a moment in Korea."""
        return self.date(_here(at).date())

    def date(self, day: date) -> str:
        """A day as people say it: 1950년 3월 15일."""
        if self.language == "en":
            return f"{day.day} {day:%b %Y}"
        return f"{day.year}년 {day.month}월 {day.day}일"

    def household(self, household: str | None) -> str:
        """A household such as 101-1203 as people say it: 101동 1203호."""
        building, _, unit = (household or "").partition("-")
        if not unit:
            return household or ""
        return f"{building}-{unit}" if self.language == "en" else f"{building}동 {unit}호"


def _here(at: datetime) -> datetime:
    return at.astimezone(_KOREAN_TIME)


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, value in table.items():
        if LANGUAGES[0] in value:
            yield prefix + name, value
        else:
            yield from _flat(value, f"{prefix}{name}.")
