import pytest

from drivers.cardreader.api import Refusal
from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.channel import CardFailed, ask
from drivers.cardreader.pcsc.codec import Command
from tests.drivers.cardreader.pcsc.cards import MemoryCard, scripted
from tests.drivers.cardreader.pcsc.vectors import VECTORS

ASK = codec.get_data(bytes.fromhex("5FC102"))


async def test_an_answer_in_pieces_is_put_together() -> None:
    card = scripted("01 02 61 00", "03 61 08", VECTORS["last_reply"].hex())

    answer = await ask(card, ASK)

    assert answer == codec.Reply(bytes.fromhex("01 02 03 30 1B 11 06 AE E2 F1 2E"), 0x9000)
    assert card.sent[1:] == [bytes.fromhex("00 C0 00 00 00"), VECTORS["get_response"]]


async def test_a_card_that_wants_another_length_is_asked_again_with_that() -> None:
    card = scripted("6C 02", "01 02 90 00")

    assert (await ask(card, ASK)).data == b"\x01\x02"
    assert card.sent[1] == card.sent[0][:-1] + b"\x02"


async def test_a_refusal_in_the_middle_of_an_answer_is_the_answer() -> None:
    assert (await ask(scripted("01 61 05", "6F 00"), ASK)).status == 0x6F00


async def test_the_rest_of_a_chain_is_not_sent_after_a_refusal() -> None:
    card = scripted("68 84")

    assert (await ask(card, Command(0x00, 0x87, 0x07, 0x9E, bytes(266)))).status == 0x6884
    assert len(card.sent) == 1


@pytest.mark.parametrize("again", ["61 00", "6C 00", "FF " * 256 + "61 FF"])
async def test_a_card_that_never_comes_to_an_end_is_not_understood(again: str) -> None:
    card = MemoryCard(lambda _apdu: bytes.fromhex(again))

    with pytest.raises(CardFailed) as raised:
        await ask(card, ASK)

    assert raised.value.reason is Refusal.NOT_UNDERSTOOD
    assert len(card.sent) <= 64


async def test_an_answer_without_a_status_is_a_card_that_went_away() -> None:
    with pytest.raises(CardFailed) as raised:
        await ask(scripted(""), ASK)

    assert raised.value.reason is Refusal.TORN_AWAY
