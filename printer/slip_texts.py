"""The slips of this product: which words and values stand on each. How they look is in slips.py."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from printer.slips import Slip, SlipLine

_WORDS = Path(__file__).with_name("slip_words")


@dataclass(frozen=True)
class Imprint:
    """What stands on every slip of a site."""

    site: str
    help_phone: str
    demo: bool
    """Nothing that this site gives out has effect, and its slips say so."""


class SlipTexts:
    """Slips in one language."""

    def __init__(self, imprint: Imprint, language: str = "ko") -> None:
        """Read the words.

        Raises:
            OSError, tomllib.TOMLDecodeError: there are none for this language.
        """
        self._words: dict[str, Any] = tomllib.loads((_WORDS / f"{language}.toml").read_text("utf-8"))
        self._imprint = imprint

    def receipt(self, title: str, number: str, pages: int, at: datetime) -> Slip:
        """What was printed, and when; at is the site's time."""
        words = self._words["receipt"]
        lines = (
            SlipLine(title, words["paper"]),
            SlipLine(number, words["number"]),
            SlipLine(words["pages_value"].format(pages=pages), words["pages"]),
            SlipLine(f"{at:%Y-%m-%d %H:%M}", words["at"]),
        )
        return self._slip(words, lines)

    def pick_up_note(self, compartment: int, code: str, holder: str) -> Slip:
        """Where the envelope of somebody who cannot be reached is, and the code that opens it."""
        words = self._words["pick_up_note"]
        lines = (
            SlipLine(holder, words["for"]),
            SlipLine(words["compartment_value"].format(compartment=compartment), words["compartment"]),
            SlipLine(words["code_is"]),
        )
        return self._slip(words, lines, digits=code)

    def _slip(self, words: dict[str, str], lines: tuple[SlipLine, ...], digits: str = "") -> Slip:
        imprint = self._imprint
        return Slip(
            title=words["title"],
            lines=lines,
            digits=digits,
            footer=f"{words['footer']}\n{imprint.site}\n{self._words['help'].format(phone=imprint.help_phone)}",
            watermark=self._words["watermark"] if imprint.demo else "",
        )
