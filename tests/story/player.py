"""Plays a person with a finger: hosts the screen in this process, taps its pixels, keeps a picture of each page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest

from link.showing import Show
from ui.app import make_application, open_screen

SEES_WITHIN_MS = 15_000
LOOK_EVERY_MS = 5


class Player:
    """One screen on a real controller, and whoever stands in front of it."""

    def __init__(self, socket: Path, pictures: Path | None = None) -> None:
        self._application = make_application()
        self.screen = open_screen(socket)
        self._pictures = pictures
        self._taken = 0
        self._seen: Show | None = None

    def sees(self, title: str) -> Show:
        """Wait until the page with this title's id is on the glass; take its picture."""
        self.until(lambda: self._painted_title() == title, f"{title} to be showing")
        show = self.screen.presenter.on_glass
        assert show is not None
        if self._pictures is not None and show is not self._seen:
            self._taken += 1
            self.screen.window.grabWindow().save(str(self._pictures / f"{self._taken:02d}-{title}.png"))
        self._seen = show
        return show

    def sees_no_more(self, title: str) -> None:
        """Wait until this page is not showing any more."""
        self.until(lambda: self._painted_title() != title, f"{title} to go")

    def taps(self, name: str) -> None:
        """Touch the middle of the item with this name."""
        QTest.mouseClick(self.screen.window, Qt.MouseButton.LeftButton, pos=self.screen.centre_of(name))

    def types(self, digits: str) -> None:
        """Touch the digits, then 입력 완료."""
        for digit in digits:
            self.taps(f"digit.{digit}")
        self.taps("keypad.done")

    def until(self, happened: Callable[[], bool], what: str) -> None:
        """Run Qt's loop until it happened."""
        deadline = QDeadlineTimer(SEES_WITHIN_MS)
        while not happened():
            assert not deadline.hasExpired(), f"waited in vain for {what}; showing is {self._painted_title()}"
            QTest.qWait(LOOK_EVERY_MS)

    def close(self) -> None:
        """Take the screen away."""
        self.screen.close()

    def _painted_title(self) -> str:
        show = self.screen.presenter.on_glass
        return "" if show is None else getattr(getattr(show.screen, "title", None), "id", "home")
