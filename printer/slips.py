"""Slips: what stands on a receipt for the hand, as a picture of black and white dots.

Knows typesetting and how large letters, digits and codes must be to be read. Knows no language, no device and no
occasion: every word is the caller's. A slip is no official document.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
import typst
from PIL import Image

WIDTH_DOTS = 576
DOTS_PER_MM = 8
"""203.2 dpi, the resolution of 80 mm receipt printers, which print 72 mm of it."""
FONTS = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's fonts-noto-cjk puts them."""

_FAMILY = "Noto Sans CJK KR"
_TEMPLATE = Path(__file__).with_name("slip.typ")
_DPI = 25.4 * DOTS_PER_MM
_BLACK_BELOW = 160
"""Of 255: rather a dot too many than a stroke too thin."""
_DIGITS_PER_ROW = 3
_QUIET_MODULES = 4
"""ISO/IEC 18004 asks for this much white around a code."""
_USUAL_QR_DOTS = 400
_LEAST_MODULE_DOTS = 4
_MOST_MODULE_DOTS = 10


class FontsMissing(Exception):
    """A font that slips are set in is not installed; carries where it was looked for."""

    def __init__(self, fonts: Path, family: str) -> None:
        super().__init__(f"{family} is not in {fonts}; it comes with the package fonts-noto-cjk")
        self.fonts = fonts
        self.family = family


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A value under its label, or a sentence without one."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip, from top to bottom; what is empty is left out."""

    title: str
    lines: Sequence[SlipLine] = ()
    digits: str = ""
    """A code to be read from afar: 20 mm high, three to a row."""
    qr: str = ""
    """ASCII; with medium error correction, in modules of 0.5 mm or more."""
    footer: str = ""
    watermark: str = ""
    """In bars above and below everything: what a demo's slips say of themselves."""


class SlipTypesetter:
    """Sets slips; kept, because the first one takes many times as long. Blocking, and for one thread at a time."""

    def __init__(self, fonts: Path = FONTS) -> None:
        """Look the fonts up.

        Raises:
            FontsMissing: they are not there.
        """
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
        if _FAMILY not in found.families():
            raise FontsMissing(fonts, _FAMILY)
        self._compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=found, ignore_system_fonts=True)

    def render(self, slip: Slip) -> Image.Image:
        """The slip in mode "1", 576 dots wide, 8 dots to the mm.

        Raises:
            ValueError: digits are not digits, or qr is not ASCII or too long for modules of 0.5 mm.
        """
        png = self._compiler.compile(format="png", ppi=_DPI, sys_inputs={"slip": json.dumps(_data(slip))})
        assert isinstance(png, bytes), "a page whose height is free is the only one"
        grey = Image.open(io.BytesIO(png)).convert("L")
        return grey.point(lambda value: 255 * (value >= _BLACK_BELOW)).convert("1", dither=Image.Dither.NONE)


def _data(slip: Slip) -> Mapping[str, Any]:
    if slip.digits and not (slip.digits.isascii() and slip.digits.isdigit()):
        raise ValueError("only the digits 0 to 9 are set large")
    return {
        "title": slip.title,
        "lines": [{"label": line.label, "value": line.value} for line in slip.lines],
        "digits": [
            slip.digits[start : start + _DIGITS_PER_ROW] for start in range(0, len(slip.digits), _DIGITS_PER_ROW)
        ],
        "qr": _qr(slip.qr) if slip.qr else None,
        "footer": slip.footer,
        "watermark": slip.watermark,
    }


def _qr(text: str) -> Mapping[str, Any]:
    if not text.isascii():
        raise ValueError("a code on a slip holds ASCII only")
    rows = [list(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix_iter(border=_QUIET_MODULES)]
    modules = len(rows)
    module_dots = min(max(_USUAL_QR_DOTS // modules, _LEAST_MODULE_DOTS), _MOST_MODULE_DOTS)
    if modules * module_dots > WIDTH_DOTS:
        raise ValueError(f"{len(text)} characters need {modules} modules of {_LEAST_MODULE_DOTS} dots: too wide")
    return {
        "modules": modules,
        "width_mm": modules * module_dots / DOTS_PER_MM,
        "dots": [0 if dark else 255 for row in rows for dark in row],
    }
