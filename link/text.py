"""Words on their way to the screen: a key into ui/i18n, or a text that came as data.

Knows no language and no sentence; the screen resolves a Key in the language the person chose.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Key(BaseModel):
    """A fixed sentence of ui/i18n with the values that fill its places."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["key"] = "key"
    id: str
    values: dict[str, str | int] = {}


class Local(BaseModel):
    """A sentence that came as data (a name, a notice), by language code; "ko" is always there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["local"] = "local"
    ko: str
    en: str | None = None


Text = Key | Local


def key(id: str, /, **values: str | int) -> Key:
    """Short for Key(id=id, values=values)."""
    return Key(id=id, values=values)
