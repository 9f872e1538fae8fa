"""Pictures for slips: random dots, blank stretches, and dots that read like questions."""

import random

from PIL import Image

DOTS = 576
_ROW_BYTES = DOTS // 8


def picture(dots: bytes, width: int = DOTS) -> Image.Image:
    """A picture with these rows; a set bit is black."""
    return Image.frombytes("1", (width, len(dots) * 8 // width), dots, "raw", "1;I")


def noise(rows: int, seed: int = 0, width: int = DOTS) -> Image.Image:
    """As many black dots as white ones, so that nothing can be left out unseen."""
    return picture(random.Random(seed).randbytes(rows * width // 8), width)


def striped(*stretches: tuple[int, bool], seed: int = 0) -> Image.Image:
    """Stretches of rows from top to bottom: so many, with dots or blank."""
    chance = random.Random(seed)
    return picture(
        b"".join(
            chance.randbytes(rows * _ROW_BYTES) if inked else bytes(rows * _ROW_BYTES) for rows, inked in stretches
        )
    )


def questions(rows: int, *kinds: int) -> Image.Image:
    """Every row is full of dots that read like DLE EOT of these kinds, in turn; of all of them if none is given."""
    row = b"".join(b"\x10\x04" + bytes([kind]) for kind in kinds or (1, 2, 3, 4)) * _ROW_BYTES
    return picture(row[:_ROW_BYTES] * rows)


def same(one: Image.Image, other: Image.Image) -> bool:
    """Dot for dot."""
    return (one.mode, one.size, one.tobytes()) == (other.mode, other.size, other.tobytes())
