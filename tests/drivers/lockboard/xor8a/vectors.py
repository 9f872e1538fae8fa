"""Reads vectors.toml beside this file; every frame in it must be tested against codec and sim."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Vector(BaseModel):
    """One frame; see the head of vectors.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Literal["vendor", "capture", "driver", "computed"]
    hex: str
    sender: Literal["host", "board"] = Field(alias="from")
    kind: Literal["unlock", "query_lock", "query_board", "unlock_reply", "lock_status", "board_status", "foreign"]
    meaning: str
    address: int
    lock: int = 0
    pulse_s: int | None = None
    asks: str = ""
    bit: int | None = None
    locks: int = 24
    status_bytes: int | None = None
    set: tuple[int, ...] = ()
    fires: tuple[int, ...] = ()

    @property
    def frame(self) -> bytes:
        return bytes.fromhex(self.hex)

    @property
    def request(self) -> bytes:
        return bytes.fromhex(self.asks)


def load() -> list[Vector]:
    table = tomllib.loads(Path(__file__).with_name("vectors.toml").read_text("utf-8"))
    return [Vector.model_validate(row) for row in table["frame"]]


VECTORS = load()


def of_kind(*kinds: str) -> list[Vector]:
    return [vector for vector in VECTORS if vector.kind in kinds]


def name(vector: Vector) -> str:
    return f"{vector.sender}-{vector.hex.replace(' ', '')}"
