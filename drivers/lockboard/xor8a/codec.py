"""Frames of the 8A/80 boards: `head address lock function check`, check = XOR of every byte before it.

Source: vendor text at blog.csdn.net/u012909822/article/details/147892413, drivers by Open-Locker and QwmLockDemo.
There is no length, no end byte and no refusal: a board that does not like a frame is silent.
Knows bytes only, no time and no port. Never builds lock 0, which stands for all locks of a board.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import xor

STATUS = 0x80
UNLOCK = 0x8A
FIRE = 0x11
ASK = 0x33
FEEDBACK_BITS: Mapping[int, int] = {0x00: 0, 0x11: 1}
"""What a reply about one lock says of its feedback switch; which of them is closed depends on the lock."""

MOST_LOCKS = 50
MOST_PULSE_S = 9
_FRAME_BYTES = 5
_USUAL_STATUS_BYTES = 3
"""Also from a board of eight channels (captured by Open-Locker)."""
_MOST_STATUS_BYTES = 7
"""The largest board known has 50 channels."""


def unlock(address: int, lock: int, pulse_s: int | None = None) -> bytes:
    """The command that opens one lock, with a pulse of 1 to 9 s if it is given.

    Raises:
        ValueError: the lock or the pulse is out of range.
    """
    if not 1 <= lock <= MOST_LOCKS:
        raise ValueError(f"locks count from 1 to {MOST_LOCKS}, not {lock}")
    if pulse_s is not None and not 1 <= pulse_s <= MOST_PULSE_S:
        raise ValueError(f"a pulse lasts from 1 to {MOST_PULSE_S} s, not {pulse_s}")
    return _checked([UNLOCK, address, lock, FIRE] + ([] if pulse_s is None else [pulse_s]))


def query_lock(address: int, lock: int) -> bytes:
    """The question about one lock's feedback."""
    return _checked([STATUS, address, lock, ASK])


def query_board(address: int) -> bytes:
    """The question about every lock's feedback."""
    return _checked([STATUS, address, 0, ASK])


def find_unlock_reply(received: bytes, address: int, lock: int) -> int | None:
    """The feedback bit after the pulse, from the first reply to unlock(address, lock) in received."""
    return next((bit for _start, bit in _lock_replies(received, UNLOCK, address, lock)), None)


def find_echo(received: bytes, address: int, lock: int) -> bool | None:
    """Whether query_lock(address, lock) itself came back ahead of its reply; None if that cannot be told.

    Only this question can tell: its function byte cannot stand in its reply. Other bytes may come first on some
    boards, but not bytes of the question, which may be what is left of a damaged echo.
    """
    query = query_lock(address, lock)
    for start, _bit in _lock_replies(received, STATUS, address, lock):
        before = received[:start]
        if query in before:
            return True
        return None if set(before) & set(query) else False
    return None


def find_board_status(
    received: bytes, address: int, channels: int, *, descending: bool, complete: bool
) -> Mapping[int, int] | None:
    """The feedback bits of channels 1 to channels, from the first reply to query_board(address) in received.

    There is no length: boards send at least three status bytes, or two for 12 channels. A reply that could go on counts
    only when complete says that nothing more is under way. One with too few bytes for channels is no reply: two equal
    bytes that were lost on the way leave the check byte right and move every channel behind them.
    """
    needed = (channels + 7) // 8
    if not complete:
        needed = max(needed, _USUAL_STATUS_BYTES)
    for status in _board_replies(received, address):
        if len(status) >= needed:
            lowest_first = reversed(status) if descending else iter(status)
            bits = (byte >> bit & 1 for byte in lowest_first for bit in range(8))
            return dict(zip(range(1, channels + 1), bits, strict=False))
    return None


def _checked(body: list[int]) -> bytes:
    return bytes([*body, reduce(xor, body)])


def _lock_replies(received: bytes, head: int, address: int, lock: int) -> Iterator[tuple[int, int]]:
    for start in range(len(received) - _FRAME_BYTES + 1):
        frame = received[start : start + _FRAME_BYTES]
        bit = FEEDBACK_BITS.get(frame[3])
        if bit is not None and frame == _checked([head, address, lock, frame[3]]):
            yield start, bit


def _board_replies(received: bytes, address: int) -> Iterator[bytes]:
    for start, size in ((s, n) for s in range(len(received)) for n in range(_MOST_STATUS_BYTES, 0, -1)):
        frame = received[start : start + size + 4]
        if len(frame) == size + 4 and frame == _checked([STATUS, address, *frame[2:-2], ASK]):
            yield frame[2:-2]
