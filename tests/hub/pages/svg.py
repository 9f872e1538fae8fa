"""The picture that an SVG of segno's is: a white square and one path of runs of dark modules."""

import re

from PIL import Image, ImageDraw

from tests.hub.pages.html import Element

PX_PER_MODULE = 4


def picture_of(svg: Element) -> Image.Image:
    """The picture as a camera would have it, without glare."""
    side = int(svg.attrs["viewbox"].split()[2])
    picture = Image.new("L", (side * PX_PER_MODULE,) * 2, 255)
    pen = ImageDraw.Draw(picture)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmhv])([-\d. ]*)", svg.all("path")[-1].attrs["d"]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        match command, values:
            case "M", [x, y]:
                pass
            case "m", [right, down]:
                x, y = x + right, y + down
            case "h", [length]:
                box = [edge * PX_PER_MODULE for edge in (x, y - 0.5, x + length, y + 0.5)]
                pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=0)
                x += length
            case _:
                raise AssertionError(f"segno draws with {command}{numbers} now")
    return picture
