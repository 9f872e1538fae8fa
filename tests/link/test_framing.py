"""Frames come out as they went in, whatever pieces the socket makes of them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from link.framing import MAX_FRAME_BYTES, FrameReader, FrameTooLong, encode
from link.showing import Touched

TOUCHED = b'\x00\x00\x00\x26{"type":"touched","visit":"abc","n":7}'
OTHER = b'\x00\x00\x00\x26{"type":"touched","visit":"def","n":8}'
EMPTY = b"\x00\x00\x00\x00"


class Blob(BaseModel):
    """A message whose size the test chooses: its JSON is nine bytes longer than text."""

    text: str


def test_a_frame_is_its_length_and_its_json() -> None:
    assert encode(Touched(visit="abc", n=7)) == TOUCHED


def test_the_length_counts_bytes_and_not_letters() -> None:
    assert encode(Blob(text="문")) == b'\x00\x00\x00\x0e{"text":"\xeb\xac\xb8"}'


def test_a_whole_frame_is_read() -> None:
    assert FrameReader().feed(TOUCHED) == [TOUCHED[4:]]


def test_half_a_frame_is_kept_until_the_other_half_comes() -> None:
    reader = FrameReader()
    assert reader.feed(TOUCHED[:20]) == []
    assert reader.feed(TOUCHED[20:]) == [TOUCHED[4:]]


def test_a_frame_is_read_byte_by_byte() -> None:
    reader = FrameReader()
    assert [reader.feed(TOUCHED[i : i + 1]) for i in range(len(TOUCHED))] == [[]] * (len(TOUCHED) - 1) + [[TOUCHED[4:]]]


def test_two_frames_in_one_piece_come_out_in_order_and_the_start_of_a_third_is_kept() -> None:
    reader = FrameReader()
    assert reader.feed(TOUCHED + OTHER + EMPTY[:2]) == [TOUCHED[4:], OTHER[4:]]
    assert reader.feed(EMPTY[2:]) == [b""]


@given(bodies=st.lists(st.binary(max_size=40), max_size=6), data=st.data())
def test_any_frames_cut_anywhere_come_out_as_they_went_in(bodies: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(len(body).to_bytes(4, "big") + body for body in bodies)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    reader = FrameReader()
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert [body for piece in pieces for body in reader.feed(piece)] == bodies


def test_the_largest_frame_is_sent_and_read() -> None:
    frame = encode(Blob(text="x" * (MAX_FRAME_BYTES - 11)))
    assert frame[:4] == MAX_FRAME_BYTES.to_bytes(4, "big")
    assert FrameReader().feed(frame) == [frame[4:]]


def test_a_larger_message_is_not_sent() -> None:
    with pytest.raises(FrameTooLong) as caught:
        encode(Blob(text="x" * (MAX_FRAME_BYTES - 10)))
    assert caught.value.announced_bytes == MAX_FRAME_BYTES + 1


def test_a_larger_frame_is_refused_on_its_announcement_and_nothing_after_it_is_read() -> None:
    reader = FrameReader()
    with pytest.raises(FrameTooLong) as caught:
        reader.feed((MAX_FRAME_BYTES + 1).to_bytes(4, "big"))
    assert caught.value.announced_bytes == MAX_FRAME_BYTES + 1
    with pytest.raises(FrameTooLong):
        reader.feed(TOUCHED)


@given(pieces=st.lists(st.binary(max_size=30), max_size=10))
def test_garbage_is_a_frame_or_too_long_and_nothing_else(pieces: list[bytes]) -> None:
    reader, bodies = FrameReader(), list[bytes]()
    with suppress(FrameTooLong):
        for piece in pieces:
            bodies += reader.feed(piece)
    assert b"".join(pieces).startswith(b"".join(len(body).to_bytes(4, "big") + body for body in bodies))
