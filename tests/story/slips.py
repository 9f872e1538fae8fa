"""Reads a slip as a neighbour would: the large digits on it, from the dots that the printer was sent."""

import cv2
import numpy as np
from numpy.typing import NDArray

from printer.slips import Slip, SlipTypesetter
from tests.town import Town

DIGITS_HIGH_DOTS = range(130, 200)
"""20 mm are 160 dots."""


def code_on(town: Town) -> str:
    """The six digits on the slip that came out last."""
    last = town.device("slips")["slips"][-1]
    slip = _dots(town.fetch(f"/devices/slips/slips/{last}.png"))
    shapes = {digit: _glyphs(np.asarray(_set(digit)))[0] for digit in "0123456789"}
    return "".join(_closest(glyph, shapes) for glyph in _glyphs(slip))


def _set(digit: str) -> NDArray[np.uint8]:
    """How this digit is set."""
    image = SlipTypesetter().render(Slip(title="", digits=digit))
    return np.asarray(image.convert("L"), np.uint8)


def _dots(png: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return np.asarray(picture, np.uint8)


def _glyphs(picture: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Every black shape as high as the large digits, row by row and from the left."""
    black = np.asarray(picture < 128, np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(black)
    boxes = [tuple(int(value) for value in row[:4]) for row in stats[1:] if int(row[3]) in DIGITS_HIGH_DOTS]
    boxes = [box for box in boxes if box[2] < DIGITS_HIGH_DOTS.stop]
    boxes.sort(key=lambda box: (box[1] // 100, box[0]))
    return [black[top : top + height, left : left + width] for left, top, width, height in boxes]


def _closest(glyph: NDArray[np.uint8], shapes: dict[str, NDArray[np.uint8]]) -> str:
    def unlike(digit: str) -> int:
        shape = cv2.resize(shapes[digit], (glyph.shape[1], glyph.shape[0]), interpolation=cv2.INTER_NEAREST)
        other_dots = int(np.count_nonzero(shape != glyph))
        other_width = abs(int(shapes[digit].shape[1]) - int(glyph.shape[1]))
        return other_dots + 40 * other_width

    return min(shapes, key=unlike)
