"""Plays a person at the screen: taps pixels, reads what stands there, and asks what the controller heard."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QPoint, QPointF, QSize, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from link.screens import Screen
from tests.ui.controller import FakeController
from ui.app import PORTRAIT_27_INCH, open_screen
from ui.presenter import PATIENCE_MS

TIMEOUT_MS = 5_000
POLL_MS = 2
SETTLE_MS = 60
"""Long enough for a frame to cross the socket and be acted on; used only where nothing is expected to happen."""


class Player:
    """One screen on a controller."""

    def __init__(
        self, controller: FakeController, size: QSize = PORTRAIT_27_INCH, patience_ms: int = PATIENCE_MS
    ) -> None:
        self.controller = controller
        self.painted: list[tuple[str, int]] = []
        self.screen = open_screen(controller.path, size, patience_ms=patience_ms)
        self.screen.presenter.painted.connect(self._on_painted)

    def sees(self, screen: Screen, *, visit: str = "v1", n: int = 1, still_there: bool = False) -> None:
        """The controller shows screen, and it is on the glass."""
        before = len(self.painted)
        again = self.painted[-1:] == [(visit, n)]
        self.controller.show(screen, visit=visit, n=n, still_there=still_there)
        if again:
            QTest.qWait(SETTLE_MS)
        else:
            self.until(lambda: self.painted[before:] == [(visit, n)])

    def tap(self, name: str) -> None:
        QTest.mouseClick(self.screen.window, Qt.MouseButton.LeftButton, pos=self.at(name))

    def at(self, name: str) -> QPoint:
        return self.screen.centre_of(name)

    def press(self, pos: QPoint) -> None:
        QTest.mousePress(self.screen.window, Qt.MouseButton.LeftButton, pos=pos)

    def move(self, pos: QPoint) -> None:
        QTest.mouseMove(self.screen.window, pos)

    def release(self, pos: QPoint) -> None:
        QTest.mouseRelease(self.screen.window, Qt.MouseButton.LeftButton, pos=pos)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.screen.window, key)

    def until(self, happened: Callable[[], bool]) -> None:
        wait_until(happened, self.words)

    def settle(self) -> None:
        QTest.qWait(SETTLE_MS)

    def words(self) -> list[str]:
        return self.screen.words()

    def named_items(self) -> dict[str, QQuickItem]:
        """Every item that can be told by its name, whether it can be touched now or not."""
        return {item.objectName(): item for item in self.screen.items() if item.objectName()}

    def close(self) -> None:
        self.screen.close()

    def _on_painted(self, visit: str, n: int) -> None:
        self.painted.append((visit, n))


def wait_until(happened: Callable[[], bool], instead: Callable[[], object] = list) -> None:
    """Run Qt's loop until happened; fail with what there is instead."""
    deadline = QDeadlineTimer(TIMEOUT_MS)
    while not happened():
        assert not deadline.hasExpired(), instead()
        QTest.qWait(POLL_MS)


def corners(item: QQuickItem) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of item in window pixels."""
    here, there = item.mapToScene(QPointF(0, 0)), item.mapToScene(QPointF(item.width(), item.height()))
    return here.x(), here.y(), there.x(), there.y()
