"""From a picture to the pieces that are sent, each small enough that a question behind it is soon answered.

Knows pictures and the codec, no line and no time. The dots are python-escpos's; its Dummy is not used: importing it
reads all printer profiles (0.4 s), configures the root logger and leaves a folder behind in /tmp.
"""

from collections.abc import Iterator, Sequence

from escpos.image import EscposImage
from PIL import Image

from drivers.slipprinter.escpos import codec
from drivers.slipprinter.escpos.settings import EscposSettings

MOST_PIECE_BYTES = 2048
"""A question queues behind what the system holds of a piece: 0.18 s at 115200 baud."""

_HEAD_BYTES = 8
_LEAST_BLANK_ROWS = 8
_TEAR_MM = 20
"""From the print head past the tear bar on models without a cutter."""
_MM_PER_INCH = 25.4


def pieces_of(image: Image.Image, settings: EscposSettings) -> Sequence[bytes]:
    """Everything from the first command to the cut.

    Raises:
        ValueError: image is not of mode "1", as wide as the printer and at least one row high.
    """
    if image.mode != "1" or image.width != settings.dots or not image.height:
        raise ValueError(f"{image.mode} {image.width} x {image.height} is no picture in black, {settings.dots} wide")
    commands = [codec.begin(settings.dpi), *_bands(image, settings.dots // 8), _ending(settings)]
    return list(_packed(commands))


def clearing(settings: EscposSettings) -> bytes:
    """What parts the next slip from one that may hang out of the printer; a piece to be sent ahead."""
    return codec.begin(settings.dpi) + _ending(settings)


def _ending(settings: EscposSettings) -> bytes:
    return codec.cut() if settings.cutter else codec.feed(round(_TEAR_MM / _MM_PER_INCH * settings.dpi))


def _bands(image: Image.Image, row_bytes: int) -> Iterator[bytes]:
    dots: bytes = EscposImage(image).to_raster_format()
    blank = _blank_rows_from(dots, row_bytes)
    most_rows = min(codec.MOST_BAND_ROWS, (MOST_PIECE_BYTES - _HEAD_BYTES) // row_bytes)
    start = 0
    while start < image.height:
        if blank[start] >= _LEAST_BLANK_ROWS:
            yield codec.feed(blank[start])
            start += blank[start]
            continue
        end = min(start + most_rows, image.height)
        end = next((row for row in range(start, end) if blank[row] >= _LEAST_BLANK_ROWS), end)
        yield codec.band(row_bytes, end - start, dots[start * row_bytes : end * row_bytes])
        start = end


def _blank_rows_from(dots: bytes, row_bytes: int) -> Sequence[int]:
    """For each row how many rows without a dot begin with it."""
    empty = bytes(row_bytes)
    counts = [0]
    for start in range(len(dots) - row_bytes, -1, -row_bytes):
        counts.append(counts[-1] + 1 if dots[start : start + row_bytes] == empty else 0)
    return counts[:0:-1]


def _packed(commands: Sequence[bytes]) -> Iterator[bytes]:
    piece = b""
    for command in commands:
        if piece and len(piece) + len(command) > MOST_PIECE_BYTES:
            yield piece
            piece = b""
        piece += command
    yield piece
