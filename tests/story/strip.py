"""The strip of pictures for the README: the pages of the story that tell it, side by side."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

TITLES = ("home", "issue.scan.title", "issue.preview.title", "issue.take.title", "collect.door.open.title")
HEIGHT = 640
GAP = 16


def draw_strip(pictures: Sequence[Path], into: Path) -> None:
    """Write the pages named in TITLES, each at its last appearance, as one picture."""
    pages = [
        QImage(str(_last(pictures, title))).scaledToHeight(HEIGHT, Qt.TransformationMode.SmoothTransformation)
        for title in TITLES
    ]
    width = sum(page.width() for page in pages) + GAP * (len(pages) + 1)
    strip = QImage(width, HEIGHT + 2 * GAP, QImage.Format.Format_RGB32)
    strip.fill(QColor("#cdd1d5"))
    painter, left = QPainter(strip), GAP
    for page in pages:
        painter.drawImage(QRect(left, GAP, page.width(), HEIGHT), page)
        left += page.width() + GAP
    painter.end()
    strip.save(str(into))


def _last(pictures: Sequence[Path], title: str) -> Path:
    return next(picture for picture in reversed(pictures) if picture.stem.partition("-")[2] == title)
