"""A simulated board at the end of a cable in memory, for every protocol of the registry."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import get_args

from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import BoardSettings, LockBus, attach
from drivers.lockboard.simdoors import SimDoor
from drivers.lockboard.xor8a.settings import Xor8aSettings
from drivers.simhost.lock_buses import sim_of
from drivers.transport.cable import WireFaults
from drivers.transport.memory import MemoryAddress

SAMPLES: Mapping[str, BoardSettings] = {
    f"{board.protocol}-{name}": board
    for name, board in {
        "24-channels": Xor8aSettings(protocol="xor8a", name="board", address=1, channels=24, closed_bit=1),
        "8-channels-inverted": Xor8aSettings(protocol="xor8a", name="board", address=31, channels=8, closed_bit=0),
        "50-channels-ascending": Xor8aSettings(
            protocol="xor8a", name="board", address=2, channels=50, closed_bit=1, status_order="ascending"
        ),
    }.items()
}
"""At least one board of each protocol; a test says so."""


def registered_protocols() -> set[str]:
    """The protocol names of all members of BoardSettings."""
    members = get_args(BoardSettings) or (BoardSettings,)
    return {name for member in members for name in get_args(member.model_fields["protocol"].annotation)}


class MemoryTarget:
    """See contract.Target."""

    def __init__(
        self,
        settings: BoardSettings,
        faults: WireFaults | None = None,
        *,
        seed: int = 0,
        cut_after_bytes: int | None = None,
    ) -> None:
        self.doors = [SimDoor() for _ in range(settings.channels)]
        self.sim = sim_of(settings, self.doors)
        self._settings = settings
        self._address = MemoryAddress(self.sim, faults=faults, seed=seed, cut_after_bytes=cut_after_bytes)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[LockBoard]:
        async with self._address.open() as line:
            bus = LockBus(name="bus", address=line.address, boards=(self._settings,))
            yield attach(bus, line)[self._settings.name]

    def openings(self) -> Mapping[int, int]:
        return {channel: door.openings for channel, door in enumerate(self.doors, 1) if door.openings}

    def stick(self, channel: int) -> None:
        self.doors[channel - 1].stuck = True

    def push(self, channel: int) -> None:
        self.doors[channel - 1].push(asyncio.get_running_loop().time())
