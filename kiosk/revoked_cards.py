"""The list of revoked cards that a site keeps: the serial numbers of their certificates.

Knows the file. Does not know cards, nor who decides that one is revoked.
"""

import re
from collections.abc import Container
from pathlib import Path

import structlog

_SERIAL = re.compile("[0-9A-Fa-f]+")

_log = structlog.get_logger()


class RevokedCards:
    """The file at path as it is at each call; None: no card is revoked."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __call__(self) -> Container[int]:
        """The serial numbers that are revoked now. All of them, if the file cannot be understood as a whole."""
        if self._path is None:
            return frozenset()
        try:
            return _serials(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            # A card that was stolen must not come back by way of a broken list.
            remedy = "mend or restore the list; one serial number in hex per line, # begins a comment"
            _log.error("every card is refused", list=str(self._path), cause=str(error), remedy=remedy)
            return _Everything()


class _Everything:
    def __contains__(self, _serial: object) -> bool:
        return True


def _serials(text: str) -> frozenset[int]:
    serials = set()
    for number, line in enumerate(text.splitlines(), 1):
        # Some tools print the bytes apart: 0A:1B.
        serial = line.partition("#")[0].strip().replace(":", "")
        if not serial:
            continue
        if not _SERIAL.fullmatch(serial):
            raise ValueError(f"line {number} is no serial number in hex")
        serials.add(int(serial, 16))
    return frozenset(serials)
