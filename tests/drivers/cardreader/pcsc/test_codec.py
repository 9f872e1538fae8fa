import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cardreader.pcsc import codec
from drivers.cardreader.pcsc.codec import Command
from tests.drivers.cardreader.pcsc.vectors import VECTORS


def test_an_application_is_selected_by_its_name() -> None:
    assert codec.frames(codec.select(VECTORS["select"][5:])) == [VECTORS["select"] + b"\x00"]


def test_an_object_is_asked_for_by_its_tag() -> None:
    assert codec.frames(codec.get_data(VECTORS["get_chuid"][-3:])) == [VECTORS["get_chuid"] + b"\x00"]


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


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_a_reply_or_refused(received: bytes) -> None:
    try:
        assert codec.reply(received).data == received[:-2]
    except ValueError:
        assert len(received) < codec.STATUS_BYTES
