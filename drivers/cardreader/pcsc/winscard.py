"""The PC/SC calls that the house uses, typed. The only file that knows pyscard.

Every call blocks, and for ever if pcscd is frozen. A context belongs to one thread; only cancel may come from another.
Result codes and states: pcsc-lite's pcsclite.h, which follows Microsoft's winscard.h.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from smartcard import scard

UNAWARE = 0
PRESENT = 0x0020
MUTE = 0x0200
COUNT_SHIFT = 16
"""The high word of a state counts the insertions and removals that pcscd has seen at this reader."""

T0 = 1
"""The number of the protocol in which a command with data is sent without Le."""

TIMEOUT = 0x8010000A
NO_READERS = 0x8010002E
SHARING_VIOLATION = 0x8010000B
UNRESPONSIVE_CARD = 0x80100066
UNSUPPORTED_CARD = 0x80100065

_PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
"""A reader that always exists; its state changes when another comes or goes."""

_SOCKET = "PCSCLITE_CSOCK_NAME"


class PcscFailed(Exception):
    """A PC/SC call did not succeed."""

    def __init__(self, code: int) -> None:
        super().__init__(f"PC/SC 0x{code:08X}: {scard.SCardGetErrorMessage(code)}")
        self.code = code


@dataclass(frozen=True, slots=True)
class ReaderState:
    """What PC/SC says of one reader."""

    reader: str
    state: int


@dataclass(frozen=True, slots=True)
class Connection:
    """An open card; both numbers are PC/SC's own."""

    handle: int
    protocol: int


def talk_to(pcscd_socket: Path) -> None:
    """Choose the pcscd of this process.

    Raises:
        ValueError: another one has been chosen; the library has remembered it.
    """
    chosen = os.environ.setdefault(_SOCKET, str(pcscd_socket))
    if chosen != str(pcscd_socket):
        raise ValueError(f"this process talks to the pcscd at {chosen}, not {pcscd_socket}")


def establish() -> int:
    """A new context."""
    [context] = _checked(scard.SCardEstablishContext(scard.SCARD_SCOPE_USER))
    return int(context)


def release(context: int) -> None:
    """Give a context back; its cards are disconnected. One that pcscd has forgotten is not missed."""
    scard.SCardReleaseContext(context)


def cancel(context: int) -> None:
    """Wake up the thread that waits in look on this context."""
    scard.SCardCancel(context)


def readers(context: int) -> Sequence[str]:
    """The names of all readers."""
    code, names = scard.SCardListReaders(context, [])
    if code != NO_READERS:
        _checked([code])
    return tuple(names)


@overload
def look(context: int, known: ReaderState, within_ms: int) -> ReaderState: ...
@overload
def look(context: int, known: None, within_ms: int) -> None: ...
def look(context: int, known: ReaderState | None, within_ms: int) -> ReaderState | None:
    """Wait until the known reader has changed, or any reader has come or gone; for within_ms at most.

    A state that was UNAWARE is answered at once. A reader that is gone is PcscFailed.
    """
    others = (_PLUG_AND_PLAY, UNAWARE)
    asked = [others] if known is None else [(known.reader, known.state), others]
    code, states = scard.SCardGetStatusChange(context, within_ms, asked)
    if code != TIMEOUT:
        _checked([code])
    return None if known is None else ReaderState(known.reader, states[0][1])


def connect(context: int, reader: str) -> Connection:
    """Open the card that lies on the reader; others may use it too."""
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    handle, protocol = _checked(scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, protocols))
    return Connection(handle, protocol)


def transmit(card: Connection, apdu: bytes) -> bytes:
    """Send a command and return the card's answer; shorter than two bytes when it was taken away meanwhile."""
    [answer] = _checked(scard.SCardTransmit(card.handle, card.protocol, list(apdu)))
    return bytes(answer)


def disconnect(card: Connection) -> None:
    """Close the card without cutting its power."""
    scard.SCardDisconnect(card.handle, scard.SCARD_LEAVE_CARD)


def _checked(result: Sequence[Any]) -> Sequence[Any]:
    code, *values = result
    if code != scard.SCARD_S_SUCCESS:
        raise PcscFailed(code)
    return values
