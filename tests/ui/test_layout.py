"""Sizes in millimetres, and words that fit: Korean kiosk accessibility criteria, on every sample screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtQuick import QQuickItem

from link.screens import Screen
from link.showing import Strip
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


Box = tuple[float, float, float, float]
"""Left, top, right and bottom in window pixels."""


@dataclass(frozen=True)
class Words:
    """A piece of text as it is drawn."""

    text: str
    font_px: int
    width: float
    painted_width: float
    lines: int
    is_truncated: bool
    box: Box


@dataclass(frozen=True)
class Shown:
    """One screen as it was drawn."""

    name: str
    words: list[Words]
    controls: dict[str, Box]
    page: Box
    on_page: list[tuple[str, Box]]
    """The words and the controls between the bars."""


@dataclass(frozen=True)
class Drawn:
    """Every screen on one panel in one language."""

    width_px: int
    height_px: int
    px_per_mm: float
    screens: list[Shown]


@pytest.fixture(scope="module", params=product(PANELS, ("ko", "en")), ids="-".join)
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    panel, language = request.param
    size, hello = PANELS[panel]
    languages = (language, *({"ko", "en"} - {language}))
    controller = FakeController(
        tmp_path_factory.mktemp("screen") / "s", hello.model_copy(update={"languages": languages})
    )
    player = Player(controller, size)
    screens = [_measured(player, name) for name in _shown_names(player)]
    player.close()
    controller.close()
    return Drawn(size.width(), size.height(), size.height() / hello.panel.height_mm, screens)


def test_every_kind_of_screen_has_a_sample_and_a_file() -> None:
    kinds = {kind.__name__ for kind in get_args(get_args(Screen)[0])}
    assert kinds == {type(sample).__name__ for sample in SAMPLES.values()}
    files = {file.stem for file in (Path(__file__).parents[2] / "ui/qml/screens").glob("*.qml")}
    assert files == kinds | {"NoLink"}


def test_every_letter_is_at_least_twelve_millimetres_high(drawn: Drawn) -> None:
    for shown, words in _all_words(drawn):
        assert words.font_px * INK_OF_EM / drawn.px_per_mm >= SMALLEST_INK_MM, (shown.name, words)


def test_no_word_is_cut_off_or_laid_over_the_edge(drawn: Drawn) -> None:
    for shown, words in _all_words(drawn):
        assert not words.is_truncated, (shown.name, words)
        assert words.painted_width <= words.width + 1, (shown.name, words)
        left, top, right, bottom = words.box
        assert 0 <= left < right <= drawn.width_px + 1, (shown.name, words)
        assert 0 <= top < bottom <= drawn.height_px + 1, (shown.name, words)


def test_nothing_reaches_out_of_the_page(drawn: Drawn) -> None:
    for shown in drawn.screens:
        _, page_top, _, page_bottom = shown.page
        for what, (_, top, _, bottom) in shown.on_page:
            assert page_top - 1 <= top <= bottom <= page_bottom + 1, (shown.name, what)


def test_everything_to_touch_is_large_enough_and_apart(drawn: Drawn) -> None:
    for shown in drawn.screens:
        for key, (left, top, right, bottom) in shown.controls.items():
            width_mm, height_mm = (right - left) / drawn.px_per_mm, (bottom - top) / drawn.px_per_mm
            assert min(width_mm, height_mm) >= SMALLEST_SIDE_MM, (shown.name, key)
            assert width_mm * height_mm >= SMALLEST_AREA_MM2, (shown.name, key)
        for (one, a), (other, b) in combinations(shown.controls.items(), 2):
            if "still" in one + other and not ("still" in one and "still" in other):
                continue
            # Half a pixel may be lost where a gap falls between pixels.
            assert _gap(a, b) >= SMALLEST_GAP_MM * drawn.px_per_mm - 0.5, (shown.name, one, other)


def test_a_korean_line_breaks_between_words_only(drawn: Drawn) -> None:
    for shown, words in _all_words(drawn):
        assert words.lines == words.text.count("\n") + 1, (shown.name, words)


def _all_words(drawn: Drawn) -> Iterator[tuple[Shown, Words]]:
    for shown in drawn.screens:
        for words in shown.words:
            yield shown, words


def _shown_names(player: Player) -> Iterator[str]:
    """Shows each sample alone and beside two alarms, alarms alone, the question on top, every keyed title somewhere."""
    for n, (name, sample) in enumerate(SAMPLES.items()):
        player.sees(sample, n=n)
        yield name
    player.controller.say(ALARMS)
    for n, (name, sample) in enumerate(SAMPLES.items(), start=100):
        player.sees(sample, n=n)
        yield f"{name} beside alarms"
    for n, alarm in enumerate(ALARMS.alarms, start=180):
        player.controller.say(Strip(alarms=(alarm,)))
        player.sees(SAMPLES["choice"], n=n)
        yield f"choice beside {alarm.id}"
    player.controller.say(ALARMS)
    for n, name in enumerate(("choice", "confirm-bare", "door-open", "take-paper"), start=200):
        player.sees(SAMPLES[name], n=n, still_there=True)
        yield f"the question over {name}"
    for n, (name, touched) in enumerate((("choice", "nav.home"), ("message-digits", "option.close")), start=250):
        player.sees(SAMPLES[name], n=n)
        player.tap(touched)
        player.until(lambda: player.screen.presenter.property("frame")["wait"] in player.words())
        yield f"a slow {name}"
    player.controller.say(Strip(alarms=()))
    for n, (name, sample) in enumerate(keyed_samples(load_words()).items(), start=300):
        player.sees(sample, n=n)
        yield name


def _measured(player: Player, name: str) -> Shown:
    items = list(player.screen.items())
    page = next(item for item in items if item.inherits("QQuickLoader"))
    return Shown(
        name=name,
        words=[_words(item) for item in items if item.inherits("QQuickText") and item.property("text")],
        controls={item.objectName(): corners(item) for item in items if item.objectName()},
        page=corners(page),
        on_page=[
            (item.objectName() or item.property("text"), corners(item))
            for item in _within(page)
            if item.inherits("QQuickText") or item.objectName()
        ],
    )


def _words(item: QQuickItem) -> Words:
    font = item.property("font")
    assert isinstance(font, QFont)
    return Words(
        text=item.property("text"),
        font_px=font.pixelSize(),
        width=item.width(),
        painted_width=item.property("paintedWidth"),
        lines=item.property("lineCount"),
        is_truncated=item.property("truncated"),
        box=corners(item),
    )


def _within(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _within(child)


def _gap(a: Box, b: Box) -> float:
    """The gap between two boxes along the axis on which they are apart; negative when they overlap."""
    return max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])
