"""A simulated ESC/POS printer on a cable in memory, and somebody who does things to it in the middle of a slip."""

from collections.abc import Callable, Sequence

from drivers.slipprinter.escpos.settings import EscposSettings
from drivers.slipprinter.escpos.sim import SlipPrinterSim
from drivers.transport.cable import Timed

SETTINGS = EscposSettings(protocol="escpos", name="slips", address="memory", baud=9600)
"""The speed of the cable in memory."""


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
