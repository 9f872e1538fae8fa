"""A board on a cable in memory, opposite a script or a simulated board."""

from collections.abc import Sequence
from typing import Literal

from drivers.lockboard.api import LockBoard
from drivers.lockboard.bus import Bus
from drivers.lockboard.simdoors import SimDoor
from drivers.lockboard.xor8a.device import Xor8aBoard
from drivers.lockboard.xor8a.settings import Xor8aSettings
from drivers.lockboard.xor8a.sim import Xor8aSim
from drivers.transport.cable import Timed
from drivers.transport.memory import MemoryTransport

PROBE = bytes.fromhex("80 01 01 33 B3")
QUERY = bytes.fromhex("80 01 00 33 B2")
UNLOCK_2 = bytes.fromhex("8A 01 02 11 98")
ANSWERS_PROBE = (0.02, "80 01 01 11 91")


class Script:
    """A peer that answers each request with the next of the given replies, so many seconds later."""

    def __init__(self, *replies: tuple[float, str]) -> None:
        self.requests: list[bytes] = []
        self._replies = iter(replies)

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        self.requests.append(data)
        after_s, reply = next(self._replies, (0.0, ""))
        return [Timed(now_s + after_s, bytes.fromhex(reply))] if reply else []


def settings(closed_bit: Literal[0, 1] = 1, *, channels: int = 24, pulse_s: int | None = None) -> Xor8aSettings:
    return Xor8aSettings(
        protocol="xor8a", name="board", address=1, channels=channels, closed_bit=closed_bit, pulse_s=pulse_s
    )


def board_on(line: MemoryTransport, wiring: Xor8aSettings | None = None) -> LockBoard:
    return Xor8aBoard(wiring or settings(), Bus(line))


def simulated(closed_bit: Literal[0, 1] = 1) -> tuple[Xor8aSim, list[SimDoor]]:
    doors = [SimDoor() for _ in range(24)]
    return Xor8aSim(doors, address=1, closed_bit=closed_bit), doors
