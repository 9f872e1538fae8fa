"""A card on a PC/SC reader, worked in a lane: see channel.Card.

Knows PC/SC's results and what they say of the card. Does not know what is said to it.
"""

from functools import partial

from drivers.cardreader.api import Refusal
from drivers.cardreader.pcsc import codec, winscard
from drivers.cardreader.pcsc.channel import CardFailed
from drivers.cardreader.pcsc.lane import Lane
from drivers.cardreader.pcsc.monitor import Laid
from drivers.cardreader.pcsc.winscard import Connection, PcscFailed, ReaderState

_MUTE = {winscard.UNRESPONSIVE_CARD, winscard.UNSUPPORTED_CARD, winscard.SHARING_VIOLATION}
"""Everything else that can go wrong with an open card happens when it, its reader or pcscd is gone: real readers say
NOT_TRANSACTED, REMOVED_CARD, RESET_CARD or COMM_ERROR, pcscd's death NO_SERVICE or a broken pipe."""


class PcscCard:
    """The card of one Laid, connected at the first command in a context of its own. Its state is the lane's alone."""

    def __init__(self, lane: Lane, laid: Laid) -> None:
        self._lane = lane
        self._laid = laid
        self._context: int | None = None
        self._connection: Connection | None = None

    async def transmit(self, apdu: bytes) -> bytes:
        """See channel.Card."""
        return await self._lane.do(partial(self._transmit, apdu))

    async def confirm(self) -> None:
        """See channel.Card."""
        await self._lane.do(self._confirm)

    def close(self) -> None:
        """Give the card back, as soon as the lane comes to it."""
        self._lane.later(self._close)

    def _transmit(self, apdu: bytes) -> bytes:
        try:
            connection = self._connection or self._connect()
            is_t0 = connection.protocol == winscard.T0
            answer = winscard.transmit(connection, codec.for_t0(apdu) if is_t0 else apdu)
        except PcscFailed as failed:
            raise CardFailed(Refusal.MUTE if failed.code in _MUTE else Refusal.TORN_AWAY) from failed
        if len(answer) < codec.STATUS_BYTES:
            # vpcd reports success with an empty answer when the card went away during the command.
            raise CardFailed(Refusal.TORN_AWAY)
        return answer

    def _connect(self) -> Connection:
        self._context = winscard.establish()
        self._connection = winscard.connect(self._context, self._laid.reader)
        self._confirm()
        return self._connection

    def _confirm(self) -> None:
        try:
            assert self._context is not None, "confirm comes after a command"
            now = winscard.look(self._context, ReaderState(self._laid.reader, winscard.UNAWARE), 0)
        except PcscFailed as failed:
            raise CardFailed(Refusal.TORN_AWAY) from failed
        if not now.state & winscard.PRESENT or now.state >> winscard.COUNT_SHIFT != self._laid.count:
            raise CardFailed(Refusal.TORN_AWAY)

    def _close(self) -> None:
        if self._connection is not None:
            winscard.disconnect(self._connection)
        if self._context is not None:
            winscard.release(self._context)
