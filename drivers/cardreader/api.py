"""What the controller is told of cards. Knows persons' reasons; knows no reader, no bytes and no certificate.

A card is a claim about a card, not about a person: who holds it is written where the card id is known.
"""

from dataclasses import dataclass
from enum import Enum


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
