"""One exchange with a lock board through our driver, against the same bytes by pyserial alone on the same pty.

Both sides hold the simulated board's own time (20 ms to a status, 500 ms to an unlock's reply) and the bytes' time on
a line of 9600 baud; what the driver adds is the difference. Both have the pty open all the time.
"""

import time
from collections.abc import Awaitable, Callable
from contextlib import closing

import serial

from config.kiosk import KioskSettings
from config.load import load
from drivers.lockboard.api import LockBoard
from drivers.lockboard.registry import open_lock_bus
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import resting_site

REPLY_WITHIN_S = 2.0

Ask = Callable[[LockBoard], Awaitable[object]]


async def measure_exchange(name: str, ask: Ask, times: int, step: Step, *, request: bytes, reply: bytes) -> Row:
    """Measure this many exchanges of each, turn about; reply is the board's one right answer to request."""
    turns: list[Turn] = []
    with resting_site() as site:
        (settings,) = load(site.folder / "kiosk.toml", KioskSettings).lock_buses
        async with open_lock_bus(settings) as boards:
            (board,) = boards.values()
            # The first exchange on a line also finds out whether the adapter hears itself.
            await board.read()
            with closing(serial.Serial(settings.address, settings.baud, timeout=REPLY_WITHIN_S)) as port:
                for _ in range(times):
                    began_s = time.monotonic()
                    await ask(board)
                    turns.append((time.monotonic() - began_s, _bare_s(port, request, reply)))
                    step()
    return compare(name, "the same bytes by pyserial alone, same pty", turns)


def _bare_s(port: serial.Serial, request: bytes, reply: bytes) -> float:
    began_s = time.monotonic()
    port.write(request)
    received = port.read(len(reply))
    took_s = time.monotonic() - began_s
    assert received == reply, received.hex(" ")
    return took_s
