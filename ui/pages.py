"""The picture of the page that will be printed, for as long as its Preview is showing.

Knows how a PNG in Base64 becomes pixels. Keeps none: every request is decoded anew, nothing is written to a disk, and
QML asks without Qt's pixmap cache. Does not know whose page it is.
"""

import logging
from base64 import b64decode
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

_log = logging.getLogger(__name__)

PROVIDER = "page"
"""QML asks for image://page/first, with cache: false."""


class PageImages(QQuickImageProvider):
    """Asks png for what is showing each time that QML asks for the picture; "" is no picture."""

    def __init__(self, png: Callable[[], str]) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._png = png

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: ARG002, N802, N803 - Qt's names; there is one picture, so that its id says nothing
        """The page, whole, as large as requestedSize allows; a null image where no page is showing or can be read."""
        image = decode(self._png())
        size.setWidth(image.width())
        size.setHeight(image.height())
        if image.isNull() or requestedSize.isEmpty():
            return image
        # Scaled here and not by QML, whose software renderer would lose thin strokes of small letters.
        return image.scaled(
            requestedSize, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )


def decode(png: str) -> QImage:
    """The image of a PNG in Base64 (RFC 4648); a null image if it is none. Raises nothing: Qt's caller would crash."""
    image = QImage()
    try:
        image.loadFromData(b64decode(png, validate=True), "PNG")
    except ValueError:
        _log.warning("the page to preview is no Base64")
    return image
