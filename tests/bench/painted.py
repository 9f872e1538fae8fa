"""When Qt says that something is on the glass.

Qt's own loop waits for it: QTest's sleeps between two looks.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

PAINTS_WITHIN_MS = 15_000


class Noted:
    """The first instant at which a signal comes."""

    def __init__(self) -> None:
        self._at_s: list[float] = []
        self._loop = QEventLoop()

    def note(self, *_: object) -> None:
        """It came."""
        self._at_s.append(time.monotonic())
        self._loop.quit()

    def at_s(self, after: str) -> float:
        """Wait for it; after says what should have brought it about."""
        QTimer.singleShot(PAINTS_WITHIN_MS, self._loop, self._loop.quit)
        if not self._at_s:
            self._loop.exec()
        assert self._at_s, f"nothing was painted within {PAINTS_WITHIN_MS} ms after {after}"
        return self._at_s[0]


@contextmanager
def noting(signal: SignalInstance) -> Iterator[Noted]:
    """Look out for this signal while the block runs."""
    noted = Noted()
    signal.connect(noted.note)
    try:
        yield noted
    finally:
        signal.disconnect(noted.note)


def tap_s(painted: SignalInstance, window: QQuickWindow, pos: QPoint, name: str) -> float:
    """Seconds from a tap, press and release in one, to the signal."""
    with noting(painted) as noted:
        began_s = time.monotonic()
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=pos)
        return noted.at_s(f"a tap on {name}") - began_s
