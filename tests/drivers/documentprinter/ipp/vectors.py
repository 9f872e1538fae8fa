"""Reads vectors.toml beside this file; every message in it is tested against codec and sim."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from drivers.documentprinter.ipp.message import Attribute, Group, GroupTag, Localized, Message, Plain, Tag, Value


class Vector(BaseModel):
    """One message; see the head of vectors.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    sender: Literal["host", "printer"] = Field(alias="from")
    meaning: str
    code: int
    request_id: int
    hex: str
    groups: list[tuple[str, list[list[Any]]]]
    data: str = ""

    @property
    def frame(self) -> bytes:
        return bytes.fromhex(self.hex)

    @property
    def message(self) -> Message:
        groups = tuple(Group(GroupTag[tag], tuple(map(_attribute, rows))) for tag, rows in self.groups)
        return Message((1, 1), self.code, self.request_id, groups, self.data.encode())


def _attribute(row: list[Any]) -> Attribute:
    name, tag, *plain = row
    syntax = Tag[tag]
    return Attribute(name, tuple(Value(syntax, one) for one in _plain(syntax, plain)))


def _plain(syntax: Tag, plain: list[Any]) -> list[Plain]:
    match syntax:
        case Tag.UNSUPPORTED:
            return [None]
        case Tag.BEGIN_COLLECTION:
            return [tuple(map(_attribute, plain[0]))]
        case Tag.NAME_WITH_LANGUAGE:
            return [Localized(*plain)]
        case _:
            return plain


def load() -> list[Vector]:
    table = tomllib.loads(Path(__file__).with_name("vectors.toml").read_text("utf-8"))
    return [Vector.model_validate(row) for row in table["message"]]


VECTORS = load()


def name(vector: Vector) -> str:
    return vector.source.replace(" ", "-")
