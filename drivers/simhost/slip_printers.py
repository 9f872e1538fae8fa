"""A slip printer on a rig: its port, what is wrong with it, its roll, and the slips in its tray.

Knows the sim and the port. The line itself is as quick and clean as USB or a network; it can lose the answers, or be
pulled out. Does not know how the rig is put together.
"""

import asyncio
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Response
from PIL import Image
from pydantic import BaseModel, ConfigDict, Field

from drivers.simhost.device import RigDevice
from drivers.simhost.ports import port_at
from drivers.slipprinter.escpos.settings import EscposSettings
from drivers.slipprinter.escpos.sim import SlipFaults, SlipPrinterSim


class RigSlipPrinterSettings(EscposSettings):
    """A printer of a rig file, as in a site's settings; its address is where the rig serves it."""

    def device(self, run_dir: Path) -> RigDevice:
        """See RigDeviceSettings.device."""
        return RigSlipPrinter(self, run_dir)


class RigSlipPrinterFaults(BaseModel):
    """Everything that is wrong with one printer and its line now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    printer: SlipFaults = SlipFaults()
    drop_replies: bool = False
    """It hears and prints, but its answers get lost."""
    connected: bool = True
    """False while the plug is pulled."""


class NewRoll(BaseModel):
    """The paper that somebody puts in: a full roll has 640000 rows, near the end are 40000, 8 are a millimetre."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: Annotated[int, Field(ge=0)]


class RigSlipPrinter:
    """See RigDevice. Slips are numbered from 1 and keep their numbers when others are taken."""

    def __init__(self, settings: RigSlipPrinterSettings, run_dir: Path) -> None:
        self.faults = RigSlipPrinterFaults()
        self.sim = SlipPrinterSim(settings.dots, settings.dpi)
        self._name = settings.name
        self._port = port_at(settings.address, run_dir, self._from_host)
        self._taken = 0

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
        await self._port.open()

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        await self._port.close()

    async def set_faults(self, faults: RigSlipPrinterFaults) -> None:
        """Be wrong in exactly this way."""
        before, self.faults = self.faults, faults
        self.sim.faults = faults.printer
        if before.connected and not faults.connected:
            await self.disconnect()
        if faults.connected and not before.connected:
            await self.connect()
        self._from_host(b"")

    def take(self) -> None:
        """Somebody takes every slip that was cut off."""
        self._taken += len(self.sim.slips)
        self.sim.slips.clear()

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state."""
        return {
            "faults": self.faults.model_dump(),
            "paper_rows": self.sim.paper_rows,
            "slips": [self._taken + place for place in range(1, len(self.sim.slips) + 1)],
            "hanging_rows": self.sim.hanging.height,
            "not_understood": self.sim.error,
        }

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.post("/faults")
        async def _faults(faults: RigSlipPrinterFaults) -> Mapping[str, Any]:
            await self.set_faults(faults)
            return self.state()

        @router.post("/paper")
        async def _paper(roll: NewRoll) -> Mapping[str, Any]:
            self.sim.paper_rows = roll.rows
            self._from_host(b"")
            return self.state()

        @router.post("/take")
        async def _take() -> Mapping[str, Any]:
            self.take()
            return self.state()

        @router.get("/slips/{number}.png")
        async def _slip(number: int) -> Response:
            if not self._taken < number <= self._taken + len(self.sim.slips):
                raise HTTPException(404, "nobody printed it, or it was taken")
            return Response(_png(self.sim.slips[number - self._taken - 1]), media_type="image/png")

        return router

    def _from_host(self, data: bytes) -> None:
        """Also without data: a printer whose cover was closed or that got paper goes on by itself."""
        loop = asyncio.get_running_loop()
        for reply in self.sim.feed(data, loop.time()):
            if not self.faults.drop_replies:
                loop.call_at(reply.at_s, self._port.write, reply.data)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
