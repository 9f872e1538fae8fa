"""A form's template made into a PDF: PDF/A-3a for the archive, PDF/UA-1 for who reads by ear.

The same content is always the same bytes. Knows typst and where the fonts are. Does not know what a certificate says,
or what a seal is.
"""

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pyhanko.pdf_utils.reader import PdfFileReader

from printer.certificates.errors import FontsMissing

NOTO = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's fonts-noto-cjk puts its fonts. No other font is used: names in Hanja and old Hangul need these, and a
paper must not look different on another machine."""
FAMILIES = ("Noto Sans CJK KR", "Noto Serif CJK KR")

_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.DOTALL)


@dataclass(frozen=True)
class NoGlyph(Exception):
    """No font has this text, or a part of it."""

    text: str


class Typesetter:
    """The warm compiler of one template: 0.2 s for its first document, some 25 ms for each after that."""

    def __init__(self, template: Path, root: Path, fonts: typst.Fonts) -> None:
        self._compiler = typst.Compiler(template, root=root, font_paths=fonts, ignore_system_fonts=True)
        self._one_at_a_time = threading.Lock()

    def pdf(self, content: Mapping[str, Any], at: datetime) -> bytes:
        """The document that the template makes of this content (its sys.inputs.paper, as JSON), dated at.

        May be called from any thread.

        Raises:
            NoGlyph: a character is in no font; typst does not leave holes in a PDF/A.
            typst.TypstError: the template is broken.
        """
        with self._one_at_a_time:
            try:
                made = self._compiler.compile(
                    format="pdf",
                    sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
                    pdf_standards=["a-3a", "ua-1"],
                    timestamp=int(at.timestamp()),
                )
            except typst.TypstError as error:
                raise _meaning(error) from error
        assert isinstance(made, bytes)  # a list comes for pictures only
        return made


def load_fonts(folder: Path = NOTO) -> typst.Fonts:
    """The fonts of all certificates and no others.

    Raises:
        FontsMissing
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    there = set(fonts.families())
    missing = tuple(family for family in FAMILIES if family not in there)
    if missing:
        raise FontsMissing(folder, missing)
    return fonts


def page_count(pdf: bytes) -> int:
    """How many sheets this is, one-sided."""
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def _meaning(error: typst.TypstError) -> Exception:
    found = _NO_GLYPH.search(error.message)
    return NoGlyph(_ESCAPED.sub(_unescaped, found["text"])) if found else error


def _unescaped(escape: re.Match[str]) -> str:
    """Rust's way to write a character that cannot be seen."""
    return chr(int(escape[1], 16)) if escape[1] else escape[2]
