"""The far end of the wire: an 8A/80 board with doors.

Parses and answers with code of its own, so that a mistake in codec.py cannot hide in both. Knows no clock and no port.
"""

from collections.abc import Sequence
from typing import Literal

from drivers.lockboard.simdoors import BoardFaults, SimDoor
from drivers.transport.cable import Timed

_STATUS_AFTER_S = 0.02
_PULSE_AND_SETTLE_S = 0.5
_FRAME_GAP_S = 0.05
_LEAST_STATUS_BYTES = 3
"""Captured from a board with 8 channels: `80 01 00 00 00 33 B2`."""

_OPEN, _QUERY, _OPEN_SEVERAL, _HOLD, _RELEASE_HOLD = 0x8A, 0x80, 0x90, 0x9A, 0x9B
_WHICH_BOARD = 0x99


class Xor8aSim:
    """A board whose channel n has doors[n - 1]; status_bytes is how many it sends, by default at least three."""

    def __init__(
        self,
        doors: Sequence[SimDoor],
        *,
        address: int,
        closed_bit: Literal[0, 1],
        descending: bool = True,
        status_bytes: int | None = None,
    ) -> None:
        self.faults = BoardFaults()
        self._doors = doors
        self._address = address
        self._closed_bit = closed_bit
        self._descending = descending
        self._status_bytes = status_bytes or max(_LEAST_STATUS_BYTES, (len(doors) + 7) // 8)
        self._buffer = bytearray()
        self._heard_s = 0.0

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        """See transport.cable.Peer."""
        if self.faults.silent:
            return []
        if now_s - self._heard_s > _FRAME_GAP_S:
            self._buffer.clear()
        self._heard_s = now_s
        self._buffer += data
        replies: list[Timed] = []
        while (frame := self._next_frame()) is not None:
            if frame[1] == self._address or frame[3] == _WHICH_BOARD:
                replies += self._obey(frame, now_s)
        return replies

    def _next_frame(self) -> bytes | None:
        while self._buffer:
            size = self._frame_size()
            if size > len(self._buffer):
                return None
            frame = bytes(self._buffer[:size])
            if size and _check(frame[:-1]) == frame[-1]:
                del self._buffer[:size]
                return frame
            del self._buffer[0]
        return None

    def _frame_size(self) -> int:
        match self._buffer[0]:
            case 0x90:
                return 3 + self._status_bytes
            case 0x8A:
                with_pulse_time = len(self._buffer) > 4 and 1 <= self._buffer[4] <= 9
                return 6 if with_pulse_time else 5
            case 0x80 | 0x9A | 0x9B:
                return 5
            case _:
                return 0

    def _obey(self, frame: bytes, now_s: float) -> list[Timed]:
        match frame[0], frame[3]:
            case 0x8A, 0x11:
                return self._open(frame[2], now_s, pulse_s=frame[4] if len(frame) == 6 else 0)
            case 0x80, 0x33:
                return self._tell(frame[2], now_s + _STATUS_AFTER_S)
            case 0x80, 0x99:
                return [_framed([_QUERY, self._address, self._address, _WHICH_BOARD], now_s + _STATUS_AFTER_S)]
            case 0x9A, 0x11:
                self._fire(frame[2], now_s)
            case 0x90, _:
                # This mask counts upwards, other than the status bytes.
                for lock in range(1, len(self._doors) + 1):
                    if frame[2 + (lock - 1) // 8] >> (lock - 1) % 8 & 1:
                        self._fire(lock, now_s)
            case _:
                # A frame that such a board does not know: no answer, there is no refusal.
                pass
        return []

    def _open(self, lock: int, now_s: float, *, pulse_s: int) -> list[Timed]:
        if lock == 0:
            for place in range(len(self._doors)):
                self._fire(place + 1, now_s + place * _PULSE_AND_SETTLE_S)
            return [_framed([_OPEN, self._address, 0, 0x11], now_s + len(self._doors) * _PULSE_AND_SETTLE_S)]
        if lock > len(self._doors):
            return []
        shut_before = not self._doors[lock - 1].is_open(now_s)
        self._fire(lock, now_s)
        done_s = now_s + pulse_s + _PULSE_AND_SETTLE_S
        bit = self._bit(lock, done_s)
        if self.faults.ack_but_stays_shut:
            bit = 1 - self._closed_bit
        if self.faults.refuse_but_opens and shut_before:
            bit = self._closed_bit
        return [_framed([_OPEN, self._address, lock, 0x11 * bit], done_s)]

    def _fire(self, lock: int, at_s: float) -> None:
        if 1 <= lock <= len(self._doors) and not self.faults.ack_but_stays_shut:
            self._doors[lock - 1].release(at_s)

    def _tell(self, lock: int, at_s: float) -> list[Timed]:
        if lock > len(self._doors):
            return []
        if lock:
            return [_framed([_QUERY, self._address, lock, 0x11 * self._bit(lock, at_s)], at_s)]
        status = [0] * self._status_bytes
        for place in range(len(self._doors)):
            status[place // 8] |= self._bit(place + 1, at_s) << place % 8
        if self._descending:
            status.reverse()
        return [_framed([_QUERY, self._address, *status, 0x33], at_s)]

    def _bit(self, lock: int, at_s: float) -> int:
        is_open = self._doors[lock - 1].is_open(at_s)
        return 1 - self._closed_bit if is_open else self._closed_bit


def _framed(body: list[int], at_s: float) -> Timed:
    return Timed(at_s, bytes([*body, _check(bytes(body))]))


def _check(body: bytes) -> int:
    total = 0
    for byte in body:
        total ^= byte
    return total
