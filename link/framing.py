"""Frames on a Unix socket: four bytes of length, most significant first, then that many bytes of UTF-8 JSON.

Knows bytes, not messages, sockets or clocks.
"""

from pydantic import BaseModel

MAX_FRAME_BYTES = 262_144
"""The largest screen (a message with a cabinet of 1,536 cells) is about 120 kB; twice that ends a peer gone mad."""

_LENGTH_BYTES = 4


class FrameTooLong(Exception):
    """A peer announced a frame over MAX_FRAME_BYTES; the connection must be closed."""

    def __init__(self, announced_bytes: int) -> None:
        super().__init__(f"a frame of {announced_bytes} bytes was announced; at most {MAX_FRAME_BYTES} are taken")
        self.announced_bytes = announced_bytes


def encode(message: BaseModel) -> bytes:
    """The frame that carries message.

    Raises:
        FrameTooLong: the message is larger than a peer would take.
    """
    body = message.model_dump_json().encode()
    if len(body) > MAX_FRAME_BYTES:
        raise FrameTooLong(len(body))
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


class FrameReader:
    """Puts frames together from whatever pieces the socket delivers."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies of the frames that data completes, in order.

        Raises:
            FrameTooLong: what follows cannot be read; close the connection.
        """
        self._buffer += data
        bodies: list[bytes] = []
        while (body := self._take()) is not None:
            bodies.append(body)
        return bodies

    def _take(self) -> bytes | None:
        if len(self._buffer) < _LENGTH_BYTES:
            return None
        length = int.from_bytes(self._buffer[:_LENGTH_BYTES], "big")
        if length > MAX_FRAME_BYTES:
            raise FrameTooLong(length)
        end = _LENGTH_BYTES + length
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_LENGTH_BYTES:end])
        del self._buffer[:end]
        return body
