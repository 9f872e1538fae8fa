"""Pictures of codes for tests: as a simulated camera sends them, and as numbers."""

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

from drivers.camera.decode import Grey, unpack
from drivers.camera.simscene import Carrier, LensFaults, Scene


def seen(code: segno.QRCode | None, carrier: Carrier = "paper", lens: LensFaults | None = None) -> Grey:
    """A counter with this code on it, through the simulated lens and as a JPEG."""
    scene = Scene()
    if lens:
        scene.faults = lens
    if code:
        scene.lay(code, until_s=1.0, carrier=carrier)
    grey = unpack(as_jpeg(scene.jpeg(0.0)))
    assert grey is not None
    return grey


def flat(*codes: segno.QRCode, module_px: int = 4) -> Grey:
    """Codes in a row as they are printed, without any lens."""
    arrays = [np.pad(np.array([list(row) for row in code.matrix], np.uint8), 4) for code in codes]
    tallest = max(len(array) for array in arrays)
    row = np.hstack([np.pad(array, ((0, tallest - len(array)), (0, 0))) for array in arrays])
    return np.kron(255 - row * 255, np.ones((module_px, module_px), np.uint8)).astype(np.uint8)


def as_jpeg(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


def jpeg_of(grey: Grey) -> bytes:
    done, jpeg = cv2.imencode(".jpg", grey)
    assert done
    return jpeg.tobytes()


def turned(grey: Grey, degrees: float) -> Grey:
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(grey, turn, (width, height), borderValue=(255,)), np.uint8)
