"""A page of a paper as a small picture, for the eyes of the person it is about. Blocking; keeps nothing."""

import io
from base64 import b64encode

import pypdfium2

MAX_CHARACTERS = 180_000
"""What a screen takes (link.screens.Preview)."""

_POINTS_PER_INCH = 72
_DPI = (100, 80, 60, 40, 30)
"""The first that fits is taken. At 100 a page of text has about 80,000 characters; at 30 nothing has too many."""


def first_page(pdf: bytes) -> str:
    """The first page as a grey PNG in Base64.

    Raises:
        pypdfium2.PdfiumError: it is no PDF.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        pictures = (_png(page, dpi) for dpi in _DPI)
        return next(picture for picture in pictures if len(picture) <= MAX_CHARACTERS)
    finally:
        document.close()


def _png(page: pypdfium2.PdfPage, dpi: int) -> str:
    buffer = io.BytesIO()
    page.render(scale=dpi / _POINTS_PER_INCH, grayscale=True).to_pil().save(buffer, "PNG", optimize=True)
    return b64encode(buffer.getvalue()).decode("ascii")
