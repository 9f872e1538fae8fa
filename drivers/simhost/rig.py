"""A rig: the simulated devices of one file, the lock buses with their doors, and what is wrong with these.

Knows settings, sims and ports. Does not know how it is shown or steered.
"""

import asyncio
import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from drivers.lockboard.registry import LockBus
from drivers.lockboard.simdoors import BoardFaults, SimDoor
from drivers.simhost.boards import sim_of
from drivers.simhost.cameras import RigCamera, RigCameraSettings
from drivers.simhost.card_readers import RigCardReader, SimCardReader
from drivers.simhost.device import RigDevice
from drivers.simhost.mailbox import Mailbox, MailboxRigSettings
from drivers.simhost.ports import port_at
from drivers.simhost.printers import PrinterRigSettings, SimPrinter
from drivers.simhost.slip_printers import SlipPrinterDevice
from drivers.simhost.wirelog import WireLog
from drivers.slipprinter.escpos.settings import SlipPrinterSettings
from drivers.transport.cable import Cable, Timed, WireFaults


class RigSettings(BaseModel):
    """A rig file. A bus is written as in a site's settings; its address is where the rig serves it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    control_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """The port of the control page on 127.0.0.1; 0 takes a free one."""
    lock_buses: Annotated[tuple[LockBus, ...], Field(min_length=1)]
    document_printers: tuple[PrinterRigSettings, ...] = ()
    slip_printers: tuple[SlipPrinterSettings, ...] = ()
    cameras: tuple[RigCameraSettings, ...] = ()
    card_readers: tuple[RigCardReader, ...] = ()
    mailboxes: tuple[MailboxRigSettings, ...] = ()


class BusFaults(BaseModel):
    """Everything that is wrong with one bus now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wire: WireFaults = WireFaults()
    board: BoardFaults = BoardFaults()
    connected: bool = True
    """False while the plug is pulled."""


def load_rig(path: Path) -> RigSettings:
    """Read a rig file.

    Raises:
        OSError, tomllib.TOMLDecodeError, pydantic.ValidationError
    """
    return RigSettings.model_validate(tomllib.loads(path.read_text("utf-8")))


class Rig:
    """All buses and other devices of a rig; doors are numbered from 1 through all boards in the file's order."""

    def __init__(self, settings: RigSettings, run_dir: Path) -> None:
        self.log = WireLog()
        self.buses = {bus.name: SimBus(bus, run_dir, self.log) for bus in settings.lock_buses}
        self.devices: Mapping[str, RigDevice] = {device.name: device for device in _devices(settings, run_dir)}

    @property
    def doors(self) -> Sequence[SimDoor]:
        """Every door; the one numbered n stands at n - 1."""
        return [door for bus in self.buses.values() for doors in bus.doors.values() for door in doors]


@asynccontextmanager
async def running(rig: Rig) -> AsyncIterator[None]:
    """Open every port and take them all away on the way out."""
    async with AsyncExitStack() as stack:
        for bus in rig.buses.values():
            stack.push_async_callback(bus.disconnect)
            await bus.connect()
        for device in rig.devices.values():
            stack.push_async_callback(device.disconnect)
            await device.connect()
        yield


def _devices(settings: RigSettings, run_dir: Path) -> Sequence[RigDevice]:
    return (
        *(SimPrinter(entry) for entry in settings.document_printers),
        *(SlipPrinterDevice(entry, run_dir) for entry in settings.slip_printers),
        *(RigCamera(entry) for entry in settings.cameras),
        *(SimCardReader(entry, run_dir) for entry in settings.card_readers),
        *(Mailbox(entry) for entry in settings.mailboxes),
    )


class SimBus:
    """One line with its boards. A new connection is a new cable: what was under way on the old one is gone."""

    def __init__(self, settings: LockBus, run_dir: Path, log: WireLog) -> None:
        self.faults = BusFaults()
        self.doors = {board.name: [SimDoor() for _ in range(board.channels)] for board in settings.boards}
        self._name = settings.name
        self._log = log
        self._sims = [sim_of(board, self.doors[board.name]) for board in settings.boards]
        self._port = port_at(settings.address, run_dir, self._from_host)
        self._cable = Cable(self, self._to_host)

    @property
    def address(self) -> str:
        """Where a client finds it."""
        return self._port.address

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        """See transport.cable.Peer: every board hears everything."""
        return [reply for sim in self._sims for reply in sim.feed(data, now_s)]

    async def set_faults(self, faults: BusFaults) -> None:
        """Be wrong in exactly this way. Echo is another adapter: the plug is pulled to change it."""
        before, self.faults = self.faults, faults
        for sim in self._sims:
            sim.faults = faults.board
        self._cable.faults = faults.wire
        if before.connected and (not faults.connected or faults.wire.echo != before.wire.echo):
            await self.disconnect()
        if faults.connected and (not before.connected or faults.wire.echo != before.wire.echo):
            await self.connect()

    async def connect(self) -> None:
        """Plug it in."""
        self._cable = Cable(self, self._to_host, faults=self.faults.wire)
        await self._port.open()

    async def disconnect(self) -> None:
        """Pull the plug."""
        self._cable.cut()
        await self._port.close()

    def _from_host(self, data: bytes) -> None:
        self._log.add(self._name, "to_board", data, asyncio.get_running_loop().time())
        self._cable.send(data)

    def _to_host(self, data: bytes) -> None:
        self._log.add(self._name, "from_board", data, asyncio.get_running_loop().time())
        self._port.write(data)
