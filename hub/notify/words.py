"""What a notice says, filled in. Knows the file of sentences; does not know people or channels."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.notices import Tell

Values = Mapping[str, str | int]

_FILE = Path(__file__).with_name("ko.toml")


@dataclass(frozen=True)
class Message:
    """Plain text for a mail or a text message."""

    subject: str
    body: str


def written(tell: Tell, values: Values) -> Message:
    """The notice as it is sent."""
    words = _words()
    body = words[tell.value]["body"].strip() + "\n" + words["signature"]["body"]
    return Message(words[tell.value]["subject"].format_map(values), body.format_map(values))


def spoken(tell: Tell, values: Values) -> str:
    """The notice as a coordinator says it on the telephone."""
    return _words()[tell.value]["say"].format_map(values)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
