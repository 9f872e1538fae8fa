"""The picture of a page that the person looks at before it is printed."""

import io
import random
from base64 import b64decode

import pypdfium2
import pytest
from PIL import Image

from printer.preview import MAX_CHARACTERS, first_page
from tests.drivers.documentprinter.paper import pdf_of

A4_PT = (595, 842)


def picture_of(page: str) -> Image.Image:
    return Image.open(io.BytesIO(b64decode(page, validate=True)))


def pdf_with(*pictures: Image.Image) -> bytes:
    """A PDF with one page per picture, each filling an A4 page."""
    document = pypdfium2.PdfDocument.new()
    for picture in pictures:
        jpeg = io.BytesIO()
        picture.convert("RGB").save(jpeg, "JPEG", quality=95)
        jpeg.seek(0)
        page = document.new_page(*A4_PT)
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(jpeg)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*A4_PT))
        page.insert_obj(image)
        page.gen_content()
    kept = io.BytesIO()
    document.save(kept)
    document.close()
    return kept.getvalue()


def noise(width_px: int, height_px: int) -> Image.Image:
    """What no compression makes smaller; the same in every run."""
    return Image.frombytes("L", (width_px, height_px), random.Random(7).randbytes(width_px * height_px))


def test_a_page_comes_as_a_grey_png_at_100_dots_per_inch() -> None:
    picture = picture_of(first_page(pdf_of(1)))
    assert (picture.format, picture.mode) == ("PNG", "L")
    assert [round(side_px * 72 / 100) for side_px in picture.size] == pytest.approx(A4_PT, abs=1)


def test_it_is_the_first_page_and_no_other() -> None:
    black, white = Image.new("L", (59, 84), 0), Image.new("L", (59, 84), 255)
    assert picture_of(first_page(pdf_with(black, white))).getextrema() == (0, 0)
    assert picture_of(first_page(pdf_with(white, black))).getextrema() == (255, 255)


@pytest.mark.parametrize("size_px", [(600, 849), (827, 1169)])
def test_a_page_with_more_in_it_than_a_screen_takes_comes_smaller(size_px: tuple[int, int]) -> None:
    page = first_page(pdf_with(noise(*size_px)))
    assert len(page) <= MAX_CHARACTERS
    width_px, height_px = picture_of(page).size
    assert width_px < 827
    assert height_px / width_px == pytest.approx(A4_PT[1] / A4_PT[0], rel=0.02)


@pytest.mark.parametrize("pdf", [b"", b"no paper", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_said_to_be_none(pdf: bytes) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        first_page(pdf)


def test_the_same_paper_has_the_same_picture() -> None:
    assert first_page(pdf_of(2)) == first_page(pdf_of(2))
