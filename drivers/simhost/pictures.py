"""The codes in a picture that somebody has on a screen or in a hand: a mail's attachment, a slip, a sheet.

Knows picture files. How codes are read, drivers/camera/decode.py says; what they mean nobody here knows.
"""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from drivers.camera.decode import read_codes

MOST_BYTES = 10_000_000
MOST_PIXELS = 20_000_000
"""A slip of two metres, or an A4 sheet at 400 dpi."""


class NoPicture(Exception):
    """These bytes are no picture, or a larger one than anybody holds before a camera."""


def codes_in(picture: bytes) -> Sequence[str]:
    """The texts of the QR codes in it; one that holds no UTF-8 is left out, for nobody could type it either.

    Raises:
        NoPicture
    """
    if len(picture) > MOST_BYTES:
        raise NoPicture
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "GIF")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NoPicture
            grey = np.asarray(image.convert("L"), np.uint8)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NoPicture from error
    return [text for text in map(_text, read_codes(grey, 0)) if text]


def _text(payload: bytes) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return ""
