"""The screen's end of the socket to the controller.

Knows frames, reconnecting and what may not be trusted. Does not know what the messages mean for the screen.
"""

import logging
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from link.framing import FrameReader, FrameTooLong, encode
from link.showing import SILENT_AFTER_S, Beat, Hello, Input, Touched, to_screen

FIRST_PAUSE_MS = 100
LONGEST_PAUSE_MS = 2_000
"""A restarted controller is noticed within two seconds, and a missing one costs next to nothing."""

_log = logging.getLogger(__name__)


class LinkClient(QObject):
    """Connects for ever. A peer that falls silent or cannot be understood is hung up on and tried again."""

    heard = Signal(object)
    """A Hello, Show or Strip. The first of each connection is a Hello."""
    lost = Signal()
    """The connection that had said Hello is gone."""

    def __init__(self, path: Path, *, silent_after_s: float = SILENT_AFTER_S) -> None:
        super().__init__()
        self._path = path
        self._reader = FrameReader()
        self._greeted = False
        self._closed = False
        self._pause_ms = FIRST_PAUSE_MS
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._on_connected)
        self._socket.readyRead.connect(self._on_bytes)
        self._socket.stateChanged.connect(self._on_state)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._connect)

        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(round(silent_after_s * 1000))
        self._silence.timeout.connect(self._socket.abort)

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._retry.start(0)

    def close(self) -> None:
        """Hang up and stay away."""
        self._closed = True
        self._retry.stop()
        self._socket.abort()

    def send(self, message: Input | Touched) -> None:
        """Say message if there is a connection; without one it is forgotten, because its screen is gone too."""
        if self._greeted:
            self._socket.write(encode(message))
            self._socket.flush()

    def _connect(self) -> None:
        self._socket.connectToServer(str(self._path))

    def _on_connected(self) -> None:
        self._reader = FrameReader()

    def _on_state(self, state: QLocalSocket.LocalSocketState) -> None:
        if state is not QLocalSocket.LocalSocketState.UnconnectedState:
            return
        self._silence.stop()
        if self._greeted:
            self._greeted = False
            self.lost.emit()
        if not self._closed and not self._retry.isActive():
            self._retry.start(self._pause_ms)
            self._pause_ms = min(self._pause_ms * 2, LONGEST_PAUSE_MS)

    def _on_bytes(self) -> None:
        try:
            for body in self._reader.feed(bytes(self._socket.readAll().data())):
                self._take(body)
        except (FrameTooLong, ValidationError, _OutOfTurn) as error:
            _log.warning("the controller is not understood: %s", type(error).__name__)
            self._socket.abort()

    def _take(self, body: bytes) -> None:
        message = to_screen.validate_json(body)
        if isinstance(message, Hello):
            self._greeted = True
        elif not self._greeted:
            raise _OutOfTurn
        else:
            # Not for the greeting alone: whoever greets and then says what nobody understands is not asked for ever.
            self._pause_ms = FIRST_PAUSE_MS
        self._silence.start()
        if not isinstance(message, Beat):
            self.heard.emit(message)


class _OutOfTurn(Exception):
    """A well-formed message that may not stand here."""
