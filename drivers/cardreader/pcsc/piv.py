"""From a card to who it is: the questions put to a project card, in their order.

Knows the conversation; what the bytes are stands in codec.py, what they prove in trust.py.
"""

import secrets
from uuid import UUID

from drivers.cardreader.api import CardIdentity, Refusal
from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.channel import Card, CardFailed, ask
from drivers.cardreader.pcsc.trust import Genuine, Trust, check_certificate, check_holder, check_possession


async def identify(card: Card, trust: Trust) -> CardIdentity | Refusal:
    """Ask the card for its certificate, a proof of its key, and its holder object. Everything comes from one card."""
    try:
        identity = await _proved(card, trust)
        await card.confirm()
    except CardFailed as failed:
        return failed.reason
    return identity


async def _proved(card: Card, trust: Trust) -> CardIdentity:
    selected = await ask(card, codec.SELECT_PIV)
    if selected.status != codec.OK:
        raise CardFailed(Refusal.FOREIGN_CARD)
    genuine = await _certificate(card, trust)
    await _prove_possession(card, genuine)
    card_id = await _holder(card, genuine, trust)
    return CardIdentity(card_id, genuine.certificate.serial_number)


async def _certificate(card: Card, trust: Trust) -> Genuine:
    answer = await ask(card, codec.get_data(codec.CERTIFICATE))
    if answer.status != codec.OK:
        # A PIV card on which nobody has put a certificate that can be read without a PIN.
        raise CardFailed(Refusal.FOREIGN_CARD)
    try:
        der = codec.certificate(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    return check_certificate(der, trust)


async def _prove_possession(card: Card, genuine: Genuine) -> None:
    challenge = secrets.token_bytes(codec.CHALLENGE_BYTES)
    answer = await ask(card, codec.authenticate(challenge))
    if answer.status != codec.OK:
        # The certificate can be read off any card; what cannot sign is a copy.
        raise CardFailed(Refusal.FORGED)
    try:
        signature = codec.signature(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    check_possession(genuine, challenge, signature)


async def _holder(card: Card, genuine: Genuine, trust: Trust) -> str:
    answer = await ask(card, codec.get_data(codec.CHUID))
    if answer.status != codec.OK:
        raise CardFailed(Refusal.NOT_UNDERSTOOD)
    try:
        holder = codec.holder(answer.data)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    check_holder(genuine, holder, trust.now())
    return str(UUID(bytes=holder.guid))
