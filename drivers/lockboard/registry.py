"""Every lock-board protocol there is, and the settings of a bus.

Adding a protocol: its folder, its settings in BoardSettings, its case in _board. Knows no simulated board.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Literal, Self, assert_never

from pydantic import BaseModel, ConfigDict, Field, model_validator

from drivers.lockboard.api import LockBoard
from drivers.lockboard.bus import Bus
from drivers.lockboard.xor8a.device import Xor8aBoard
from drivers.lockboard.xor8a.settings import Xor8aSettings
from drivers.transport.api import LineSettings, Transport
from drivers.transport.open import open_transport

BoardSettings = Xor8aSettings
"""The second protocol makes this a union, told apart in LockBus.boards by Field(discriminator="protocol")."""


class LockBus(BaseModel):
    """One port and the boards on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    address: Annotated[str, Field(min_length=1)]
    """The port: a path (prefer /dev/serial/by-id/...) or socket://host:port."""
    baud: Annotated[int, Field(gt=0)] = 9600
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: Literal[1, 2] = 1
    boards: Annotated[tuple[BoardSettings, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _boards_differ(self) -> Self:
        for what, values in (
            ("name", [board.name for board in self.boards]),
            ("address", [board.address for board in self.boards]),
        ):
            if len(set(values)) < len(values):
                raise ValueError(f"two boards of {self.name} have the same {what}")
        return self


@asynccontextmanager
async def open_lock_bus(settings: LockBus) -> AsyncIterator[Mapping[str, LockBoard]]:
    """Open the port and yield its boards by name. Sends nothing by itself.

    Raises:
        TransportLost: the port cannot be opened.
    """
    line = LineSettings(settings.baud, settings.parity, settings.stop_bits)
    async with open_transport(settings.address, line) as transport:
        yield attach(settings, transport)


def attach(settings: LockBus, transport: Transport) -> Mapping[str, LockBoard]:
    """The boards of a bus whose line is open, by name."""
    bus = Bus(transport)
    return {board.name: _board(board, bus) for board in settings.boards}


def _board(settings: BoardSettings, bus: Bus) -> LockBoard:
    match settings:
        case Xor8aSettings():
            return Xor8aBoard(settings, bus)
        case _:
            assert_never(settings)
