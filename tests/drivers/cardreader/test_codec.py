import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.codec import Command
from tests.drivers.cardreader.vectors import VECTORS

SIGNED = "53 25 34 10" + " 11" * 16 + "35 08 32 30 33 30 30 31 30 31 3E 05 01 02 03 04 05 FE 00"


def test_the_piv_application_is_selected_by_the_name_that_every_version_has() -> None:
    assert codec.frames(codec.SELECT_PIV) == [VECTORS["select"] + b"\x00"]


def test_an_object_is_asked_for_by_its_tag() -> None:
    assert codec.frames(codec.get_data(codec.CHUID)) == [VECTORS["get_chuid"] + b"\x00"]


def test_a_challenge_is_signed_with_the_key_that_needs_no_pin() -> None:
    [frame] = codec.frames(codec.authenticate(bytes(range(32))))

    assert frame == bytes.fromhex("00 87 11 9E 26 7C 24 82 00 81 20") + bytes(range(32)) + b"\x00"


def test_a_challenge_of_another_length_is_not_sent() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        codec.authenticate(bytes(31))


def test_a_long_command_is_chained_and_only_its_last_part_wants_an_answer() -> None:
    begins, ends = VECTORS["chained_first"], VECTORS["chained_last"]
    data = begins[5:].ljust(255, b"\xff") + ends[5:-1]

    first, last = codec.frames(Command(0x00, 0x87, 0x07, 0x9A, data))

    assert first.startswith(begins)
    assert len(first) == 5 + 255
    assert last == ends


def test_the_rest_of_an_answer_is_asked_for_with_its_length() -> None:
    assert codec.get_response(8) == VECTORS["get_response"]


def test_in_t0_a_command_with_data_is_sent_without_le() -> None:
    assert codec.for_t0(VECTORS["select"] + b"\x00") == VECTORS["select"]
    assert codec.for_t0(VECTORS["get_response"]) == VECTORS["get_response"]
    assert codec.for_t0(VECTORS["chained_first"]) == VECTORS["chained_first"]


def test_a_reply_is_its_data_and_two_status_bytes() -> None:
    assert codec.reply(VECTORS["select_reply"]).status == codec.OK
    assert codec.reply(VECTORS["last_reply"]).data == bytes.fromhex("30 1B 11 06 AE E2 F1 2E")


@pytest.mark.parametrize("received", ["", "90"])
def test_less_than_a_status_is_no_reply(received: str) -> None:
    with pytest.raises(ValueError, match="two bytes"):
        codec.reply(bytes.fromhex(received))


def test_the_certificate_is_taken_out_of_its_object() -> None:
    assert codec.certificate(bytes.fromhex("53 09 70 02 30 00 71 01 00 FE 00")) == b"\x30\x00"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "53 00",
        "53 09 70 02 30 00 71 01 01 FE 00",
        "53 06 70 02 30 00 FE 00",
        "53 07 70 00 71 01 00 FE 00",
        "53 09 70 02 30 00 71 01 00 FE",
        "53 09 70 02 30 00 71 01 00 FE 00 00",
        "53 80 70 02 30 00 00 00",
        "53 82 01",
        "53 84 00 00 00 02 70 00",
        "70 02 30 00",
    ],
)
def test_an_object_that_holds_no_plain_certificate_is_not_understood(data: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        codec.certificate(bytes.fromhex(data))


def test_the_signature_is_taken_out_of_its_template() -> None:
    assert codec.signature(bytes.fromhex("7C 04 82 02 AB CD")) == b"\xab\xcd"


def test_what_a_holder_object_says_and_what_of_it_is_signed() -> None:
    data = bytes.fromhex(SIGNED)

    holder = codec.holder(data)

    assert holder.guid == b"\x11" * 16
    assert holder.expires == b"20300101"
    assert holder.signed == data[2:-9]
    assert holder.signature == b"\x01\x02\x03\x04\x05"


def test_the_reference_chuid_is_read_and_its_signature_is_empty() -> None:
    chuid = VECTORS["chuid"]

    holder = codec.holder(b"\x53" + bytes([len(chuid)]) + chuid)

    assert (holder.guid, holder.expires, holder.signature) == (b"\x78" * 16, b"20300101", b"")
    assert holder.signed == chuid[:-4]


@pytest.mark.parametrize(
    "body",
    [
        "34 10" + " 11" * 16 + "35 08 32 30 33 30 30 31 30 31 FE 00",
        "3E 01 01 34 10" + " 11" * 16 + "35 08 32 30 33 30 30 31 30 31",
        "34 10" + " 11" * 16 + "3E 01 01 35 08 32 30 33 30 30 31 30 31",
        "34 0F" + " 11" * 15 + "35 08 32 30 33 30 30 31 30 31 3E 01 01",
        "34 10" + " 11" * 16 + "35 08 32 30 33 30 30 31 30 31 3E 01 01 34 10" + " 22" * 16,
    ],
    ids=["unsigned", "signed nothing", "date after signature", "short guid", "guid twice"],
)
def test_a_holder_object_whose_words_are_not_all_signed_is_not_understood(body: str) -> None:
    value = bytes.fromhex(body)
    with pytest.raises(ValueError, match=r"CHUID"):
        codec.holder(b"\x53" + bytes([len(value)]) + value)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (codec.certificate, codec.signature, codec.holder, codec.reply):
        try:
            read(data)
        except ValueError:
            continue
