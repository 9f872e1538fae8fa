"""zbar as an engine, at arm's length: a QR code with ECI 0 or 1 aborts the process that it runs in.

Knows the child process, its deadlines and its restart. Does not know zbar; blocks, and is for one thread.
"""

import socket
import subprocess
import sys
import time
from typing import BinaryIO

from drivers.camera.decode import Grey
from drivers.camera.zbar_child import LENGTH, READY, SIZE
from drivers.errors import DriverError

START_WITHIN_S = 10.0
SCAN_WITHIN_S = 1.0
"""Ten times what the slowest picture took."""
RESTART_AFTER_S = 1.0
"""From one start to the next: whoever lays a crafted code before the camera gets one process a second."""


class Zbar:
    """A child process with zbar; address is the camera's, for the error that says that it does not start."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._started_s = 0.0

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the child and wait until it is ready.

        Raises:
            DriverError: it does not start; zbar-py may not be installed.
        """
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "drivers.camera.zbar_child"]
            # A group of its own: Ctrl-C is for the process that started it.
            self._process = subprocess.Popen(command, stdin=theirs.fileno(), process_group=0)  # noqa: S603 (our own module)
        self._line.settimeout(START_WITHIN_S)
        try:
            word = self._line.recv(len(READY), socket.MSG_WAITALL)
        except OSError as error:
            raise DriverError(self._address, f"zbar does not start: {error}") from error
        if word != READY:
            raise DriverError(self._address, "zbar does not start")
        self._started_s = time.monotonic()

    def read(self, grey: Grey, _turn: int) -> tuple[bytes, ...]:
        """See eye.Engine. A child that has died or hangs reads nothing, and is started again.

        Raises:
            DriverError: it does not start again.
        """
        if self._line is None:
            if time.monotonic() < self._started_s + RESTART_AFTER_S:
                return ()
            self.start()
        try:
            return self._scan(grey)
        except OSError:
            self.close()
            return ()

    def close(self) -> None:
        """End the child, whatever it is doing. A second call does nothing."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None

    def _scan(self, grey: Grey) -> tuple[bytes, ...]:
        assert self._line is not None
        self._line.settimeout(SCAN_WITHIN_S)
        height, width = grey.shape
        # tobytes() is contiguous whatever slice of a picture this is; zbar would read any other one transposed.
        self._line.sendall(SIZE.pack(height, width) + grey.tobytes())
        with self._line.makefile("rb") as answer:
            count = _number(answer)
            return tuple(_exactly(answer, _number(answer)) for _ in range(count))


def _number(answer: BinaryIO) -> int:
    number: int = LENGTH.unpack(_exactly(answer, LENGTH.size))[0]
    return number


def _exactly(answer: BinaryIO, count: int) -> bytes:
    data = answer.read(count)
    if len(data) < count:
        raise ConnectionResetError("zbar has died")
    return data
