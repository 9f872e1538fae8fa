"""What stands before a simulated camera, and what its lens and sensor make of it.

Knows light, paper and phones. Knows no clock and no wire; instants are passed in. For simulated devices and tests only.
"""

from typing import Annotated, Final, Literal

import cv2
import numpy as np
import segno
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

WIDTH_PX, HEIGHT_PX = 1280, 720
BORDER_MODULES = 4
"""The quiet zone that ISO/IEC 18004 demands around a code."""

Carrier = Literal["paper", "phone", "dark_phone"]
"""What the code stands on; dark_phone shows it light on dark."""

_Floats = NDArray[np.float32]

_SHADES: Final[dict[Carrier, tuple[int, int, int]]] = {
    "paper": (225, 225, 45),
    "phone": (25, 250, 15),
    "dark_phone": (25, 20, 235),
}
"""Grey levels: around the code, its ground, its modules."""

_MODULE_PX = 4.5
_MOST_CODE_PX = 600
_TILT = 0.06
_NOISE = 3.0
"""Standard deviation in grey levels, as of a small sensor indoors."""
_NOISES = 4
_JPEG_QUALITY = 85


class LensFaults(BaseModel):
    """What is wrong between the code and the sensor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    light: Annotated[float, Field(ge=0, le=1)] = 1
    """1 is a lit room, 0 is darkness; below 0.1 a code on paper is not read any more."""
    blur_px: Annotated[float, Field(ge=0, le=20)] = 0.6
    """Standard deviation; a well-focused lens has 0.6, from 3 on a ticket is not read any more."""
    glare: Annotated[float, Field(ge=0, le=1)] = 0
    """A lamp mirrored in the middle of the code, by its size; from 0.6 on a ticket is not read any more."""


class Scene:
    """A counter on which codes are laid, seen from above; the same scene makes the same pictures."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)
        self._counter = self._empty_counter()
        self._faults = LensFaults()
        self._code: segno.QRCode | None = None
        self._carrier: Carrier = "paper"
        self._until_s = 0.0
        self._still: _Floats | None = None
        self._jpegs: list[bytes] = []

    @property
    def faults(self) -> LensFaults:
        """What is wrong now; may be replaced at any time."""
        return self._faults

    @faults.setter
    def faults(self, faults: LensFaults) -> None:
        self._faults = faults
        self._forget()

    def lay(self, code: segno.QRCode, until_s: float, carrier: Carrier = "paper") -> None:
        """Lay a code before the camera, in the place of the one that lies there, and take it away at until_s."""
        self._code, self._until_s, self._carrier = code, until_s, carrier
        self._forget()

    def clear(self) -> None:
        """Take away what lies there."""
        self._code = None
        self._forget()

    def has_code(self, now_s: float) -> bool:
        """Whether something lies there; what has lain there for its time is taken away."""
        if self._code is not None and now_s >= self._until_s:
            self.clear()
        return self._code is not None

    def jpeg(self, now_s: float) -> bytes:
        """What the camera sends of this moment. While nothing changes, four with different noise take turns."""
        self.has_code(now_s)
        if len(self._jpegs) < _NOISES:
            self._jpegs.append(_encoded(self._still_picture() + self._noise()))
            return self._jpegs[-1]
        self._jpegs.append(self._jpegs.pop(0))
        return self._jpegs[-1]

    def _forget(self) -> None:
        self._still = None
        self._jpegs.clear()

    def _still_picture(self) -> _Floats:
        if self._still is None:
            picture = self._counter.copy()
            if self._code is not None:
                module_px = _module_px(self._code)
                _paste(picture, _card(self._code, self._carrier), module_px)
                _mirror_lamp(picture, self._faults.glare * module_px * len(self._code.matrix))
            picture *= self._faults.light
            if self._faults.blur_px:
                picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), self._faults.blur_px), np.float32)
            self._still = picture
        return self._still

    def _noise(self) -> _Floats:
        return _NOISE * self._random.standard_normal((HEIGHT_PX, WIDTH_PX), np.float32)

    def _empty_counter(self) -> _Floats:
        """Wood, with light from one side."""
        grain = self._random.normal(0, 12, (HEIGHT_PX, 1)) + self._random.normal(0, 4, (HEIGHT_PX, WIDTH_PX))
        light = np.linspace(150, 90, WIDTH_PX)[None, :]
        return np.asarray(cv2.GaussianBlur(light + grain, (0, 0), 2), np.float32)


def _card(code: segno.QRCode, carrier: Carrier) -> _Floats:
    """The code with its quiet zone and what surrounds it, a pixel for each module."""
    around, ground, ink = _SHADES[carrier]
    modules = np.array([list(row) for row in code.matrix], np.float32)
    face = np.pad(ground + modules * (ink - ground), BORDER_MODULES, constant_values=ground)
    return np.pad(face, max(4, len(modules) // 4), constant_values=around).astype(np.float32)


def _module_px(code: segno.QRCode) -> float:
    return min(_MODULE_PX, _MOST_CODE_PX / len(code.matrix))


def _paste(picture: _Floats, card: _Floats, module_px: float) -> None:
    """Lay the card into the middle, a little turned and tilted."""
    half = len(card) * module_px / 2
    x, y = WIDTH_PX / 2, HEIGHT_PX / 2
    corners = np.array(
        [
            (x - half, y - half * (1 - _TILT)),
            (x + half * (1 - _TILT), y - half),
            (x + half, y + half * (1 - _TILT)),
            (x - half * (1 - _TILT), y + half),
        ],
        np.float32,
    )
    big = np.kron(card, np.ones((8, 8), np.float32))
    edge = len(big)
    square = np.array([(0, 0), (edge, 0), (edge, edge), (0, edge)], np.float32)
    lie = cv2.getPerspectiveTransform(square, corners)
    seen = cv2.warpPerspective(big, lie, (WIDTH_PX, HEIGHT_PX), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones_like(big), lie, (WIDTH_PX, HEIGHT_PX))
    picture *= 1 - mask
    picture += seen * mask


def _mirror_lamp(picture: _Floats, across_px: float) -> None:
    if across_px == 0:
        return
    rows, columns = np.ogrid[:HEIGHT_PX, :WIDTH_PX]
    distance_px = np.hypot(rows - HEIGHT_PX / 2, columns - WIDTH_PX / 2)
    picture += 400 * np.exp(-((distance_px / (across_px / 3)) ** 2))


def _encoded(picture: _Floats) -> bytes:
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    colour = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    _, jpeg = cv2.imencode(".jpg", colour, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return jpeg.tobytes()
