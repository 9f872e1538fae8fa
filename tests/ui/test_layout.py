"""Sizes in millimetres, and words that fit: Korean kiosk accessibility criteria, on every sample screen."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtQuick import QQuickItem

from link.screens import Screen
from link.session import Hello, Strip
from tests.ui.controller import HELLO, WIDE_HELLO, FakeController
from tests.ui.player import Player, corners
from tests.ui.samples import ALARMS, SAMPLES, keyed_samples
from ui.app import PORTRAIT_27_INCH, WINDOWED
from ui.words import load_words

SMALLEST_INK_MM = 12.0
INK_OF_EM = 0.82
"""The least height of a Hangul syllable's ink in Pretendard GOV, as a part of the em (measured with fontTools)."""
SMALLEST_SIDE_MM, SMALLEST_AREA_MM2, SMALLEST_GAP_MM = 12.0, 150.0, 2.5
WIDE_27_INCH = QSize(1920, 1080)

PANELS = {"portrait": (PORTRAIT_27_INCH, HELLO), "wide": (WIDE_27_INCH, WIDE_HELLO), "windowed": (WINDOWED, HELLO)}


@pytest.fixture(params=PANELS)
def panel(request: pytest.FixtureRequest) -> tuple[QSize, Hello]:
    return PANELS[request.param]


@pytest.fixture(params=["ko", "en"])
def drawn(request: pytest.FixtureRequest, panel: tuple[QSize, Hello], tmp_path: Path) -> Iterator[Player]:
    size, hello = panel
    languages = (request.param, *({"ko", "en"} - {request.param}))
    controller = FakeController(tmp_path / "s", hello.model_copy(update={"languages": languages}))
    player = Player(controller, size)
    yield player
    player.close()
    controller.close()


def test_every_kind_of_screen_has_a_sample_and_a_file() -> None:
    kinds = {kind.__name__ for kind in get_args(get_args(Screen)[0])}
    assert kinds == {type(sample).__name__ for sample in SAMPLES.values()}
    files = {file.stem for file in (Path(__file__).parents[2] / "ui/qml/screens").glob("*.qml")}
    assert files == kinds | {"NoLink"}


def test_every_letter_is_at_least_twelve_millimetres_high(drawn: Player) -> None:
    for name, item in _on_every_screen(drawn):
        if item.inherits("QQuickText"):
            font = item.property("font")
            assert isinstance(font, QFont)
            assert font.pixelSize() * INK_OF_EM / _px_per_mm(drawn) >= SMALLEST_INK_MM, (name, item.property("text"))


def test_no_word_is_cut_off_or_laid_over_the_edge(drawn: Player) -> None:
    for name, item in _on_every_screen(drawn):
        if item.inherits("QQuickText") and item.property("text"):
            label = (name, item.property("text"))
            assert not item.property("truncated"), label
            assert item.property("paintedWidth") <= item.width() + 1, label
            left, top, right, bottom = corners(item)
            assert 0 <= left < right <= drawn.screen.window.width() + 1, label
            assert 0 <= top < bottom <= drawn.screen.window.height() + 1, label


def test_nothing_reaches_out_of_the_page(drawn: Player) -> None:
    for name in _shown_names(drawn):
        page = next(item for item in drawn.screen.items() if item.inherits("QQuickLoader"))
        _, page_top, _, page_bottom = corners(page)
        for item in _within(page):
            if item.inherits("QQuickText") or item.objectName():
                _, top, _, bottom = corners(item)
                assert page_top - 1 <= top <= bottom <= page_bottom + 1, (name, item, item.property("text"))


def test_everything_to_touch_is_large_enough_and_apart(drawn: Player) -> None:
    for name in _shown_names(drawn):
        boxes = {key: corners(item) for key, item in drawn.named_items().items()}
        px_per_mm = _px_per_mm(drawn)
        for key, (left, top, right, bottom) in boxes.items():
            width_mm, height_mm = (right - left) / px_per_mm, (bottom - top) / px_per_mm
            assert min(width_mm, height_mm) >= SMALLEST_SIDE_MM, (name, key)
            assert width_mm * height_mm >= SMALLEST_AREA_MM2, (name, key)
        for (one, a), (other, b) in combinations(boxes.items(), 2):
            if "still" in one + other and not ("still" in one and "still" in other):
                continue
            # Half a pixel may be lost where a gap falls between pixels.
            assert _gap(a, b) >= SMALLEST_GAP_MM * px_per_mm - 0.5, (name, one, other)


def test_a_korean_line_breaks_between_words_only(drawn: Player) -> None:
    for name, item in _on_every_screen(drawn):
        if item.inherits("QQuickText") and item.property("text"):
            whole = item.property("text")
            assert item.property("lineCount") == whole.count("\n") + 1, (name, whole)


def _shown_names(player: Player) -> Iterator[str]:
    """Shows each sample, each again beside two alarms, the question on top, and every keyed title in some screen."""
    for n, (name, sample) in enumerate(SAMPLES.items()):
        player.sees(sample, n=n)
        yield name
    player.controller.say(ALARMS)
    for n, (name, sample) in enumerate(SAMPLES.items(), start=100):
        player.sees(sample, n=n)
        yield f"{name} beside alarms"
    for n, name in enumerate(("choice", "confirm-bare", "door-open"), start=200):
        player.sees(SAMPLES[name], n=n, still_there=True)
        yield f"the question over {name}"
    for n, (name, touched) in enumerate((("choice", "nav.home"), ("message-digits", "option.close")), start=250):
        player.sees(SAMPLES[name], n=n)
        player.tap(touched)
        player.until(lambda: player.screen.presenter.property("frame")["wait"] in player.words())
        yield f"a slow {name}"
    player.controller.say(Strip(alarms=()))
    for n, (name, sample) in enumerate(keyed_samples(load_words().ids("ko")).items(), start=300):
        player.sees(sample, n=n)
        yield name


def _on_every_screen(player: Player) -> Iterator[tuple[str, QQuickItem]]:
    for name in _shown_names(player):
        for item in player.screen.items():
            yield name, item


def _within(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _within(child)


def _px_per_mm(player: Player) -> float:
    hello = player.controller.hello
    assert hello is not None
    return player.screen.window.height() / hello.panel.height_mm


def _gap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """The gap between two boxes along the axis on which they are apart; negative when they overlap."""
    return max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])
