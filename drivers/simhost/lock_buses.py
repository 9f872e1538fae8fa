"""A lock bus on a rig: its line, the boards on it, the doors behind them, and the hands at these.

Knows which simulated board answers for which settings. What a board says, lockboard/<protocol>/sim.py knows; how a door
moves and how a board can lie, lockboard/simdoors.py; how a line goes wrong, transport/cable.py.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, assert_never

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from drivers.lockboard.registry import BoardSettings, LockBus
from drivers.lockboard.simdoors import BoardFaults, LockBoardSim, SimDoor
from drivers.lockboard.xor8a.settings import Xor8aSettings
from drivers.lockboard.xor8a.sim import Xor8aSim
from drivers.simhost.device import RigDevice
from drivers.simhost.ports import port_at
from drivers.simhost.wirelog import WireLog
from drivers.transport.cable import Cable, Timed, WireFaults

Hand = Literal["push", "pull", "stick", "bounce", "free", "fill", "empty"]
"""What somebody does to a door."""


class RigLockBusSettings(LockBus):
    """A bus of a rig file, as in a site's settings; its address is where the rig serves it."""

    def device(self, run_dir: Path) -> RigDevice:
        """See RigDeviceSettings.device."""
        return RigLockBus(self, run_dir)


class RigLockBusFaults(BaseModel):
    """Everything that is wrong with one bus now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wire: WireFaults = WireFaults()
    board: BoardFaults = BoardFaults()
    connected: bool = True
    """False while the plug is pulled."""


class RigLockBus:
    """See RigDevice. A new connection is a new cable: what was under way on the old one is gone.

    Doors are numbered from 1 through all boards in the file's order.
    """

    def __init__(self, settings: RigLockBusSettings, run_dir: Path) -> None:
        self._name = settings.name
        self._faults = RigLockBusFaults()
        self._log = WireLog()
        self._places = [(board.name, channel) for board in settings.boards for channel in range(1, board.channels + 1)]
        self._doors = {place: SimDoor() for place in self._places}
        self._sims = [
            sim_of(board, [self._doors[board.name, channel] for channel in range(1, board.channels + 1)])
            for board in settings.boards
        ]
        self._port = port_at(settings.address, run_dir, self._from_host)
        self._cable = Cable(self, self._to_host)

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._name

    @property
    def address(self) -> str:
        """See RigDevice.address."""
        return self._port.address

    async def connect(self) -> None:
        """See RigDevice.connect."""
        self._cable = Cable(self, self._to_host, faults=self._faults.wire)
        await self._port.open()

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        self._cable.cut()
        await self._port.close()

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state; doors in the order of their numbers."""
        return {
            "doors": [
                {"number": number, "board": board, "channel": channel, **_seen(self._doors[board, channel], _now_s())}
                for number, (board, channel) in enumerate(self._places, 1)
            ],
            "faults": self._faults.model_dump(),
        }

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.post("/doors/{number}/{hand}")
        async def _door(number: int, hand: Hand) -> Mapping[str, Any]:
            if not 1 <= number <= len(self._places):
                raise HTTPException(404, f"doors count from 1 to {len(self._places)}")
            _HANDS[hand](self._doors[self._places[number - 1]], _now_s())
            return self.state()

        @router.post("/faults")
        async def _faults(faults: RigLockBusFaults) -> Mapping[str, Any]:
            await self.set_faults(faults)
            return self.state()

        @router.get("/wire")
        async def _wire(after: int = 0) -> Sequence[Mapping[str, Any]]:
            return [burst.shown() for burst in self._log.bursts if burst.number > after]

        return router

    async def set_faults(self, faults: RigLockBusFaults) -> None:
        """Be wrong in exactly this way. Echo is another adapter: the plug is pulled to change it."""
        before, self._faults = self._faults, faults
        for sim in self._sims:
            sim.faults = faults.board
        self._cable.faults = faults.wire
        is_another = faults.wire.echo != before.wire.echo
        if before.connected and (not faults.connected or is_another):
            await self.disconnect()
        if faults.connected and (not before.connected or is_another):
            await self.connect()

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        """See transport.cable.Peer: every board hears everything."""
        return [reply for sim in self._sims for reply in sim.feed(data, now_s)]

    def _from_host(self, data: bytes) -> None:
        self._log.add("to_board", data, _now_s())
        self._cable.send(data)

    def _to_host(self, data: bytes) -> None:
        self._log.add("from_board", data, _now_s())
        self._port.write(data)


def sim_of(settings: BoardSettings, doors: Sequence[SimDoor]) -> LockBoardSim:
    """The simulated board for each protocol of the registry, wired as settings say; its channel n has doors[n - 1]."""
    match settings:
        case Xor8aSettings():
            return Xor8aSim(
                doors,
                address=settings.address,
                closed_bit=settings.closed_bit,
                descending=settings.status_order == "descending",
            )
        case _:
            assert_never(settings)


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _seen(door: SimDoor, now_s: float) -> Mapping[str, Any]:
    return {
        "open": door.is_open(now_s),
        "stuck": door.stuck,
        "bounces": door.bounces,
        "contents": door.contents,
        "openings": door.openings,
    }


def _stick(door: SimDoor, _now_s: float) -> None:
    door.stuck = True


def _bounce(door: SimDoor, _now_s: float) -> None:
    door.bounces = True


def _free(door: SimDoor, _now_s: float) -> None:
    door.stuck = door.bounces = False


def _fill(door: SimDoor, _now_s: float) -> None:
    door.contents = True


def _empty(door: SimDoor, _now_s: float) -> None:
    door.contents = False


_HANDS: Final[Mapping[Hand, Callable[[SimDoor, float], None]]] = {
    "push": SimDoor.push,
    "pull": SimDoor.pull,
    "stick": _stick,
    "bounce": _bounce,
    "free": _free,
    "fill": _fill,
    "empty": _empty,
}
