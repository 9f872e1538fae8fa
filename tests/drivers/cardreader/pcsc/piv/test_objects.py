import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cardreader.pcsc.piv import objects
from tests.drivers.cardreader.pcsc.vectors import VECTORS

SIGNED = "53 25 34 10" + " 11" * 16 + "35 08 32 30 33 30 30 31 30 31 3E 05 01 02 03 04 05 FE 00"


def test_a_challenge_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        objects.challenge_template(bytes(31))


def test_the_certificate_is_taken_out_of_its_object() -> None:
    assert objects.certificate(bytes.fromhex("53 09 70 02 30 00 71 01 00 FE 00")) == b"\x30\x00"


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
        objects.certificate(bytes.fromhex(data))


def test_the_signature_is_taken_out_of_its_template() -> None:
    assert objects.signature(bytes.fromhex("7C 04 82 02 AB CD")) == b"\xab\xcd"


def test_what_a_holder_object_says_and_what_of_it_is_signed() -> None:
    data = bytes.fromhex(SIGNED)

    holder = objects.holder(data)

    assert holder.guid == b"\x11" * 16
    assert holder.expires == b"20300101"
    assert holder.signed == data[2:-9]
    assert holder.signature == b"\x01\x02\x03\x04\x05"


def test_the_reference_chuid_is_read_and_its_signature_is_empty() -> None:
    chuid = VECTORS["chuid"]

    holder = objects.holder(b"\x53" + bytes([len(chuid)]) + chuid)

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
        objects.holder(b"\x53" + bytes([len(value)]) + value)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (objects.certificate, objects.signature, objects.holder):
        try:
            read(data)
        except ValueError:
            continue
