"""Pages to preview, as the controller sends them: PNGs in Base64."""

import io
from base64 import b64encode
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

A4_MM = (210, 297)
LONGEST_CHARS = 180_000
"""What link/screens.py allows a Preview's page."""
CORNER_MM = 12
CORNERS = ("red", "lime", "blue", "magenta")
"""From the top left, clockwise."""

_FONT = Path(__file__).parents[2] / "ui/fonts/PretendardGOV-Regular.otf"


def certificate(px_per_mm: float = 4) -> str:
    """An A4 page that reads like one, and says that it is none."""
    page = Image.new("L", _px(A4_MM, px_per_mm), 255)
    draw = ImageDraw.Draw(page)

    def write(x_mm: float, y_mm: float, size_mm: float, words: str, anchor: str = "la") -> None:
        font = ImageFont.truetype(str(_FONT), round(size_mm * px_per_mm))
        draw.text((x_mm * px_per_mm, y_mm * px_per_mm), words, 0, font, anchor)

    write(105, 30, 10, "주민등록표(등본)", "ma")
    write(105, 46, 5, "시험용 · 효력 없음", "ma")
    for row in range(14):
        top = (64 + row * 12) * px_per_mm
        draw.rectangle((20 * px_per_mm, top, 190 * px_per_mm, top + 12 * px_per_mm), outline=90)
        write(24, 67 + row * 12, 4.5, ("성명", "주소", "전입일", "세대 구성")[row % 4])
        write(70, 67 + row * 12, 4.5, ("남궁선영", "경기도 포천시 소흘읍 12", "2019-03-02", "본인")[row % 4])
    write(105, 262, 7, "포천시 소흘읍장", "ma")
    return _base64(page)


def corners(size_mm: tuple[int, int] = A4_MM, px_per_mm: float = 2) -> str:
    """A white page with a square of another colour in each corner."""
    width, height = _px(size_mm, px_per_mm)
    side = round(CORNER_MM * px_per_mm)
    page = Image.new("RGB", (width, height), "white")
    ends = ((0, 0), (width - side, 0), (width - side, height - side), (0, height - side))
    for color, (left, top) in zip(CORNERS, ends, strict=True):
        page.paste(color, (left, top, left + side, top + side))
    return _base64(page)


def longest() -> str:
    """A page that no compression makes small: nearly as long as a Show may carry."""
    png = _base64(Image.frombytes("L", (316, 420), Random(0).randbytes(316 * 420)))
    assert LONGEST_CHARS - 5_000 < len(png) <= LONGEST_CHARS
    return png


def _px(size_mm: tuple[int, int], px_per_mm: float) -> tuple[int, int]:
    return round(size_mm[0] * px_per_mm), round(size_mm[1] * px_per_mm)


def _base64(page: Image.Image) -> str:
    file = io.BytesIO()
    page.save(file, "PNG")
    return b64encode(file.getvalue()).decode()
