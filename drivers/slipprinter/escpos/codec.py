"""The part of ESC/POS that slips need: pictures, feeds, the cut, and status bytes.

Source: Epson's public ESC/POS command reference (DLE EOT, GS r, GS v 0, GS V, GS P, GS a, ESC @, ESC J); python-escpos
builds the same bytes, which the tests compare. Knows bytes only, no picture, no time and no port.
"""

from collections.abc import Sequence

from drivers.slipprinter.api import Roll, SlipStatus

MOST_BAND_ROWS = 128
MOST_FEED_ROWS = 255
PADDING = b"\x00"
"""Printers ignore it, except where it completes a picture that was broken off: as white dots."""

HOW_ARE_YOU = 1
"""The kind of status that says whether the printer is online."""
STATUS_KINDS = (1, 2, 3, 4)
"""DLE EOT n: printer, cause of being offline, error, paper."""

ARE_YOU_DONE = b"\x1dr\x01"
"""GS r 1. Other than DLE EOT it is answered in its turn, after everything before it was printed."""

_OFFLINE = 0x08
_COVER_OPEN = 0x04
_RECOVERABLE, _CUTTER, _UNRECOVERABLE, _OVERHEATED = 0x04, 0x08, 0x20, 0x40
_NEAR_END = 0x0C
_PAPER_OUT = 0x60


def ask_status(kind: int) -> bytes:
    """DLE EOT n: answered at once with one byte, whatever else the printer has to do.

    Raises:
        ValueError: there are four kinds.
    """
    if kind not in STATUS_KINDS:
        raise ValueError(f"kinds of status count from 1 to 4, not {kind}")
    return b"\x10\x04" + bytes([kind])


def is_status(byte: int) -> bool:
    """Whether a byte can be the answer to ask_status; a status that comes unasked (ASB) or XON and XOFF cannot."""
    return byte & 0x93 == 0x12


def is_done(byte: int) -> bool:
    """Whether a byte can be the answer to ARE_YOU_DONE, which no answer to ask_status can."""
    return byte & 0x90 == 0


def is_online(byte: int) -> bool:
    """What the answer to ask_status(HOW_ARE_YOU) says."""
    return not byte & _OFFLINE


def status_of(answers: Sequence[int]) -> SlipStatus:
    """From the answers to all four kinds, in their order.

    Raises:
        ValueError: there are not four, or one of them is no status byte.
    """
    if len(answers) != len(STATUS_KINDS) or not all(is_status(byte) for byte in answers):
        raise ValueError(f"not four status bytes: {bytes(answers).hex(' ')}")
    printer, offline, error, paper = answers
    return SlipStatus(
        online=is_online(printer),
        cover_open=bool(offline & _COVER_OPEN),
        roll=_roll(paper),
        cutter_error=bool(error & _CUTTER),
        other_error=bool(error & (_RECOVERABLE | _UNRECOVERABLE | _OVERHEATED)),
    )


def begin(dpi: float) -> bytes:
    """Forget earlier settings; say nothing unasked; count feeds in rows of dots.

    Without GS P a feed's unit is the model's own, often half a row.

    Raises:
        ValueError: dpi is above 255.
    """
    dots_per_inch = round(dpi)
    return b"\x1b@" + b"\x1da\x00" + b"\x1dP" + bytes([dots_per_inch, dots_per_inch])


def band(row_bytes: int, rows: int, dots: bytes) -> bytes:
    """GS v 0: rows of dots from the left edge; a set bit is black, the highest bit of a byte is its leftmost dot.

    Raises:
        ValueError: dots does not hold rows times row_bytes, or rows is not 1 to 128.
    """
    if not 1 <= rows <= MOST_BAND_ROWS or len(dots) != row_bytes * rows:
        raise ValueError(f"{len(dots)} bytes are not 1 to {MOST_BAND_ROWS} rows of {row_bytes} bytes")
    return b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little") + dots


def feed(rows: int) -> bytes:
    """ESC J: this many empty rows, however many."""
    whole, rest = divmod(rows, MOST_FEED_ROWS)
    return b"\x1bJ\xff" * whole + (b"\x1bJ" + bytes([rest]) if rest else b"")


def cut() -> bytes:
    """GS V 66 0: feed to the cutter and cut, leaving one point, so that the slip does not fall."""
    return b"\x1dVB\x00"


def _roll(byte: int) -> Roll:
    if byte & _PAPER_OUT:
        return Roll.OUT
    return Roll.NEAR_END if byte & _NEAR_END else Roll.OK
