"""Contrast of every pair of colours that the screens lay on each other, in every mode."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

THEME = Path(__file__).parents[2] / "ui/qml/theme"
MODES = ["Light"]

WORDS, EDGES = 4.5, 3.0
"""Least contrast of words, and of edges and signs (Korean kiosk criteria 3; WCAG 2.1, 1.4.3 and 1.4.11)."""

PAIRS = [
    *[(ink, ground, WORDS) for ink in ("text", "textSubtle", "textPrimary") for ground in ("page", "surface")],
    *[(ink, "primarySoft", WORDS) for ink in ("text", "textSubtle", "textPrimary")],
    *[("textOnPrimary", ground, WORDS) for ground in ("primary", "primaryPressed")],
    *[(ink, "disabled", WORDS) for ink in ("text", "textSubtle", "textDisabled")],
    *[(tone, f"{tone}Soft", WORDS) for tone in ("warning", "danger")],
    *[(tone, ground, EDGES) for tone in ("success", "information", "danger") for ground in (f"{tone}Soft", "page")],
    *[("textOnPrimary", tone, EDGES) for tone in ("success", "information", "danger")],
    *[(edge, ground, EDGES) for edge in ("border", "primary", "textPrimary") for ground in ("page", "surface")],
    ("warning", "surface", EDGES),
]


@pytest.fixture(params=MODES)
def colors(request: pytest.FixtureRequest) -> Iterator[QObject]:
    engine = QQmlEngine()
    component = QQmlComponent(engine, QUrl.fromLocalFile(str(THEME / f"{request.param}.qml")))
    made = component.create()
    assert made is not None, component.errorString()
    yield made
    # What a component made goes with it.
    del component


def test_every_mode_is_checked() -> None:
    assert sorted(file.stem for file in THEME.glob("*.qml")) == sorted([*MODES, "Colors", "Theme"])


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_the_colors_of_a_pair_differ_enough(colors: QObject, ink: str, ground: str, least: float) -> None:
    assert _contrast(colors.property(ink), colors.property(ground)) >= least


def test_contrast_is_computed_as_wcag_does() -> None:
    assert _contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert _contrast(QColor("#256ef4"), QColor("white")) == pytest.approx(4.55, abs=0.01)


def _contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1's contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
        for part in (color.redF(), color.greenF(), color.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
