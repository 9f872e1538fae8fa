"""Puts the screen together: fonts, window, link.

Wiring only: what is shown is decided in state.py and props.py, how it looks in qml/.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow, QSGRendererInterface

from ui.link_client import LinkClient
from ui.pages import PROVIDER, PageImages
from ui.presenter import PATIENCE_MS, Presenter
from ui.words import load_words

PORTRAIT_27_INCH = QSize(1080, 1920)
WINDOWED = QSize(540, 960)
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class OpenScreen:
    """A screen that is showing, and the handles that a bench or a story needs."""

    engine: QQmlApplicationEngine
    window: QQuickWindow
    presenter: Presenter
    client: LinkClient

    def items(self) -> Iterator[QQuickItem]:
        """Every visible item of the window, parents before children."""
        waiting = [self.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible():
                yield item
                waiting += item.childItems()

    def words(self) -> list[str]:
        """What a reader sees, a string for each piece of text; line breaks and no-break spaces are spaces."""
        texts = (item.property("text") for item in self.items() if item.inherits("QQuickText"))
        return [" ".join(str(text).split()) for text in texts if text]

    def centre_of(self, name: str) -> QPoint:
        """Where to tap the item with this objectName, in window pixels.

        Raises:
            LookupError: nothing of this name is showing, or it cannot be touched now.
        """
        for item in self.items():
            if item.objectName() == name and item.isEnabled():
                return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        raise LookupError(name)

    def close(self) -> None:
        """Hang up and take the window away."""
        self.client.close()
        self.window.close()
        self.engine.deleteLater()


def make_application() -> QGuiApplication:
    """The process's one Qt application with the screen's fonts; call it before open_screen.

    The software renderer is chosen everywhere: these pages are flat and still, it needs no graphics driver that could
    fail at night, it draws on this thread (so that a swapped frame is the page of now), and tests see the pixels that
    residents see.
    """
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        return application
    QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    application = QGuiApplication(sys.argv[:1])
    for file in sorted((_HERE / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    application.setFont(QFont("Pretendard GOV"))
    return application


def open_screen(
    socket_path: Path, size: QSize = PORTRAIT_27_INCH, *, fullscreen: bool = False, patience_ms: int = PATIENCE_MS
) -> OpenScreen:
    """Show the screen in this process and begin to connect to the controller at socket_path.

    With QT_QPA_PLATFORM=offscreen it needs no display and QTest can tap its pixels. presenter.painted tells when a new
    (visit, n) is on the glass. The caller runs Qt's loop, keeps the result, and calls its close().
    """
    client = LinkClient(socket_path)
    presenter = Presenter(client, load_words(), patience_ms=patience_ms)
    engine = QQmlApplicationEngine()
    engine.addImageProvider(PROVIDER, PageImages(presenter.page_png))
    engine.setInitialProperties({"presenter": presenter, "width": size.width(), "height": size.height()})
    engine.load(QUrl.fromLocalFile(str(_HERE / "qml" / "Main.qml")))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    window.frameSwapped.connect(presenter.frame_was_swapped)
    # A new screen that happens to look the same must be reported as painted too.
    presenter.pageChanged.connect(window.update)
    if fullscreen:
        window.setCursor(Qt.CursorShape.BlankCursor)
        window.showFullScreen()
    else:
        window.show()
    client.start()
    return OpenScreen(engine, window, presenter, client)
