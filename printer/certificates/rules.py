"""What holds for every certificate, whatever its form says.

No number of a living person, no document number that could pass for an official one, nothing that cannot be seen. Each
rule yields what is broken. Knows texts and patterns, and no particular form.
"""

import re
import unicodedata
from collections.abc import Iterator

from printer.certificates.errors import Problem
from printer.certificates.paths import Data, texts

_MASKED = re.compile(r"[0-9]{6}-\*{7}")
_RESIDENT_NUMBER = re.compile(r"\d{6}\W{0,3}\d{7}")
"""Thirteen digits, however they are joined. Since 2020-10 a wrong check digit does not mean that nobody has it."""
_TRIAL_NUMBER = re.compile(r"시험-[0-9]{4}-[0-9]{4}-[0-9]{4}")
_NUMBER = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's general categories of controls, formats (among them what reverses text), surrogates, and line ends."""


def text_problems(data: Data) -> Iterator[Problem]:
    """What is wrong with any text in the data."""
    for field, text in texts(data):
        if field.rpartition(".")[2] == "rrn" and not _MASKED.fullmatch(text):
            yield Problem(field, "a resident number is six digits and seven asterisks: 880101-*******")
        if _RESIDENT_NUMBER.search(text):
            yield Problem(field, "holds thirteen digits that may be somebody's resident number")
        if any(unicodedata.category(character) in _UNSEEN for character in text):
            yield Problem(field, "holds a character that cannot be seen")


def number_problems(number: str, *, demo: bool) -> Iterator[Problem]:
    """What is wrong with a document number. A trial's can never be taken for an official one."""
    if demo and not _TRIAL_NUMBER.fullmatch(number):
        yield Problem("number", "a key for trials numbers 시험-NNNN-NNNN-NNNN")
    if not demo and not _NUMBER.fullmatch(number):
        yield Problem("number", "an official key numbers NNNN-NNNN-NNNN")
