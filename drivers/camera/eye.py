"""One look at one picture: can it be read, does anything move, which codes are there.

Knows pictures in their order and nothing else; keeps no picture, only a blurred thumbnail of 64 x 36 pixels.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from drivers.camera.decode import Grey, unpack
from drivers.camera.stream import Packet

AWAKE_S = 3.0
"""How long after a movement every picture is searched."""
ONE_IN = 5
"""Which part of the pictures is searched while nothing moves: a code may have come in unnoticed."""

_THUMBNAIL_PX = (64, 36)
_MOVED = 14
"""Grey levels by which one pixel of the thumbnail differs from the look before; noise stays below (measured)."""

Engine = Callable[[Grey, int], tuple[bytes, ...]]
"""From a picture, and how many were searched before it, to payloads; see decode.read_codes."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look brought."""

    readable: bool
    awake: bool = False
    """Something moves, or did so in the last AWAKE_S."""
    payloads: tuple[bytes, ...] = ()


class Eye:
    """Looks at one picture after the other, in one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thumbnail: Grey | None = None
        self._awake_until_s = 0.0
        self._looks = 0
        self._searches = 0

    def look(self, packet: Packet, *, searching: bool) -> Sight:
        """Look at a picture; only while searching at what codes say."""
        grey = unpack(packet.jpeg)
        if grey is None:
            return Sight(readable=False)
        if self._has_moved(grey):
            self._awake_until_s = packet.came_at_s + AWAKE_S
        awake = packet.came_at_s < self._awake_until_s
        self._looks += 1
        if not searching or not (awake or self._looks % ONE_IN == 0):
            return Sight(readable=True, awake=awake)
        self._searches += 1
        return Sight(readable=True, awake=awake, payloads=self._engine(grey, self._searches))

    def wake(self, now_s: float) -> None:
        """Search every picture of the next AWAKE_S: somebody has just been asked for a code."""
        self._awake_until_s = now_s + AWAKE_S

    def _has_moved(self, grey: Grey) -> bool:
        small = cv2.resize(grey, _THUMBNAIL_PX, interpolation=cv2.INTER_AREA)
        thumbnail = np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8)
        before, self._thumbnail = self._thumbnail, thumbnail
        return before is None or int(cv2.absdiff(before, thumbnail).max()) > _MOVED
