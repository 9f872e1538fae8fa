"""A conversation with one card: long commands, long answers, wrong lengths.

Knows APDUs and what a card may do wrong; does not know readers, or what is said.
"""

from typing import Protocol

from drivers.cardreader.api import Refusal
from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.codec import Command, Reply

MOST_ANSWER_BYTES = 8192
"""Far more than any object that is asked for: a CHUID may have 2881 bytes (SP 800-73-5 part 1, appendix A)."""

_MOST_EXCHANGES = 64


class CardFailed(Exception):
    """The card cannot be used; reason says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Card(Protocol):
    """A card on a reader, from when it was laid there until it is taken away."""

    async def transmit(self, apdu: bytes) -> bytes:
        """Send one command as it is and return the answer as it is.

        Raises:
            CardFailed: TORN_AWAY or MUTE.
        """

    async def confirm(self) -> None:
        """Make sure that it has been one and the same card from when it was laid there until now.

        Raises:
            CardFailed: TORN_AWAY.
        """


async def ask(card: Card, command: Command) -> Reply:
    """Send a command, chained if it is long, and fetch all of its answer.

    Raises:
        CardFailed
    """
    *before, last = codec.frames(command)
    for frame in before:
        answer = await _exchange(card, frame)
        if answer.status != codec.OK:
            return answer
    return await _fetch(card, last)


async def _fetch(card: Card, frame: bytes) -> Reply:
    received = bytearray()
    for _time in range(_MOST_EXCHANGES):
        answer = await _exchange(card, frame)
        received += answer.data
        if len(received) > MOST_ANSWER_BYTES:
            break
        if answer.sw1 == codec.WRONG_LE:
            frame = frame[:-1] + bytes([answer.sw2])
        elif answer.sw1 == codec.MORE:
            frame = codec.get_response(answer.sw2)
        else:
            return Reply(bytes(received), answer.status)
    raise CardFailed(Refusal.NOT_UNDERSTOOD)


async def _exchange(card: Card, frame: bytes) -> Reply:
    try:
        return codec.reply(await card.transmit(frame))
    except ValueError as error:
        raise CardFailed(Refusal.TORN_AWAY) from error
