"""`python -m drivers.camera.zbar_child`: zbar behind a socket, to be aborted by whoever holds up the wrong code.

Knows zbar and the few bytes that are spoken with zbar_engine. The socket is file descriptor 0; its end is the end.
"""

import resource
import socket
from importlib import import_module
from struct import Struct
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

READY: Final = b"ready"
SIZE: Final = Struct(">HH")
"""Before a picture: its height and width in pixels; a byte each follows."""
LENGTH: Final = Struct(">H")
"""Before the answer the number of payloads, before each of them its length in bytes."""

_QR_ONLY: Final = [
    ("ZBAR_NONE", "ZBAR_CFG_ENABLE", 0),
    ("ZBAR_QRCODE", "ZBAR_CFG_ENABLE", 1),
    ("ZBAR_NONE", "ZBAR_CFG_POSITION", 1),
]


class _Symbol(Protocol):
    data: bytes


class _Scanner(Protocol):
    def scan(self, image: NDArray[np.uint8]) -> list[_Symbol]: ...


def main() -> None:
    """Answer pictures with payloads until the socket is closed."""
    # An abort must not leave a picture of a person in a core file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    scanner: _Scanner = import_module("zbar").Scanner(_QR_ONLY)
    with socket.socket(fileno=0) as line, line.makefile("rwb") as host:
        host.write(READY)
        host.flush()
        while head := host.read(SIZE.size):
            height, width = SIZE.unpack(head)
            picture = np.frombuffer(host.read(height * width), np.uint8).reshape(height, width)
            payloads = [symbol.data for symbol in scanner.scan(picture)]
            host.write(LENGTH.pack(len(payloads)))
            host.writelines(LENGTH.pack(len(payload)) + payload for payload in payloads)
            host.flush()


if __name__ == "__main__":
    main()
