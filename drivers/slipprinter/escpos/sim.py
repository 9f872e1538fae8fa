"""The far end of the wire: a receipt printer with a roll of paper, a cover and a cutter.

Parses and answers with code of its own, so that a mistake in codec.py cannot hide in both. Stricter than a real
printer: a byte that our slips have no use for stops it, where a real one would print letters. Knows no clock, no port.
"""

from collections.abc import Callable, Mapping, Sequence

from PIL import Image
from pydantic import BaseModel, ConfigDict

from drivers.transport.cable import Timed

FULL_ROLL_ROWS = 640_000
"""80 m."""
NEAR_END_ROWS = 40_000
"""5 m, about where a roll's core begins."""

_ANSWER_AFTER_S = 0.002
_ROW_S = 1 / 1200
"""150 mm/s."""
_HALF_ROW_UNITS_PER_INCH = 406
"""The unit of a feed before GS P, on some models: it makes a forgotten GS P visible."""
_MOST_BAND_ROWS = 128
_PICTURE = b"\x1dv0\x00"


class SlipFaults(BaseModel):
    """What is wrong with a printer besides its paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    silent: bool = False
    """Without power: it answers nothing, and forgets what it had not printed."""
    cover_open: bool = False
    cutter_blocked: bool = False
    """The next cut fails; it is an error until the cutter is free again."""
    overheated: bool = False


class SlipPrinterSim:
    """A printer with that many dots across.

    While it cannot print it keeps what it gets; it goes on with the next byte that comes after it can.
    """

    def __init__(self, dots: int = 576, dpi: float = 203.2) -> None:
        self.faults = SlipFaults()
        self.paper_rows = FULL_ROLL_ROWS
        """How many rows of paper are left on the roll."""
        self.slips: list[Image.Image] = []
        """What was cut off, oldest first; mode "1"."""
        self.error: str | None = None
        """The first byte that it had no use for. It prints nothing more until it was without power."""
        self._row_bytes = dots // 8
        self._dpi = dpi
        self._units_per_inch = _HALF_ROW_UNITS_PER_INCH
        self._cutter_failed = False
        self._tail = b""
        self._buffer = bytearray()
        self._worked_off_bytes = 0
        self._due_rows: list[bytes] = []
        self._rows: list[bytes] = []
        self._replies: list[Timed] = []
        self._now_s = 0.0
        self._idle_s = 0.0
        self._commands: Mapping[bytes, tuple[int, Callable[[bytes], None]]] = {
            b"\x10\x04\x01": (0, self._ignore),
            b"\x10\x04\x02": (0, self._ignore),
            b"\x10\x04\x03": (0, self._ignore),
            b"\x10\x04\x04": (0, self._ignore),
            b"\x1b@": (0, self._reset),
            b"\x1bJ": (1, self._feed_paper),
            b"\x1dP": (2, self._set_units),
            b"\x1da\x00": (0, self._ignore),
            b"\x1dr\x01": (0, self._say_done),
            _PICTURE: (4, self._draw),
            b"\x1dVB\x00": (0, self._cut),
        }

    @property
    def hanging(self) -> Image.Image:
        """What was printed and not yet cut off; mode "1", perhaps without a row."""
        return self._picture(self._rows)

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        """See transport.cable.Peer."""
        if self.faults.silent:
            self._forget()
            return []
        self._now_s = now_s
        self._replies = []
        self._cutter_failed = self._cutter_failed and self.faults.cutter_blocked
        self._answer_at_once(data)
        self._buffer += data
        while self.error is None and self._print_due_rows() and (size := self._next_size()):
            self._obey(bytes(self._buffer[:size]))
        return self._replies

    def status(self, kind: int) -> int:
        """The answer to DLE EOT with this kind; the bits are Epson's."""
        faults, out = self.faults, not self.paper_rows
        has_error = self._cutter_failed or faults.overheated
        match kind:
            case 1:
                bits = 0x08 * self._is_stopped()
            case 2:
                bits = 0x04 * faults.cover_open | 0x20 * out | 0x40 * has_error
            case 3:
                bits = 0x08 * self._cutter_failed | 0x40 * faults.overheated
            case _:
                bits = 0x0C * (self.paper_rows < NEAR_END_ROWS) | 0x60 * out
        return 0x12 | bits

    def _forget(self) -> None:
        self._buffer.clear()
        self._due_rows.clear()
        self._tail = b""
        self._worked_off_bytes = 0
        self._units_per_inch = _HALF_ROW_UNITS_PER_INCH
        self.error = None

    def _is_stopped(self) -> bool:
        return not self.paper_rows or self.faults.cover_open or self.faults.overheated or self._cutter_failed

    def _answer_at_once(self, data: bytes) -> None:
        """As real printers do, also where the bytes are dots of a picture."""
        heard = self._tail + data
        for place in range(len(heard) - 2):
            if heard[place : place + 2] == b"\x10\x04" and 1 <= heard[place + 2] <= 4:
                self._reply(self.status(heard[place + 2]), self._now_s + _ANSWER_AFTER_S)
        self._tail = heard[-2:]

    def _print_due_rows(self) -> bool:
        """Whether nothing is left to print and nothing stands in the way of the next command."""
        count = 0 if self._is_stopped() else min(len(self._due_rows), self.paper_rows)
        self._rows += self._due_rows[:count]
        del self._due_rows[:count]
        self.paper_rows -= count
        self._idle_s = max(self._idle_s, self._now_s) + count * _ROW_S
        return not self._due_rows and not self._is_stopped()

    def _next_size(self) -> int:
        """How many bytes the next command has; 0 while it has not come whole."""
        if padding := len(self._buffer) - len(self._buffer.lstrip(b"\x00")):
            return padding
        start = bytes(self._buffer[:4])
        for opcode, (arguments, _obey) in self._commands.items():
            if start.startswith(opcode):
                size = len(opcode) + arguments
                if opcode == _PICTURE and len(self._buffer) >= size:
                    size += self._picture_bytes(self._buffer[len(opcode) : size])
                return size if len(self._buffer) >= size else 0
        if any(opcode.startswith(start) for opcode in self._commands):
            return 0
        known = max(
            length for length in range(4) if any(opcode.startswith(start[:length]) for opcode in self._commands)
        )
        if start[known] == 0:
            # Padding also ends a command that was broken off.
            return known + 1
        self._stop_at(known, start.hex(" ").upper())
        return 0

    def _picture_bytes(self, size: bytes | bytearray) -> int:
        width, height = _width_and_height(size)
        if width > self._row_bytes or height > _MOST_BAND_ROWS:
            self._stop_at(0, f"a picture of {width} bytes x {height} rows")
            return len(self._buffer)
        return width * height

    def _stop_at(self, place: int, what: str) -> None:
        self.error = f"byte {self._worked_off_bytes + place}: {what}"

    def _obey(self, command: bytes) -> None:
        for opcode, (_arguments, obey) in self._commands.items():
            if command.startswith(opcode):
                obey(command[len(opcode) :])
        del self._buffer[: len(command)]
        self._worked_off_bytes += len(command)

    def _draw(self, arguments: bytes) -> None:
        width, height = _width_and_height(arguments)
        rows = (arguments[4 + row * width : 4 + (row + 1) * width] for row in range(height))
        self._due_rows += [row.ljust(self._row_bytes, b"\x00") for row in rows]

    def _ignore(self, _arguments: bytes) -> None:
        """Nothing that could be seen."""

    def _reset(self, _arguments: bytes) -> None:
        self._units_per_inch = _HALF_ROW_UNITS_PER_INCH

    def _set_units(self, arguments: bytes) -> None:
        self._units_per_inch = arguments[1] or _HALF_ROW_UNITS_PER_INCH

    def _feed_paper(self, arguments: bytes) -> None:
        rows = round(arguments[0] / self._units_per_inch * self._dpi)
        self._due_rows += [bytes(self._row_bytes)] * rows

    def _say_done(self, _arguments: bytes) -> None:
        self._reply(0x03 * (self.paper_rows < NEAR_END_ROWS), self._idle_s + _ANSWER_AFTER_S)

    def _cut(self, _arguments: bytes) -> None:
        if self.faults.cutter_blocked:
            self._cutter_failed = True
        elif self._rows:
            self.slips.append(self.hanging)
            self._rows = []

    def _reply(self, byte: int, at_s: float) -> None:
        self._replies.append(Timed(at_s, bytes([byte])))

    def _picture(self, rows: Sequence[bytes]) -> Image.Image:
        return Image.frombytes("1", (self._row_bytes * 8, len(rows)), b"".join(rows), "raw", "1;I")


def _width_and_height(size: bytes | bytearray) -> tuple[int, int]:
    return int.from_bytes(size[:2], "little"), int.from_bytes(size[2:4], "little")
