"""The hand that lays simulated cards on vpcd's reader, and what may go wrong while a card lies there.

vpcd's protocol over TCP: two bytes of length, then the payload, both ways; a payload of one byte is a control byte.
Knows the wire and time; what a card answers stands in cards.py.
"""

import asyncio
import socket

from pydantic import BaseModel, ConfigDict, Field

from drivers.cardreader.pcsc.sim.cards import SimCard

_HOST = "127.0.0.1"
_SEND_ATR = 4
_POWER = {0, 1, 2}
"""Off, on, reset; no answer."""


class CardFaults(BaseModel):
    """What is wrong with every card that lies there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mute: bool = False
    """It has an ATR and answers no command."""
    tear_at: int | None = Field(default=None, ge=1)
    """It is pulled away instead of answering this command, counted from 1 since it was laid there."""
    delay_s: float = Field(default=0.0, ge=0)
    """Every answer comes this much later."""


class CardSlot:
    """The place on the reader, with at most one card, whether or not a pcscd looks at it."""

    def __init__(self, port: int) -> None:
        """The port is vpcd's."""
        self.faults = CardFaults()
        """May be replaced at any time."""
        self._port = port
        self._card: SimCard | None = None
        self._line: _Line | None = None

    @property
    def card(self) -> SimCard | None:
        """What lies there."""
        return self._card

    async def lay(self, card: SimCard) -> None:
        """Lay the card there instead of any other. pcscd looks every 0.4 s: a shorter touch may go unseen."""
        self.take()
        self._card = card
        await self.plug_in()

    async def plug_in(self) -> None:
        """Show pcscd what lies there; needed again when it has been started anew."""
        self._unplug()
        if self._card is None:
            return
        card, loop = self._card, asyncio.get_running_loop()
        try:
            _transport, self._line = await loop.create_connection(lambda: _Line(card, self), _HOST, self._port)
        except ConnectionRefusedError:
            # No pcscd: the card lies there all the same.
            return

    def take(self) -> None:
        """Take away what lies there."""
        self._card = None
        self._unplug()

    def _unplug(self) -> None:
        if self._line is not None:
            self._line.cut()
            self._line = None


class _Line(asyncio.Protocol):
    """One card and pcscd, until one of them is gone."""

    def __init__(self, card: SimCard, slot: CardSlot) -> None:
        self._is_cut = False
        self._card = card
        self._slot = slot
        self._received = bytearray()
        self._commands = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The card is in the field."""
        assert isinstance(transport, asyncio.Transport), "create_connection makes no other"
        self._transport = transport
        self._acknowledge_at_once()

    def data_received(self, data: bytes) -> None:
        """Messages, or pieces of them."""
        self._acknowledge_at_once()
        self._received += data
        while len(self._received) >= 2:
            end = 2 + int.from_bytes(self._received[:2], "big")
            if len(self._received) < end:
                return
            message = bytes(self._received[2:end])
            del self._received[:end]
            self._obey(message)

    def cut(self) -> None:
        """The card is out of the field; nothing more is said."""
        self._is_cut = True
        if self._transport is not None:
            self._transport.abort()

    def _obey(self, message: bytes) -> None:
        if len(message) > 1:
            self._command(message)
        elif message[0] == _SEND_ATR:
            self._say(self._card.atr)
        elif message[0] in _POWER:
            self._card.reset()

    def _command(self, apdu: bytes) -> None:
        faults = self._slot.faults
        self._commands += 1
        if faults.tear_at == self._commands:
            self._slot.take()
        elif not faults.mute:
            answer = self._card.answer(apdu)
            asyncio.get_running_loop().call_later(faults.delay_s, self._say, answer)

    def _say(self, answer: bytes) -> None:
        if self._transport is not None and not self._is_cut:
            self._transport.write(len(answer).to_bytes(2, "big") + answer)

    def _acknowledge_at_once(self) -> None:
        """Without this every command takes 44 ms: vpcd writes length and payload apart, and Nagle waits for our ack.

        The kernel forgets it, so that it is said before every read.
        """
        assert self._transport is not None, "data comes over a connection"
        line: socket.socket = self._transport.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
