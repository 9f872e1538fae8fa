"""Words on their way to the screen: a key into ui/i18n, or a text that came as data.

Knows no language and no sentence; the screen resolves both in the language the person chose.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Local(BaseModel):
    """A sentence that came as data (a name, a notice), by language code; "ko" is always there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["local"] = "local"
    ko: str
    en: str | None = None


Value = str | int | Local
"""What fills a place of a sentence; a Local does so in the sentence's language."""


class Key(BaseModel):
    """A fixed sentence of ui/i18n with the values that fill its places."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["key"] = "key"
    id: str
    values: Mapping[str, Value] = {}


Text = Key | Local


def key(id: str, /, **values: Value) -> Key:
    """Short for Key(id=id, values=values)."""
    return Key(id=id, values=values)
