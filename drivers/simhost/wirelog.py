"""The last bytes that went over the rig's wires, put together to bursts as a person reads them.

Knows bytes and instants, no frames.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_BURST_GAP_S = 0.015
_KEPT = 200


@dataclass(slots=True)
class Burst:
    """Bytes in one direction without a longer gap; the instants are of the loop's clock."""

    number: int
    bus: str
    direction: Literal["to_board", "from_board"]
    began_s: float
    ended_s: float
    data: bytes


class WireLog:
    """Keeps the last 200 bursts of all buses together."""

    def __init__(self) -> None:
        self._bursts: deque[Burst] = deque(maxlen=_KEPT)
        self._count = 0

    @property
    def bursts(self) -> Sequence[Burst]:
        """Oldest first."""
        return tuple(self._bursts)

    def add(self, bus: str, direction: Literal["to_board", "from_board"], data: bytes, now_s: float) -> None:
        """Note bytes that pass now."""
        last = self._bursts[-1] if self._bursts else None
        if last and (last.bus, last.direction) == (bus, direction) and now_s - last.ended_s < _BURST_GAP_S:
            last.data += data
            last.ended_s = now_s
            return
        self._count += 1
        self._bursts.append(Burst(self._count, bus, direction, now_s, now_s, data))
