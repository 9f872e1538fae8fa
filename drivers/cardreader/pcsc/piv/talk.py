"""From a card to who it is: the questions put to a project card, in their order.

Knows the conversation; what the bytes are stands in codec.py and objects.py, what it proves in trust.py.
"""

import secrets
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from drivers.cardreader.api import CardIdentity, Refusal
from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.channel import Card, CardFailed, ask
from drivers.cardreader.pcsc.piv import objects
from drivers.cardreader.pcsc.piv.trust import Genuine, Trust, check_certificate, check_holder, check_possession

T = TypeVar("T")

_ECC_P256 = 0x11
"""SP 800-78-5, algorithm identifiers."""
_CARD_AUTHENTICATION_KEY = 0x9E
"""It signs without a PIN (SP 800-73-5 part 1, key references)."""


async def identify(card: Card, trust: Trust) -> CardIdentity | Refusal:
    """Ask the card for its certificate, a proof of its key, and its holder object. Everything comes from one card."""
    try:
        identity = await _proved(card, trust)
        await card.confirm()
    except CardFailed as failed:
        return failed.reason
    return identity


async def _proved(card: Card, trust: Trust) -> CardIdentity:
    selected = await ask(card, codec.select(objects.APPLICATION))
    if selected.status != codec.OK:
        raise CardFailed(Refusal.FOREIGN_CARD)
    genuine = await _certificate(card, trust)
    await _prove_possession(card, genuine)
    card_id = await _holder(card, genuine, trust)
    return CardIdentity(card_id, genuine.certificate.serial_number)


async def _certificate(card: Card, trust: Trust) -> Genuine:
    # A PIV card on which nobody has put a certificate that can be read without a PIN is somebody else's.
    der = await _answer(card, codec.get_data(objects.CERTIFICATE), objects.certificate, Refusal.FOREIGN_CARD)
    return check_certificate(der, trust)


async def _prove_possession(card: Card, genuine: Genuine) -> None:
    challenge = secrets.token_bytes(objects.CHALLENGE_BYTES)
    template = objects.challenge_template(challenge)
    command = codec.general_authenticate(_ECC_P256, _CARD_AUTHENTICATION_KEY, template)
    # The certificate can be read off any card; what cannot sign is a copy.
    signature = await _answer(card, command, objects.signature, Refusal.FORGED)
    check_possession(genuine, challenge, signature)


async def _holder(card: Card, genuine: Genuine, trust: Trust) -> str:
    holder = await _answer(card, codec.get_data(objects.CHUID), objects.holder, Refusal.NOT_UNDERSTOOD)
    check_holder(genuine, holder, trust.now())
    return str(UUID(bytes=holder.guid))


async def _answer(card: Card, command: codec.Command, understood: Callable[[bytes], T], refused: Refusal) -> T:
    """What the card answers, as understood; refused: what a card is that answers with an error."""
    answer = await ask(card, command)
    if answer.status != codec.OK:
        raise CardFailed(refused)
    try:
        return understood(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
