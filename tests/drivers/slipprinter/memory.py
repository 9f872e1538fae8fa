"""A simulated slip printer at the end of a cable in memory."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from PIL import Image

from drivers.slipprinter.api import SlipPrinter
from drivers.slipprinter.escpos.sim import SlipPrinterSim
from drivers.slipprinter.registry import attach
from drivers.transport.cable import WireFaults
from drivers.transport.memory import MemoryAddress
from tests.drivers.slipprinter.escpos.bench import SETTINGS

SLOW = SETTINGS.model_copy(update={"baud": 2400})
"""For a cable that delivers byte by byte, with gaps."""


class MemoryTarget:
    """See contract.Target."""

    def __init__(self, faults: WireFaults | None = None, *, seed: int = 0, cut_after_bytes: int | None = None) -> None:
        self.sim = SlipPrinterSim()
        self._settings = SLOW if faults and faults.split else SETTINGS
        self._address = MemoryAddress(self.sim, faults=faults, seed=seed, cut_after_bytes=cut_after_bytes)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[SlipPrinter]:
        async with self._address.open() as line:
            yield attach(self._settings, line)

    def slips(self) -> Sequence[Image.Image]:
        return self.sim.slips

    def hanging(self) -> Image.Image:
        return self.sim.hanging

    def is_understood(self) -> bool:
        return self.sim.error is None
