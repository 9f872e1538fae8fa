"""A simulated slip printer at the end of a cable in memory."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from PIL import Image

from drivers.slipprinter.escpos.device import SlipPrinter
from drivers.slipprinter.escpos.settings import SlipPrinterSettings
from drivers.slipprinter.escpos.sim import SlipPrinterSim
from drivers.transport.cable import Timed, WireFaults
from drivers.transport.memory import MemoryTransport

SETTINGS = SlipPrinterSettings(name="slips", address="memory", baud=9600)
"""The speed of the cable in memory."""
SLOW = SETTINGS.model_copy(update={"baud": 2400})
"""For a cable that delivers byte by byte, with gaps."""


class MemoryTarget:
    """See contract.Target. Every connection is a new cable with the next seed; only the first one is cut."""

    def __init__(self, faults: WireFaults | None = None, *, seed: int = 0, cut_after_bytes: int | None = None) -> None:
        self.settings = SLOW if faults and faults.split else SETTINGS
        self.sim = SlipPrinterSim()
        self.lines: list[MemoryTransport] = []
        self._faults = faults
        self._seed = seed
        self._cut_after_bytes = cut_after_bytes

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[SlipPrinter]:
        line = MemoryTransport(
            self.sim,
            faults=self._faults,
            seed=self._seed + len(self.lines),
            cut_after_bytes=None if self.lines else self._cut_after_bytes,
        )
        self.lines.append(line)
        try:
            yield SlipPrinter(self.settings, line)
        finally:
            await line.close()

    def slips(self) -> Sequence[Image.Image]:
        return self.sim.slips

    def hanging(self) -> Image.Image:
        return self.sim.hanging

    def is_understood(self) -> bool:
        return self.sim.error is None


class Hand:
    """A printer to which something is done at the byte after which is_time says so."""

    def __init__(
        self, sim: SlipPrinterSim, is_time: Callable[[SlipPrinterSim], bool], act: Callable[[], object]
    ) -> None:
        self._sim = sim
        self._is_time = is_time
        self._act = act
        self._has_acted = False

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        replies: list[Timed] = []
        for byte in data:
            replies += self._sim.feed(bytes([byte]), now_s)
            if not self._has_acted and self._is_time(self._sim):
                self._has_acted = True
                self._act()
        return replies
