"""What people show to the camera and the card reader, on its way to the visit that asked for it.

Nothing is kept that nobody asked for, and nothing outlives the question. Does not know what a code means.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

from drivers.cardreader.api import CardEvent, CardGone, CardRead, CardRefused
from kiosk.bell import Bell
from kiosk.flows.scan import CardUnfit, ShowedCard, ShowedCode

Accepts = tuple[Literal["code", "card"], ...]
Shown = ShowedCode | ShowedCard | CardUnfit

_KEPT = 4
"""Codes and cards that one person shows between two looks; older ones fall out."""


class Eye(Protocol):
    """A device that looks only while it is wanted."""

    looking: bool


class Readings:
    """One question at a time, as there is one visit at a time."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._wanted: Accepts = ()
        self._came: deque[Shown] = deque(maxlen=_KEPT)
        self._eyes: list[Eye] = []
        self._card_lies = False

    @contextmanager
    def wanting(self, accepts: Accepts) -> Iterator[None]:
        """From now until the block ends, take what is shown."""
        self._want(accepts)
        try:
            yield
        finally:
            self._want(())

    @contextmanager
    def open_eye(self, eye: Eye) -> Iterator[None]:
        """While the block runs, this device looks whenever a code is wanted."""
        self._eyes.append(eye)
        eye.looking = "code" in self._wanted
        try:
            yield
        finally:
            self._eyes.remove(eye)

    def code(self, payload: bytes) -> None:
        """A code was seen. Whatever is not plain text is shown as such, and gets nowhere."""
        self._take("code", ShowedCode(payload.decode("ascii", "replace")))

    @property
    def card_lies(self) -> bool:
        """A card is on the reader that was told of once, and must be lifted before it is told of again."""
        return self._card_lies

    def card(self, event: CardEvent) -> None:
        """Something happened on the card reader. A card that a reader finds again after it was lost is no news."""
        was_there, self._card_lies = self._card_lies, not isinstance(event, CardGone)
        match event:
            case CardGone():
                self._bell.ring()
            case CardRead(identity) if not was_there:
                self._take("card", ShowedCard(identity.card_id))
            case CardRefused(reason) if not was_there:
                self._take("card", CardUnfit(reason.value))
            case _:
                """Whose it is was asked when it was laid there, or nobody asked."""

    def next(self) -> Shown | None:
        """Take what was shown first, if anything was."""
        return self._came.popleft() if self._came else None

    def _take(self, kind: Literal["code", "card"], shown: Shown) -> None:
        if kind in self._wanted:
            self._came.append(shown)
            self._bell.ring()

    def _want(self, accepts: Accepts) -> None:
        self._wanted = accepts
        self._came.clear()
        for eye in self._eyes:
            eye.looking = "code" in accepts
