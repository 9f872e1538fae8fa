"""From a card to who it is: the questions put to a project card, in their order.

Knows the conversation; what the bytes are stands in codec.py and objects.py, what it proves in trust.py.
"""

import secrets
from uuid import UUID

from drivers.cardreader.api import CardIdentity, Refusal
from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.channel import Card, CardFailed, ask
from drivers.cardreader.pcsc.piv import objects
from drivers.cardreader.pcsc.piv.trust import Genuine, Trust, check_certificate, check_holder, check_possession

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
    answer = await ask(card, codec.get_data(objects.CERTIFICATE))
    if answer.status != codec.OK:
        # A PIV card on which nobody has put a certificate that can be read without a PIN.
        raise CardFailed(Refusal.FOREIGN_CARD)
    try:
        der = objects.certificate(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    return check_certificate(der, trust)


async def _prove_possession(card: Card, genuine: Genuine) -> None:
    challenge = secrets.token_bytes(objects.CHALLENGE_BYTES)
    template = objects.challenge_template(challenge)
    answer = await ask(card, codec.general_authenticate(_ECC_P256, _CARD_AUTHENTICATION_KEY, template))
    if answer.status != codec.OK:
        # The certificate can be read off any card; what cannot sign is a copy.
        raise CardFailed(Refusal.FORGED)
    try:
        signature = objects.signature(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    check_possession(genuine, challenge, signature)


async def _holder(card: Card, genuine: Genuine, trust: Trust) -> str:
    answer = await ask(card, codec.get_data(objects.CHUID))
    if answer.status != codec.OK:
        raise CardFailed(Refusal.NOT_UNDERSTOOD)
    try:
        holder = objects.holder(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    check_holder(genuine, holder, trust.now())
    return str(UUID(bytes=holder.guid))
