"""A lock bus of the rig with two boards, plugged in, and its hands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from drivers.lockboard.registry import LockBus
from drivers.simhost.device import RigDevice
from drivers.simhost.lock_buses import RigLockBus, RigLockBusSettings

LEFT = {"protocol": "xor8a", "name": "left", "address": 1, "channels": 24, "closed_bit": 1}
RIGHT = {"protocol": "xor8a", "name": "right", "address": 2, "channels": 12, "closed_bit": 0}
RIGHT_ORDER = {"status_order": "ascending"}


class Bench:
    """A bus that is plugged in, and its hands."""

    def __init__(self, settings: RigLockBusSettings, run_dir: Path) -> None:
        device: RigDevice = RigLockBus(settings, run_dir)
        self.device = device
        app = FastAPI()
        app.include_router(device.routes())
        self.hands = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://rig")
        self._settings = settings

    @property
    def settings(self) -> LockBus:
        """What a site would say about it."""
        return LockBus(name="bus", address=self.device.address, boards=self._settings.boards)

    async def post(self, path: str, **body: object) -> dict[str, Any]:
        state: dict[str, Any] = (await self.hands.post(path, json=body)).raise_for_status().json()
        return state

    def open_doors(self) -> list[int]:
        return [door["number"] for door in self.device.state()["doors"] if door["open"]]


@asynccontextmanager
async def plugged_in(address: str, run_dir: Path) -> AsyncIterator[Bench]:
    """Served at this address of a rig file."""
    boards = [LEFT, RIGHT | RIGHT_ORDER]
    bench = Bench(RigLockBusSettings.model_validate({"name": "bus", "address": address, "boards": boards}), run_dir)
    await bench.device.connect()
    async with bench.hands:
        yield bench
    await bench.device.disconnect()
