"""Of several obstacles a person is told the one to see to first."""

from dataclasses import replace

import pytest

from drivers.documentprinter.api import Obstacle, PrinterState
from kiosk.press import hindrance_of
from link.text import key
from tests.printer.scripted import IDLE


@pytest.mark.parametrize(
    ("obstacles", "named"),
    [
        ({Obstacle.COVER_OPEN, Obstacle.PAPER_OUT}, "paper_out"),
        ({Obstacle.COVER_OPEN, Obstacle.JAM}, "jam"),
        ({Obstacle.OTHER, Obstacle.TRAY_MISSING}, "tray_missing"),
        (set(), "other"),
    ],
)
def test_the_obstacle_to_see_to_first_is_the_one_that_is_named(obstacles: set[Obstacle], named: str) -> None:
    status = replace(IDLE, state=PrinterState.STOPPED, obstacles=frozenset(obstacles))
    assert hindrance_of(status) == key(f"hindrance.{named}")
