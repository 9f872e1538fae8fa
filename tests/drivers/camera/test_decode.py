import cv2
import numpy as np
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from drivers.camera.decode import Grey, read_codes, unpack
from drivers.camera.simscene import LensFaults
from tests.drivers.camera.pictures import as_jpeg, flat, jpeg_of, seen, turned

TICKET = "SODAM1:7QK2M9XW4D:PICKUP:A3"
CODE = segno.make_qr(TICKET, error="m")
READ = (TICKET.encode(),)


def test_a_code_on_paper_a_phone_and_a_dark_phone_is_read() -> None:
    assert [read_codes(seen(CODE, carrier), 0) for carrier in ("paper", "phone", "dark_phone")] == [READ] * 3


@pytest.mark.parametrize(
    "lens", [LensFaults(light=0.3), LensFaults(blur_px=1.2), LensFaults(glare=0.4)], ids=["dim", "blurred", "glare"]
)
def test_a_code_is_read_through_a_poor_lens(lens: LensFaults) -> None:
    assert read_codes(seen(CODE, lens=lens), 0) == READ


@pytest.mark.parametrize(
    "lens", [LensFaults(light=0), LensFaults(blur_px=6), LensFaults(glare=1)], ids=["dark", "out of focus", "blinded"]
)
def test_what_cannot_be_seen_is_not_guessed(lens: LensFaults) -> None:
    assert [read_codes(seen(CODE, lens=lens), turn) for turn in (0, 1)] == [(), ()]


@pytest.mark.parametrize("degrees", [15, 45, 90, 180, 275])
def test_a_code_is_read_whichever_way_it_is_held(degrees: float) -> None:
    assert read_codes(turned(seen(CODE), degrees), 0) == READ


def test_a_mirrored_code_is_read() -> None:
    assert read_codes(np.asarray(np.fliplr(flat(CODE)), np.uint8), 0) == READ


def test_a_second_look_sharpens_a_code_that_is_small_and_out_of_focus() -> None:
    small = cv2.resize(flat(CODE, module_px=8), None, fx=0.26, fy=0.26, interpolation=cv2.INTER_AREA)
    poor = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.9), np.uint8)
    assert [read_codes(poor, turn) for turn in (0, 1)] == [READ, ()]


def test_a_second_look_softens_a_code_that_is_full_of_noise() -> None:
    noise = np.random.default_rng(1).normal(0, 40, flat(CODE).shape)
    poor = np.clip(flat(CODE) * 0.5 + 60 + noise, 0, 255).astype(np.uint8)
    assert [read_codes(poor, turn) for turn in (0, 1)] == [(), READ]


def test_an_empty_counter_has_no_code() -> None:
    assert [read_codes(seen(None), turn) for turn in (0, 1)] == [(), ()]


def test_two_codes_in_one_picture_are_both_read() -> None:
    assert sorted(read_codes(flat(segno.make_qr("left"), segno.make_qr("right")), 0)) == [b"left", b"right"]


@pytest.mark.parametrize("make", ["M1", "M2", "M3", "M4"])
def test_a_micro_qr_code_is_not_read(make: str) -> None:
    assert read_codes(flat(segno.make("1234", version=make), module_px=6), 0) == ()


def test_korean_text_comes_as_its_utf8_bytes() -> None:
    assert read_codes(seen(segno.make_qr("소담 보관함", encoding="utf-8")), 0) == ("소담 보관함".encode(),)


def test_the_code_that_aborts_zbar_is_read_as_the_bytes_that_stand_in_it() -> None:
    assert read_codes(seen(segno.make_qr("é", encoding="cp437", eci=True)), 0) == ("é".encode("cp437"),)


def test_each_part_of_a_structured_append_is_told_by_itself() -> None:
    parts = segno.make_sequence("first half, second half", symbol_count=2)
    told = [read_codes(seen(part), 0) for part in parts]
    assert b"".join(payload for payloads in told for payload in payloads) == b"first half, second half"


def test_the_fullest_code_there_is_is_read() -> None:
    full = bytes(range(256)) * 11 + bytes(137)
    code = segno.make_qr(full, version=40, error="l", mode="byte")
    assert read_codes(flat(code), 0) == (full,)


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=200), st.sampled_from("lmqh"))
def test_any_bytes_come_back_as_they_are(payload: bytes, error: str) -> None:
    assert read_codes(flat(segno.make_qr(payload, mode="byte", error=error)), 0) == (payload,)


@settings(max_examples=60)
@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=40)), st.integers(0, 1))
def test_no_picture_is_too_odd(grey: Grey, turn: int) -> None:
    assert read_codes(grey, turn) == ()


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_what_is_no_picture_has_none(data: bytes) -> None:
    assert unpack(as_jpeg(data)) is None


@pytest.mark.parametrize("at", [0, 2, 100, 3000])
def test_a_cut_picture_is_a_picture_or_none(at: int) -> None:
    cut = unpack(as_jpeg(jpeg_of(seen(CODE))[:at]))
    assert cut is None or cut.shape == (720, 1280)
