"""What every card reader can do, whatever talks to it, and what is told of cards.

Knows persons' reasons; knows no bytes and no certificate. A card is a claim about a card, not about a person: who holds
it is written where the card id is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Refusal(Enum):
    """Why a card says nothing about who lays it on the reader."""

    FOREIGN_CARD = "foreign_card"
    """A card that others issued, or one that nobody has issued yet."""
    EXPIRED = "expired"
    """Out of its time: too late, or too early."""
    REVOKED = "revoked"
    FORGED = "forged"
    """It claims to be one of ours and cannot prove it."""
    TORN_AWAY = "torn_away"
    """Taken away, or exchanged for another, before it had been read."""
    MUTE = "mute"
    """It does not answer, or too slowly."""
    NOT_UNDERSTOOD = "not_understood"
    """It answers outside what its standard says."""


@dataclass(frozen=True, slots=True)
class CardIdentity:
    """A card that proved to be the one that was issued under this id."""

    card_id: str
    """Opaque, a UUID; never a name. The same for as long as the holder has this card."""
    serial: int
    """The certificate's serial number: what a revocation names."""


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card was laid on the reader and proved who it is; it need not lie there any more."""

    identity: CardIdentity


@dataclass(frozen=True, slots=True)
class CardRefused:
    """A card was laid on the reader and is not accepted."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class CardGone:
    """The card of the last event was taken away, or cannot be seen any more."""


CardEvent = CardRead | CardRefused | CardGone


class CardReader(Protocol):
    """One reader, whether or not it is there yet."""

    async def watch(self, seen: Callable[[CardEvent], None], in_service: Callable[[], None]) -> None:
        """Tell of every card, for ever: CardRead or CardRefused when it is laid there, CardGone when it is taken away.

        A card that was torn away is gone with that. in_service is called once, when the reader is there. A reader that
        is lost for a moment is waited for; a card that lay there is gone with it, and is read anew.

        Raises:
            DriverError: the reader did not come, or has been lost for too long.
        """
