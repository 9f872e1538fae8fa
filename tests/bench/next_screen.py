"""Row: from a tap to the next screen on the glass, over the controller and back, for every tap of the whole story.

Whatever has to happen between two screens is in it: a code checked, a door recorded, a slip printed. Touches that lead
to no other screen (digits) are not; nor are screens that no touch brought about (a door was pushed, a sheet came out).
"""

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtQuick import QQuickWindow

from tests.bench.bare_window import open_bare_window
from tests.bench.painted import tap_s
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import serving_town
from tests.story import story
from tests.story.player import Player
from tests.story.stage import Stage

EVERY = 1_000
"""More transitions than the story has: it is played to its end."""


class Enough(Exception):
    """The story need not be played on."""


class TimedPlayer(Player):
    """Tells measured how long the next screen took after each tap that leads to one, and from where to where."""

    def __init__(self, socket: Path, measured: Callable[[float, str], None]) -> None:
        super().__init__(socket)
        self._measured = measured

    def taps(self, name: str) -> None:
        """See Player.taps. Looking for the item is not part of the touch."""
        if name.startswith("digit."):
            super().taps(name)
            return
        screen, page = self.screen, self._painted_title()
        took_s = tap_s(screen.presenter.painted, screen.window, screen.centre_of(name), name)
        self._measured(took_s, f"{page} to {self._painted_title()}")


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure the first so many transitions of the story at most, and a bare swap after each."""
    turns: list[Turn] = []
    slowest = (0.0, "")

    def measured(ours_s: float, what: str) -> None:
        nonlocal slowest
        turns.append((ours_s, _swap_s(bare)))
        slowest = max(slowest, (ours_s, what))
        step()
        if len(turns) == times:
            raise Enough

    with serving_town() as town, closing(TimedPlayer(town.screen_socket, measured)) as player:
        engine, bare = open_bare_window()
        with suppress(Enough):
            story.play(Stage(town, player))
        bare.close()
        engine.deleteLater()
    baseline = "tap to repaint of a bare QML window that swaps a page"
    return (compare("tap to next screen painted", baseline, turns, note=f"slowest: {slowest[1]}"),)


def _swap_s(bare: QQuickWindow) -> float:
    before = bare.property("second")
    took_s = tap_s(bare.frameSwapped, bare, QPoint(bare.width() // 2, bare.height() // 2), "the bare window")
    assert bare.property("second") is not before
    return took_s
