"""Command and response APDUs of a card's interindustry commands, short ones, chained where they are long.

Source: ISO/IEC 7816-4. Knows bytes only; no reader, no time, and nothing of what an application's objects hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

OK = 0x9000
MORE = 0x61
"""SW1 of a response that goes on; SW2 says how many bytes, 0 for 256 or more."""
WRONG_LE = 0x6C
"""SW1 of a refusal to answer at all with another length than SW2's."""

STATUS_BYTES = 2

_CHAIN = 0x10
_ALL = b"\x00"
"""Le for as many bytes as there are, up to 256."""
_MOST_DATA = 255
_T0_HEAD = 5


@dataclass(frozen=True, slots=True)
class Command:
    """One command; whatever fits into a short response may be answered."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    """At least one byte."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: its data and both status bytes as one number."""

    data: bytes
    status: int

    @property
    def sw1(self) -> int:
        """The upper status byte."""
        return self.status >> 8

    @property
    def sw2(self) -> int:
        """The lower status byte."""
        return self.status & 0xFF


def select(name: bytes) -> Command:
    """The order to talk to the application with this name, or with a name that begins so."""
    return Command(0x00, 0xA4, 0x04, 0x00, name)


def get_data(tag: bytes) -> Command:
    """The question for a data object of the selected application, by a tag list with this one tag."""
    return Command(0x00, 0xCB, 0x3F, 0xFF, bytes([0x5C, len(tag)]) + tag)


def general_authenticate(algorithm: int, key: int, template: bytes) -> Command:
    """The order to work with a key of the card; the application says what algorithms, keys and templates there are."""
    return Command(0x00, 0x87, algorithm, key, template)


def get_response(sw2: int) -> bytes:
    """The question for the rest of a response, with the length as SW2 says it."""
    return bytes([0x00, 0xC0, 0x00, 0x00, sw2])


def frames(command: Command) -> Sequence[bytes]:
    """The command as it is sent: in one APDU, or chained in several. Only the last one may be answered with data."""
    pieces = [command.data[at : at + _MOST_DATA] for at in range(0, len(command.data), _MOST_DATA)]
    head = bytes([command.ins, command.p1, command.p2])
    chained = [bytes([command.cla | _CHAIN]) + head + _counted(piece) for piece in pieces[:-1]]
    return [*chained, bytes([command.cla]) + head + _counted(pieces[-1]) + _ALL]


def for_t0(frame: bytes) -> bytes:
    """The same APDU for the protocol T=0, where a command with data is sent without Le (ISO/IEC 7816-3)."""
    has_data_and_le = len(frame) > _T0_HEAD and len(frame) == _T0_HEAD + frame[4] + 1
    return frame[:-1] if has_data_and_le else frame


def reply(received: bytes) -> Reply:
    """A response, taken apart.

    Raises:
        ValueError: it has no status.
    """
    if len(received) < STATUS_BYTES:
        raise ValueError(f"a response has two bytes at least: {received.hex(' ')}")
    return Reply(received[:-2], int.from_bytes(received[-2:], "big"))


def _counted(data: bytes) -> bytes:
    return bytes([len(data)]) + data
