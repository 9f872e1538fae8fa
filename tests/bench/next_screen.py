"""Row: from a tap to the next screen on the glass, over the controller and back.

The taps go round through the first screens of both services and never finish one, so that no door moves. Tap:
press and release in one.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from tests.bench.bare_window import open_bare_window
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import serving_site
from tests.story.player import Player

PAINTS_WITHIN_MS = 15_000


@dataclass(frozen=True)
class Leg:
    """One tap that leads to another screen, and the digits before it that do not."""

    to: str
    tap: str
    digits: str = ""


def measure(times: int, step: Step) -> Row:
    """Measure this many transitions of each, turn about."""
    turns: list[Turn] = []
    with serving_site() as site, closing(Player(site.screen_socket)) as player:
        engine, bare = open_bare_window()
        for leg in islice(cycle(_round(player)), times):
            turns.append((_transition_s(player, leg), _swap_s(bare)))
            step()
        bare.close()
        engine.deleteLater()
    return compare("tap to next screen painted", "tap to repaint of a bare QML window that swaps a page", turns)


def _round(player: Player) -> Iterator[Leg]:
    """Eight kinds of transition, from the first screen to the first; the staff member's id is looked up before."""
    player.sees("home")
    player.taps("service.deposit")
    member: str = player.sees("deposit.who.title").screen.options[0].id  # type: ignore[union-attr]  # only Choice has this title
    player.taps("nav.back")
    player.sees("home")
    yield Leg("collect.number.title", "service.collect")
    yield Leg("collect.code.title", "keypad.done", digits="7")
    yield Leg("collect.number.title", "nav.back")
    yield Leg("home", "nav.back")
    yield Leg("deposit.who.title", "service.deposit")
    yield Leg("deposit.pin.title", f"option.{member}")
    yield Leg("deposit.who.title", "nav.back")
    yield Leg("home", "nav.back")


def _transition_s(player: Player, leg: Leg) -> float:
    for digit in leg.digits:
        player.taps(f"digit.{digit}")
    screen = player.screen
    took_s = _until_s(screen.presenter.painted, screen.window, screen.centre_of(leg.tap))
    player.sees(leg.to)
    return took_s


def _swap_s(bare: QQuickWindow) -> float:
    before = bare.property("second")
    took_s = _until_s(bare.frameSwapped, bare, QPoint(bare.width() // 2, bare.height() // 2))
    assert bare.property("second") is not before
    return took_s


def _until_s(painted: SignalInstance, window: QQuickWindow, pos: QPoint) -> float:
    """Seconds from before the tap to the signal. Qt's own loop waits: QTest's sleeps between two looks."""
    at_s: list[float] = []
    loop = QEventLoop()

    def note(*_: object) -> None:
        at_s.append(time.monotonic())
        loop.quit()

    painted.connect(note)
    QTimer.singleShot(PAINTS_WITHIN_MS, loop, loop.quit)
    began_s = time.monotonic()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=pos)
    if not at_s:
        loop.exec()
    painted.disconnect(note)
    assert at_s, "nothing was painted"
    return at_s[0] - began_s
