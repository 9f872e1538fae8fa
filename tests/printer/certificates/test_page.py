"""What the page looks like: the sample as a picture, and the watermark wherever there is data.

`python -m tests.printer.certificates.test_page` makes the picture anew after a wanted change. Look at it then.
"""

import asyncio
from pathlib import Path

import PIL.Image
import PIL.ImageChops
import pytest

from printer.certificates.forms import Form, load_forms
from printer.certificates.issue import Certificate, issue
from tests.printer.certificates.desk import (
    FORM,
    FRAME,
    WATERMARK,
    cropped,
    issuance,
    large_household,
    official,
    official_issuance,
    official_key,
    opened,
    page_texts,
    pictures,
    trial_key,
)

GOLDEN = Path(__file__).with_name("resident_register_copy.png")
DPI = 60
BLOCK = 8
"""Pixels: about one letter of the text at this resolution."""
MOST_DIFFERENCE = 10
"""Of 255, of a block's mean grey. The same fonts and renderer make the very same pixels; another release of Noto or of
pdfium may draw an edge a little differently, while the loss of the smallest grey word changes a block by 20."""
SMALL_WORD_MM = (17, 38, 23, 41)
"""The first word beside the number."""
TABLE_MM = (30, 90, 180, 200)
"""There is data here on every page of the largest household."""
MARK_GREY = range(222, 227)
"""The watermark is 224 of 255; beside it only edges of letters are."""


def most_difference(one: PIL.Image.Image, other: PIL.Image.Image) -> int:
    """Of the mean greys of any block."""
    difference = PIL.ImageChops.difference(one.reduce(BLOCK), other.reduce(BLOCK))
    return max(difference.tobytes())


def test_the_sample_looks_as_it_should(paper: Certificate, tmp_path: Path) -> None:
    [page] = pictures(paper.pdf, DPI)
    with PIL.Image.open(GOLDEN) as golden:
        assert page.size == golden.size
        most = most_difference(page, golden.convert("L"))
    page.save(tmp_path / "page.png")
    assert most <= MOST_DIFFERENCE, f"the page looks different: compare {tmp_path / 'page.png'} with {GOLDEN.name}"


def test_a_lost_word_is_seen(paper: Certificate) -> None:
    """The check above is worth something: without its smallest word the page is far enough from itself."""
    [page] = pictures(paper.pdf, DPI)
    poorer = page.copy()
    left, upper, right, lower = (round(mm / 25.4 * DPI) for mm in SMALL_WORD_MM)
    poorer.paste(255, (left, upper, right, lower))
    assert most_difference(page, poorer) > MOST_DIFFERENCE


def test_a_paper_for_trials_says_so_on_every_page_and_along_its_edges(long_paper: Certificate) -> None:
    assert long_paper.pages >= 3
    for page in page_texts(long_paper.pdf):
        assert page.count(WATERMARK) >= 10
        assert page.count(FRAME) >= 20
        assert "이 문서는 시험용이며 효력이 없습니다" in page


def test_the_watermark_stands_among_the_data_of_every_page(long_paper: Certificate) -> None:
    """In every band of 40 mm between the margins, so that no piece of a table can be cut out without it."""
    with opened(long_paper.pdf) as document:
        for page in document:
            searched = page.get_textpage()
            finder = searched.search(WATERMARK)
            places = []
            while (found := finder.get_next()) is not None:
                left, bottom, right, top = searched.get_charbox(found[0])
                if 60 < left < right < 535:
                    places.append((842 - (bottom + top) / 2) / 72 * 25.4)
            for upper_mm in range(20, 240, 10):
                assert any(upper_mm <= place <= upper_mm + 45 for place in places), (upper_mm, places)


async def test_the_watermark_is_seen_between_the_rows_and_only_on_papers_for_trials(form: Form) -> None:
    data = large_household(form)
    trial = await issue(form, data, issuance(), trial_key())
    real = await issue(form, official(data), official_issuance(), official_key())
    assert trial.pages == real.pages
    for marked, plain in zip(pictures(trial.pdf, 100), pictures(real.pdf, 100), strict=True):
        seen, edges_of_letters = (share_of_mark(cropped(page, TABLE_MM, 100)) for page in (marked, plain))
        assert seen - edges_of_letters > 0.03


def share_of_mark(picture: PIL.Image.Image) -> float:
    counts = picture.histogram()
    return sum(counts[grey] for grey in MARK_GREY) / sum(counts)


@pytest.mark.parametrize("page", [0, 1])
def test_the_header_of_a_table_is_repeated_where_it_goes_on(long_paper: Certificate, page: int) -> None:
    assert "Moved in" in page_texts(long_paper.pdf)[page]


def renew() -> None:
    """Make the golden picture anew."""
    form = load_forms()[FORM]
    made = asyncio.run(issue(form, form.sample, issuance(), trial_key()))
    pictures(made.pdf, DPI)[0].save(GOLDEN, optimize=True)


if __name__ == "__main__":
    renew()
