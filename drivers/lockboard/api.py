"""What every lock board can do, whatever its protocol.

Knows channels of one board. Does not know compartments, tickets or why a lock should open.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Protocol


class ChannelState(Enum):
    """What a board's feedback switch says of one lock. UNKNOWN is never to be taken for CLOSED."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class UnlockReply(Enum):
    """What became of an unlock command. None of them is an open door; only a later read() shows that."""

    NOT_SENT = "not_sent"
    """No byte of the command left this machine: the lock cannot have moved."""
    RELEASED = "released"
    """The board says that its switch moved."""
    REFUSED = "refused"
    """The board says that its switch did not move."""
    UNKNOWN = "unknown"
    """The command was sent, at least in part, and no valid reply came."""


class LockBoard(Protocol):
    """One board on a bus. Channels count from 1, as they are printed on the boards."""

    @property
    def name(self) -> str:
        """The board's name in the site's settings."""

    @property
    def channels(self) -> int:
        """How many channels the board has."""

    async def read(self) -> Mapping[int, ChannelState]:
        """The state of every channel; a channel that the board left out is UNKNOWN. Retries on its own.

        Raises:
            NoReply, BadReply, TransportLost
        """

    async def unlock(self, channel: int) -> UnlockReply:
        """Send one unlock command, once, and wait for the board's word on it. Never repeats it.

        Raises:
            ValueError: channel is not one of this board's; nothing was sent.
        """
