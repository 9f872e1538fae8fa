"""An 8A/80 board as a LockBoard: deadlines, retries of reads, and what a feedback bit means at this board.

Knows the codec and the bus. Does not know how a line is opened, or what stands behind a door.
"""

from collections.abc import Mapping

from drivers.errors import BadReply, DriverError, NoReply
from drivers.lockboard.api import ChannelState, UnlockReply
from drivers.lockboard.bus import Answer, Bus, Decoder
from drivers.lockboard.xor8a import codec
from drivers.lockboard.xor8a.settings import Xor8aSettings
from drivers.transport.api import NothingSent


class Xor8aBoard:
    """See LockBoard."""

    def __init__(self, settings: Xor8aSettings, bus: Bus) -> None:
        self._settings = settings
        self._bus = bus

    @property
    def name(self) -> str:
        """See LockBoard.name."""
        return self._settings.name

    @property
    def channels(self) -> int:
        """See LockBoard.channels."""
        return self._settings.channels

    async def read(self) -> Mapping[int, ChannelState]:
        """See LockBoard.read."""
        await self._learn_echo()
        bits = await self._ask(codec.query_board(self._settings.address), self._find_status)
        return {channel: self._state(bit) for channel, bit in bits.items()}

    async def unlock(self, channel: int) -> UnlockReply:
        """See LockBoard.unlock. A board that answers no question either is not commanded at all: NOT_SENT."""
        if not 1 <= channel <= self.channels:
            raise ValueError(f"{self.name} has channels 1 to {self.channels}, not {channel}")
        try:
            await self._learn_echo()
        except DriverError:
            return UnlockReply.NOT_SENT
        try:
            bit = await self._fire(channel)
        except NothingSent:
            return UnlockReply.NOT_SENT
        except DriverError:
            return UnlockReply.UNKNOWN
        return UnlockReply.REFUSED if bit == self._settings.closed_bit else UnlockReply.RELEASED

    async def _fire(self, channel: int) -> int:
        address, pulse_s = self._settings.address, self._settings.pulse_s
        return await self._bus.exchange(
            codec.unlock(address, channel, pulse_s),
            lambda received, _quiet: codec.find_unlock_reply(received, address, channel),
            within_s=self._settings.unlock_within_s + (pulse_s or 0),
        )

    async def _learn_echo(self) -> None:
        """Without this an echoed unlock would pass for the board's reply, byte for byte."""
        address = self._settings.address
        async with self._bus.learning:
            if self._bus.echoes is None:
                self._bus.echoes = await self._ask(
                    codec.query_lock(address, 1), lambda received, _quiet: codec.find_echo(received, address, 1)
                )

    async def _ask(self, question: bytes, decode: Decoder[Answer]) -> Answer:
        for _attempt in range(self._settings.read_attempts - 1):
            try:
                return await self._bus.exchange(question, decode, within_s=self._settings.read_within_s)
            except (NoReply, BadReply):
                continue
        return await self._bus.exchange(question, decode, within_s=self._settings.read_within_s)

    def _find_status(self, received: bytes, quiet: bool) -> Mapping[int, int] | None:  # noqa: FBT001 -- a Decoder's shape
        return codec.find_board_status(
            received,
            self._settings.address,
            self.channels,
            descending=self._settings.status_order == "descending",
            complete=quiet,
        )

    def _state(self, bit: int) -> ChannelState:
        return ChannelState.CLOSED if bit == self._settings.closed_bit else ChannelState.OPEN
