"""Stands between the link and QML: feeds QML with props, and turns touches into messages.

Knows when something counts as an answer. Does not know how anything looks, nor what the answers lead to.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from link.showing import Answer, Chose, Hello, Input, Left, Show, Strip, Touched, Typed
from ui import state as events
from ui.frame import derive_frame
from ui.link_client import LinkClient
from ui.props import Props, derive_page
from ui.state import State
from ui.words import Words

PATIENCE_MS = 10_000
"""After this long without anything to show, the person is told not to wait."""

DELAYED_AFTER_MS = 400
"""An answer that leads to the next screen within this time is not commented on."""

TOUCHED_EVERY_S = 1.0
"""Typing says Touched at most this often."""


class Presenter(QObject):
    """What QML sees of the program."""

    pageChanged = Signal()  # noqa: N815 - QML reads the names of properties and signals in Qt's spelling
    frameChanged = Signal()  # noqa: N815 - as above
    painted = Signal(str, int)
    """This (visit, n) is on the glass: emitted once, after its first frame."""

    def __init__(
        self,
        client: LinkClient,
        words: Words,
        *,
        clock: Callable[[], float] = time.monotonic,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__()
        self._client = client
        self._words = words
        self._clock = clock
        self._state = State()
        self._page = derive_page(self._state, words)
        self._frame = derive_frame(self._state, words)
        self._touched_at_s = -TOUCHED_EVERY_S
        self._painted: tuple[str, int] | None = None
        self._patience = self._timer(patience_ms, self._on_patience_over)
        self._patience.start()
        self._delay = self._timer(DELAYED_AFTER_MS, self._on_delayed)
        client.heard.connect(self._on_heard)
        client.lost.connect(self._on_lost)

    def _get_page(self) -> Props:
        return self._page

    def _get_frame(self) -> Props:
        return self._frame

    page = Property(dict, _get_page, notify=pageChanged)
    frame = Property(dict, _get_frame, notify=frameChanged)

    @property
    def on_glass(self) -> Show | None:
        """What the controller shows, once its first frame has been painted."""
        show = self._state.show
        return show if show and self._painted == (show.visit, show.n) else None

    def page_png(self) -> str:
        """The page of the Preview that is showing, as a PNG in Base64; "" while none is."""
        return events.page_png_of(self._state)

    @Slot(str)
    def choose(self, option: str) -> None:
        """An option, a service or a message's "close" was touched."""
        self._answer(Chose(option=option))

    @Slot(str)
    def leave(self, to: str) -> None:
        """The person wants "back" or "home"."""
        self._answer(Left(to="home" if to == "home" else "back"))

    @Slot(str)
    def press_digit(self, digit: str) -> None:
        """One digit of the keypad."""
        self._change(events.typed(self._state, digit))
        self.touch()

    @Slot()
    def erase_digit(self) -> None:
        """The keypad's last digit goes."""
        self._change(events.erased(self._state))
        self.touch()

    @Slot()
    def finish_typing(self) -> None:
        """The digits are complete; nothing happens while they are too few."""
        keypad = events.keypad_of(self._state)
        if keypad and len(self._state.typed) >= keypad.min_digits:
            self._answer(Typed(digits=self._state.typed))

    @Slot()
    def turn_page(self) -> None:
        """The next page of a choice."""
        self._change(events.turned(self._state))
        self.touch()

    @Slot()
    def switch_language(self) -> None:
        """The next language, for this visit."""
        self._change(events.switched_language(self._state))
        self.touch()

    @Slot()
    def touch(self) -> None:
        """The person is still there; said at most once a second, and at once when they were asked."""
        show, now_s = self._state.show, self._clock()
        if show and (show.still_there or now_s - self._touched_at_s >= TOUCHED_EVERY_S):
            self._touched_at_s = now_s
            self._client.send(Touched(visit=show.visit, n=show.n))

    @Slot()
    def frame_was_swapped(self) -> None:
        """The window has put a frame on the glass; with a render loop on this thread it holds the page of now."""
        show = self._state.show
        shown = (show.visit, show.n) if show else None
        if shown != self._painted:
            self._painted = shown
            if shown:
                self.painted.emit(*shown)

    def _answer(self, answer: Answer) -> None:
        show = self._state.show
        if show is None or self._state.answer:
            return
        self._change(events.answered(self._state, answer))
        self._delay.start()
        self._client.send(Input(visit=show.visit, n=show.n, answer=answer))

    def _on_heard(self, message: Hello | Show | Strip) -> None:
        self._change(events.heard(self._state, message))
        if self._state.show:
            self._patience.stop()

    def _on_lost(self) -> None:
        self._change(events.lost(self._state))
        # It goes on where it is running: a controller that comes back with nothing to show does not begin it anew.
        if not self._patience.isActive():
            self._patience.start()

    def _on_patience_over(self) -> None:
        self._change(events.waited(self._state))

    def _on_delayed(self) -> None:
        self._change(events.delayed(self._state))

    def _timer(self, interval_ms: int, on_timeout: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(on_timeout)
        return timer

    def _change(self, state: State) -> None:
        self._state = state
        page, frame = derive_page(state, self._words), derive_frame(state, self._words)
        frame_differs, page_differs = frame != self._frame, page != self._page
        self._page, self._frame = page, frame
        if frame_differs:
            self.frameChanged.emit()
        if page_differs:
            self.pageChanged.emit()
