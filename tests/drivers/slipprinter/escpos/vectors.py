"""Reads vectors.toml beside this file; everything in it must be tested against codec and sim."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from drivers.slipprinter.api import Roll, SlipStatus


class _Vector(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    meaning: str
    hex: str

    @property
    def frame(self) -> bytes:
        return bytes.fromhex(self.hex)


class StatusVector(_Vector):
    online: bool = True
    cover_open: bool = False
    roll: Roll = Roll.OK
    cutter_error: bool = False
    other_error: bool = False
    sim: bool = True

    @property
    def status(self) -> SlipStatus:
        return SlipStatus(
            online=self.online,
            cover_open=self.cover_open,
            roll=self.roll,
            cutter_error=self.cutter_error,
            other_error=self.other_error,
        )


class RejectVector(_Vector):
    pass


class CommandVector(_Vector):
    call: str
    arguments: tuple[float, ...] = ()
    dots: str = ""
    before: str = ""
    rows: int = 0
    answer: str = ""


class Vectors(BaseModel):
    """See the head of vectors.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: tuple[StatusVector, ...]
    reject: tuple[RejectVector, ...]
    command: tuple[CommandVector, ...]


VECTORS = Vectors.model_validate(tomllib.loads(Path(__file__).with_name("vectors.toml").read_text("utf-8")))


def name(vector: _Vector) -> str:
    return vector.meaning
