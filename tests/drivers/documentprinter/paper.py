"""Documents to print, and what lies in a tray. Knows PDF and sheets, and no printer."""

from collections.abc import Sequence
from functools import cache

from drivers.documentprinter.simmfp import Sheet


@cache
def pdf_of(pages: int, width_pt: int = 595) -> bytes:
    """A PDF whose pages are empty; width_pt tells one document from another."""
    lines = [b"%PDF-1.4", b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"]
    kids = b" ".join(b"%d 0 R" % (3 + page) for page in range(pages))
    lines.append(b"2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj" % (kids, pages))
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 842]>>endobj"
    lines += [page % (3 + number, width_pt) for number in range(pages)]
    return b"\n".join([*lines, b"trailer<</Root 1 0 R>>", b"%%EOF", b""])


def copies_of(pdf: bytes, tray: Sequence[Sheet]) -> list[tuple[int, ...]]:
    """The pages of this document that lie there, sheet by sheet."""
    return [sheet.pages for sheet in tray if sheet.pdf == pdf]
