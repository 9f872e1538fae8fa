"""The last bytes that went over a wire, put together to bursts as a person reads them.

Knows bytes and instants, no frames.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

_BURST_GAP_S = 0.015
_KEPT = 200


@dataclass(slots=True)
class Burst:
    """Bytes in one direction without a longer gap; the instants are of the loop's clock."""

    number: int
    direction: Literal["to_board", "from_board"]
    began_s: float
    ended_s: float
    data: bytes

    def shown(self) -> Mapping[str, Any]:
        """As the control page tells it."""
        return {
            "number": self.number,
            "direction": self.direction,
            "at_s": round(self.began_s, 4),
            "hex": self.data.hex(" ").upper(),
        }


class WireLog:
    """Keeps the last 200 bursts, numbered from 1."""

    def __init__(self) -> None:
        self._bursts: deque[Burst] = deque(maxlen=_KEPT)
        self._count = 0

    @property
    def bursts(self) -> Sequence[Burst]:
        """Oldest first."""
        return tuple(self._bursts)

    def add(self, direction: Literal["to_board", "from_board"], data: bytes, now_s: float) -> None:
        """Note bytes that pass now."""
        last = self._bursts[-1] if self._bursts else None
        if last and last.direction == direction and now_s - last.ended_s < _BURST_GAP_S:
            last.data += data
            last.ended_s = now_s
            return
        self._count += 1
        self._bursts.append(Burst(self._count, direction, now_s, now_s, data))
