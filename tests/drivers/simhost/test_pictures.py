"""Codes in pictures that somebody has on a screen or in a hand."""

import io
import struct
import zlib

import pytest
from PIL import Image

from drivers.simhost.pictures import MOST_BYTES, NoPicture, codes_in
from tests.drivers.simhost.mails import png_of


def empty(width: int, height: int, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("L", (width, height), 255).save(file, kind)
    return file.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A PNG with a size in its header, and no pixel."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def test_the_code_of_a_mail_is_read() -> None:
    assert codes_in(png_of("SODAM1:A9Z2 K")) == ["SODAM1:A9Z2 K"]


def test_a_code_is_read_on_what_lets_the_ground_shine_through() -> None:
    assert codes_in(png_of("소담", dark="darkblue", light="#ffffee")) == ["소담"]


def test_a_photograph_without_a_code_has_none() -> None:
    assert codes_in(empty(300, 200, "JPEG")) == []


def test_a_code_that_nobody_can_type_is_left_out() -> None:
    assert codes_in(png_of(b"\xff\xfe\xfd")) == []


@pytest.mark.parametrize(
    "picture",
    [
        *(b"", b"%PDF-1.7", empty(10, 10, "TIFF"), png_of("x")[:100]),
        *(png_that_says(30_000, 30_000), png_that_says(9_000, 9_000), png_of("x") + b"x" * MOST_BYTES),
    ],
    ids=["nothing", "a document", "another kind", "cut off", "a bomb", "too large", "too long"],
)
def test_what_is_no_picture_for_a_camera_is_refused(picture: bytes) -> None:
    with pytest.raises(NoPicture):
        codes_in(picture)
