"""The ways of a paper."""

from enum import Enum


class Way(Enum):
    """How a resident gets a paper."""

    KIOSK = "kiosk"
    LOCKER = "locker"
    DOOR = "door"
