"""python -m tests.bench.bare_window: say when the first frame of a bare QML window was swapped, and end.

Qt and nothing of ours: what any QML program on this machine pays. Size and renderer are the screen's.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface


def open_bare_window() -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """Show Bare.qml. The caller has a Qt application, and keeps both."""
    engine = QQmlApplicationEngine()
    engine.load(QUrl.fromLocalFile(str(Path(__file__).with_name("Bare.qml"))))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    return engine, window


def main() -> None:
    """Print the instant."""
    QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    application = QGuiApplication(sys.argv[:1])
    _engine, window = open_bare_window()

    def say() -> None:
        sys.stdout.write(f"{time.monotonic()}\n")
        application.quit()

    window.frameSwapped.connect(say)
    application.exec()


if __name__ == "__main__":
    main()
