from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from drivers.cardreader.api import CardIdentity, Refusal
from drivers.cardreader.pcsc.piv.talk import identify
from drivers.cardreader.pcsc.sim.cards import PivCard, UnknownCard
from drivers.cardreader.pcsc.sim.issuing import CERTIFICATE_TAG, CHUID_TAG, CardAuthority, Issued, certificate_object
from tests.drivers.cardreader.pcsc.cards import AUTHORITY, CARD_ID, NOW, MemoryCard, of, scripted, trust
from tests.drivers.cardreader.pcsc.vectors import VECTORS

SELECTED = VECTORS["select_reply"].hex()


@pytest.fixture(scope="module")
def issued() -> Issued:
    return AUTHORITY.issue(CARD_ID)


def with_objects(issued: Issued, **objects: bytes) -> MemoryCard:
    tags = {"certificate": CERTIFICATE_TAG, "chuid": CHUID_TAG}
    own = {CERTIFICATE_TAG: certificate_object(issued.certificate), CHUID_TAG: issued.holder}
    return of(PivCard({**own, **{tags[name]: data for name, data in objects.items()}}, issued.key))


async def test_an_issued_card_says_its_id_and_its_serial_number(issued: Issued) -> None:
    identity = await identify(of(issued.card()), trust())

    assert identity == CardIdentity(str(CARD_ID), issued.certificate.serial_number)


async def test_the_application_is_selected_by_the_name_that_every_version_has(issued: Issued) -> None:
    card = of(issued.card())

    await identify(card, trust())

    assert card.sent[0] == VECTORS["select"] + b"\x00"


async def test_a_challenge_is_signed_with_the_key_that_needs_no_pin(issued: Issued) -> None:
    card = of(issued.card())

    await identify(card, trust())

    [order] = [apdu for apdu in card.sent if apdu[1] == 0x87]
    assert order.startswith(bytes.fromhex("00 87 11 9E 26 7C 24 82 00 81 20"))
    assert len(order) == 11 + 32 + 1


async def test_every_reading_puts_another_challenge(issued: Issued) -> None:
    first, second = of(issued.card()), of(issued.card())

    await identify(first, trust())
    await identify(second, trust())

    challenges = {apdu for card in (first, second) for apdu in card.sent if apdu[1] == 0x87}
    assert len(challenges) == 2


async def test_a_card_of_a_renewed_authority_of_the_same_name_is_read(issued: Issued) -> None:
    renewed = CardAuthority(now=NOW)

    assert isinstance(await identify(of(issued.card()), trust(renewed, AUTHORITY)), CardIdentity)


async def test_a_card_without_the_application_is_foreign() -> None:
    assert await identify(of(UnknownCard()), trust()) is Refusal.FOREIGN_CARD


async def test_a_card_that_nobody_has_issued_yet_is_foreign() -> None:
    assert await identify(of(PivCard({}, ec.generate_private_key(ec.SECP256R1()))), trust()) is Refusal.FOREIGN_CARD


async def test_a_card_of_another_authority_is_foreign() -> None:
    card = CardAuthority("Another town", now=NOW).issue(CARD_ID).card()

    assert await identify(of(card), trust()) is Refusal.FOREIGN_CARD


async def test_a_certificate_of_ours_that_is_not_for_cards_is_foreign() -> None:
    card = AUTHORITY.issue(CARD_ID, for_cards=False).card()

    assert await identify(of(card), trust()) is Refusal.FOREIGN_CARD


async def test_a_card_of_somebody_who_took_our_name_is_forged() -> None:
    card = CardAuthority(now=NOW).issue(CARD_ID).card()

    assert await identify(of(card), trust()) is Refusal.FORGED


async def test_a_copied_certificate_without_its_key_is_forged(issued: Issued) -> None:
    copy = replace(issued, key=ec.generate_private_key(ec.SECP256R1()))

    assert await identify(of(copy.card()), trust()) is Refusal.FORGED


async def test_a_recorded_signature_is_forged(issued: Issued) -> None:
    recorded = issued.key.sign(bytes(32), ec.ECDSA(SHA256()))
    proof = bytes([0x7C, len(recorded) + 2, 0x82, len(recorded)]) + recorded + b"\x90\x00"
    genuine = issued.card()
    card = MemoryCard(lambda apdu: proof if apdu[1] == 0x87 else genuine.answer(apdu))

    assert await identify(card, trust()) is Refusal.FORGED


async def test_a_card_that_refuses_to_sign_is_forged(issued: Issued) -> None:
    genuine = issued.card()
    card = MemoryCard(lambda apdu: b"\x6a\x80" if apdu[1] == 0x87 else genuine.answer(apdu))

    assert await identify(card, trust()) is Refusal.FORGED


async def test_the_holder_object_of_another_card_is_forged(issued: Issued) -> None:
    other = AUTHORITY.issue(uuid4())

    assert await identify(with_objects(issued, chuid=other.holder), trust()) is Refusal.FORGED


async def test_a_changed_card_id_is_forged(issued: Issued) -> None:
    changed = issued.holder.replace(CARD_ID.bytes, uuid4().bytes)

    assert await identify(with_objects(issued, chuid=changed), trust()) is Refusal.FORGED


async def test_a_chuid_that_nobody_signed_is_forged(issued: Issued) -> None:
    chuid = VECTORS["chuid"]
    unsigned = b"\x53" + bytes([len(chuid)]) + chuid

    assert await identify(with_objects(issued, chuid=unsigned), trust()) is Refusal.FORGED


async def test_a_card_holds_to_the_last_second_of_its_certificate(issued: Issued) -> None:
    expires = issued.certificate.not_valid_after_utc

    assert isinstance(await identify(of(issued.card()), trust(now=expires)), CardIdentity)
    assert await identify(of(issued.card()), trust(now=expires + timedelta(seconds=1))) is Refusal.EXPIRED


async def test_a_card_from_the_future_is_out_of_its_time(issued: Issued) -> None:
    assert await identify(of(issued.card()), trust(now=NOW - timedelta(days=2))) is Refusal.EXPIRED


async def test_a_card_does_not_outlive_its_authority() -> None:
    long = AUTHORITY.issue(CARD_ID, expires=NOW + timedelta(days=5000)).card()

    assert await identify(of(long), trust(now=NOW + timedelta(days=4000))) is Refusal.EXPIRED


async def test_a_holder_object_that_ends_before_the_certificate_ends_the_card(issued: Issued) -> None:
    holder = AUTHORITY.holder(CARD_ID, issued.certificate, NOW)
    card = with_objects(issued, chuid=holder)

    assert isinstance(await identify(card, trust(now=NOW)), CardIdentity)
    assert await identify(card, trust(now=NOW + timedelta(days=1))) is Refusal.EXPIRED


async def test_a_revoked_serial_number_is_revoked(issued: Issued) -> None:
    revoked = frozenset({issued.certificate.serial_number})

    assert await identify(of(issued.card()), trust(revoked=revoked)) is Refusal.REVOKED


async def test_a_card_without_a_holder_object_is_not_understood(issued: Issued) -> None:
    card = of(PivCard({CERTIFICATE_TAG: certificate_object(issued.certificate)}, issued.key))

    assert await identify(card, trust()) is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize("answer", ["90 00", "53 05 70 01 30 71 00 90 00", "53 08 70 01 30 71 01 00 FE 00 90 00"])
async def test_a_certificate_that_is_none_is_not_understood(answer: str) -> None:
    assert await identify(scripted(SELECTED, answer), trust()) is Refusal.NOT_UNDERSTOOD


async def test_a_proof_outside_its_template_is_not_understood(issued: Issued) -> None:
    genuine = issued.card()
    card = MemoryCard(lambda apdu: b"\x30\x00\x90\x00" if apdu[1] == 0x87 else genuine.answer(apdu))

    assert await identify(card, trust()) is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize("command", [1, 2, 3, 4, 5])
async def test_a_card_that_is_taken_away_at_any_command_is_torn_away(issued: Issued, command: int) -> None:
    card = MemoryCard(issued.card().answer, away_at=command)

    assert await identify(card, trust()) is Refusal.TORN_AWAY
    assert len(card.sent) == command


async def test_a_card_that_is_another_one_at_the_end_is_torn_away(issued: Issued) -> None:
    card = of(issued.card())
    card.swapped = True

    assert await identify(card, trust()) is Refusal.TORN_AWAY
