from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from printer.slips import DOTS_PER_MM, WIDTH_DOTS, FontsMissing, Slip, SlipLine, SlipTypesetter

WATERMARK = "시험용 · 효력 없음"
TOKEN = "SODAM1:" + "ABCDEFGHIJ0123456789$%*+-./:" * 8


@pytest.fixture(scope="module")
def typesetter() -> SlipTypesetter:
    return SlipTypesetter()


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything black: left, top, right, bottom in dots."""
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box is not None
    return box


def text_rows(image: Image.Image) -> list[tuple[int, int]]:
    """The stretches of rows that have a black dot, from top to bottom: first row and the one behind the last."""
    blank_row = bytes([255] * image.width)
    grey = image.convert("L").tobytes()
    inked_rows = [grey[start : start + image.width] != blank_row for start in range(0, len(grey), image.width)]
    edges = [row for row in range(1, len(inked_rows)) if inked_rows[row] != inked_rows[row - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def black(image: Image.Image) -> int:
    return image.convert("L").histogram()[0]


def test_a_slip_is_black_and_white_and_as_wide_as_the_paper(typesetter: SlipTypesetter) -> None:
    image = typesetter.render(Slip("발급 확인", [SlipLine("주민등록표 등본", "서류")], watermark=WATERMARK))

    assert (image.mode, image.width) == ("1", WIDTH_DOTS)
    left, top, right, bottom = inked(image)
    assert left >= 2 * DOTS_PER_MM
    assert right <= WIDTH_DOTS - 2 * DOTS_PER_MM
    assert top >= 2 * DOTS_PER_MM
    assert bottom <= image.height - 2 * DOTS_PER_MM


def test_the_same_slip_has_the_same_dots(typesetter: SlipTypesetter) -> None:
    slip = Slip(
        "발급 확인", [SlipLine("김금순", "받는 분")], "402917", TOKEN, "이 쪽지는 증명서가 아닙니다.", WATERMARK
    )

    assert typesetter.render(slip).tobytes() == typesetter.render(slip).tobytes()


@pytest.mark.parametrize("digits", ["0", "402", "402917", "12345678"])
def test_large_digits_are_20_mm_high_and_stand_three_to_a_row(typesetter: SlipTypesetter, digits: str) -> None:
    without = typesetter.render(Slip("열림 번호"))
    rows = text_rows(typesetter.render(Slip("열림 번호", digits=digits)))[len(text_rows(without)) :]

    digit_rows = rows[1:]  # the first one is the rule above them
    assert len(digit_rows) == -(-len(digits) // 3)
    # Round digits reach a little above and below the straight ones.
    assert all(19.5 <= (below - top) / DOTS_PER_MM <= 21.0 for top, below in digit_rows)


@pytest.mark.parametrize(
    "line",
    [SlipLine("가"), SlipLine("가", "가"), SlipLine("A", "A")],
    ids=["sentence", "label and value", "Latin"],
)
def test_no_letter_is_smaller_than_13_points(typesetter: SlipTypesetter, line: SlipLine) -> None:
    # 가 fills about 0.85 of its em, A 0.73 of it; 13 pt are 36.7 dots.
    share = 0.7 if line.value == "A" else 0.8
    rows = text_rows(typesetter.render(Slip("가", [line], footer="가")))
    letters = [below - top for top, below in rows if below - top > DOTS_PER_MM]

    assert len(letters) == 3 + bool(line.label)
    assert min(letters) >= share * 36.7


@pytest.mark.parametrize("text", ["A", "HTTPS://SODAM.EXAMPLE/V/402917", TOKEN, "a" * 500])
def test_a_code_on_a_slip_can_be_read(typesetter: SlipTypesetter, text: str) -> None:
    image = typesetter.render(Slip("보관함에서 찾기", digits="402917", qr=text, watermark=WATERMARK))

    assert [(found.text, found.format) for found in zxingcpp.read_barcodes(image.convert("L"))] == [
        (text, zxingcpp.BarcodeFormat.QRCode)
    ]


@pytest.mark.parametrize("text", ["A", TOKEN, "a" * 1100])
def test_the_modules_of_a_code_are_half_a_millimetre_or_more_and_all_alike(
    typesetter: SlipTypesetter, text: str
) -> None:
    image = typesetter.render(Slip("가", qr=text)).convert("L")
    (code,) = zxingcpp.read_barcodes(image)
    left, top = code.position.top_left.x, code.position.top_left.y
    # Through the finder pattern's upper edge: seven black modules, then a white one.
    finder = [image.getpixel((left + dot, top + 1)) == 0 for dot in range(200)].index(False)

    assert finder % 7 == 0
    assert finder // 7 >= 0.5 * DOTS_PER_MM


def test_a_code_that_would_need_smaller_modules_is_refused(typesetter: SlipTypesetter) -> None:
    with pytest.raises(ValueError, match="too wide"):
        typesetter.render(Slip("가", qr="a" * 2000))


@pytest.mark.parametrize(("digits", "qr"), [("12a", ""), ("１２", ""), ("-1", ""), ("", "가")])
def test_what_cannot_be_read_back_is_refused(typesetter: SlipTypesetter, digits: str, qr: str) -> None:
    with pytest.raises(ValueError, match=r"digits|ASCII"):
        typesetter.render(Slip("가", digits=digits, qr=qr))


def test_a_line_breaks_between_words_and_not_inside_them(typesetter: SlipTypesetter) -> None:
    # 소담봉사단 would begin on the first line if its syllables could be parted.
    broken = typesetter.render(Slip("가", [SlipLine("주민센터 앞에서 만나요 소담봉사단")]))
    apart = typesetter.render(Slip("가", [SlipLine("주민센터 앞에서 만나요\n소담봉사단")]))

    assert broken.tobytes() == apart.tobytes()


def test_a_word_that_is_longer_than_a_line_stays_on_the_paper(typesetter: SlipTypesetter) -> None:
    name = "김수한무거북이와두루미삼천갑자동방삭치치카포사리사리센타"
    image = typesetter.render(Slip("가", [SlipLine(name, "받는 분")]))
    short = typesetter.render(Slip("가", [SlipLine(name[:5], "받는 분")]))

    assert inked(image)[2] <= WIDTH_DOTS - 2 * DOTS_PER_MM
    assert len(text_rows(image)) == len(text_rows(short)) + 2


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "*가*", "$x$ = 1", '\\ " } ] #', "@label <label> // 가", "가\x00나\u2028다"]
)
def test_what_looks_like_markup_is_printed_as_it_is(typesetter: SlipTypesetter, hostile: str) -> None:
    plain = typesetter.render(Slip("가", [SlipLine("나", "라")]))
    image = typesetter.render(Slip("가", [SlipLine(f"나 {hostile}", "라")]))

    assert black(image) > black(plain)


@pytest.mark.parametrize("name", ["金壽限無", "똠방각하 쀍", "ᄒᆞᆫ글", "Nguyễn Văn Ánh"])
def test_rare_syllables_and_hanja_are_in_the_font(typesetter: SlipTypesetter, name: str) -> None:
    missing = typesetter.render(Slip("\ue123"))

    for letter in name.replace(" ", ""):
        assert typesetter.render(Slip(letter)).tobytes() != missing.tobytes()


def test_a_demo_says_so_at_both_ends(typesetter: SlipTypesetter) -> None:
    image = typesetter.render(Slip("가", watermark=WATERMARK))
    bars = [
        image.crop((0, top, image.width, below)) for top, below in text_rows(image) if below - top > 8 * DOTS_PER_MM
    ]

    assert len(bars) == 2
    # White letters on black: of a bar without letters nothing would be white but the margins.
    shares = [black(bar) / ((bar.width - 4 * DOTS_PER_MM) * bar.height) for bar in bars]
    assert all(0.6 < share < 0.95 for share in shares)


def test_missing_fonts_are_named_with_their_package(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="fonts-noto-cjk") as raised:
        SlipTypesetter(tmp_path)

    assert raised.value.fonts == tmp_path
