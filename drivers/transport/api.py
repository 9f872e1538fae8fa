"""What a line of bytes to a device can do, whatever carries it.

Knows bytes, addresses and deadlines. Does not know frames, devices or who opens a lost line again.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from drivers.errors import TransportLost


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How a serial line is clocked; a network address does not use it. Always 8 data bits, no flow control."""

    baud: int = 9600
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: Literal[1, 2] = 1


class NothingSent(TransportLost):
    """The line was gone before the first byte of this write was handed over."""


class Transport(Protocol):
    """An open line. One owner; nothing is sent or received once it is closed."""

    @property
    def address(self) -> str:
        """The address that it was opened by."""

    async def write(self, data: bytes) -> None:
        """Hand data over to the line.

        Raises:
            NothingSent: no byte of data was handed over.
            TransportLost: the line is gone; part of data, or all of it, may have left.
        """

    async def read(self, deadline_s: float) -> bytes:
        """What has come, at least one byte; b"" when nothing has until deadline_s.

        Args:
            deadline_s: an instant of the running loop's clock. One that has passed asks only for what is there already.

        Raises:
            TransportLost: the line is gone.
        """

    async def close(self) -> None:
        """Give the line back. A second call does nothing."""
