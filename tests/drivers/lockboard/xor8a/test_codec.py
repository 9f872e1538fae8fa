import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockboard.xor8a import codec
from tests.drivers.lockboard.xor8a.vectors import VECTORS, Vector, name, of_kind

ALL_OPEN = bytes.fromhex("80 01 00 00 00 33 B2")
FRAGMENTS = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([vector.frame for vector in VECTORS]),
    st.sampled_from([vector.frame[:-1] for vector in VECTORS]),
    st.builds(codec.unlock, st.integers(1, 31), st.integers(1, 24)),
)
GARBAGE = st.lists(FRAGMENTS, max_size=8).map(b"".join)


def set_locks(bits: dict[int, int]) -> tuple[int, ...]:
    return tuple(lock for lock, bit in bits.items() if bit)


def status_of(
    received: bytes, channels: int, *, descending: bool = True, complete: bool = True
) -> dict[int, int] | None:
    bits = codec.find_board_status(received, 1, channels, descending=descending, complete=complete)
    return None if bits is None else dict(bits)


@pytest.mark.parametrize("vector", of_kind("unlock"), ids=name)
def test_an_unlock_is_the_bytes_that_the_source_prints(vector: Vector) -> None:
    assert codec.unlock(vector.address, vector.lock, vector.pulse_s) == vector.frame


@pytest.mark.parametrize("vector", of_kind("query_lock"), ids=name)
def test_a_question_about_a_lock_is_the_bytes_that_the_source_prints(vector: Vector) -> None:
    assert codec.query_lock(vector.address, vector.lock) == vector.frame


@pytest.mark.parametrize("vector", of_kind("query_board"), ids=name)
def test_a_question_about_a_board_is_the_bytes_that_the_source_prints(vector: Vector) -> None:
    assert codec.query_board(vector.address) == vector.frame


@pytest.mark.parametrize("vector", of_kind("unlock_reply"), ids=name)
def test_a_reply_to_an_unlock_says_the_feedback_bit(vector: Vector) -> None:
    assert codec.find_unlock_reply(vector.frame, vector.address, vector.lock) == vector.bit


@pytest.mark.parametrize("vector", of_kind("lock_status"), ids=name)
def test_a_status_of_a_lock_without_an_echo_says_that_the_adapter_does_not_hear_itself(vector: Vector) -> None:
    assert codec.find_echo(vector.frame, vector.address, vector.lock) is False


@pytest.mark.parametrize("vector", of_kind("lock_status"), ids=name)
def test_a_status_of_a_lock_behind_its_question_says_that_the_adapter_hears_itself(vector: Vector) -> None:
    assert codec.find_echo(vector.request + vector.frame, vector.address, vector.lock) is True


@pytest.mark.parametrize("vector", of_kind("board_status"), ids=name)
def test_a_status_of_a_board_says_the_bits_of_its_locks(vector: Vector) -> None:
    bits = codec.find_board_status(vector.frame, vector.address, vector.locks, descending=True, complete=True)

    assert bits is not None
    assert list(bits) == list(range(1, vector.locks + 1))
    assert set_locks(dict(bits)) == vector.set


@pytest.mark.parametrize("vector", of_kind("foreign"), ids=name)
def test_a_frame_that_answers_no_question_of_ours_is_no_answer(vector: Vector) -> None:
    for lock in range(1, 25):
        assert codec.find_unlock_reply(vector.frame, vector.address, lock) is None
        assert codec.find_echo(vector.frame, vector.address, lock) is None
    assert codec.find_board_status(vector.frame, vector.address, 24, descending=True, complete=True) is None


@pytest.mark.parametrize("lock", [0, 51, -1])
def test_a_lock_that_no_board_has_is_never_commanded(lock: int) -> None:
    with pytest.raises(ValueError, match="locks count"):
        codec.unlock(1, lock)


@pytest.mark.parametrize("pulse_s", [0, 10])
def test_a_pulse_that_no_board_knows_is_never_commanded(pulse_s: int) -> None:
    with pytest.raises(ValueError, match="pulse"):
        codec.unlock(1, 1, pulse_s)


def test_a_reply_is_found_behind_garbage() -> None:
    received = bytes.fromhex("FA FD 99 99 80 01 00 00 02 33 B0")

    assert status_of(received, 24) == {lock: int(lock == 2) for lock in range(1, 25)}


def test_ascending_status_bytes_are_read_from_the_front() -> None:
    bits = status_of(bytes.fromhex("80 01 00 00 02 33 B0"), 24, descending=False)

    assert bits == {lock: int(lock == 18) for lock in range(1, 25)}


def test_a_status_with_too_few_bytes_for_the_channels_is_no_answer() -> None:
    assert status_of(bytes.fromhex("80 01 FF 33 4D"), 12) is None


def test_a_status_from_which_two_equal_bytes_were_lost_is_no_answer() -> None:
    # FE FF FF without the two FF has the same check byte.
    assert status_of(bytes.fromhex("80 01 FE 33 4C"), 24) is None


def test_a_status_that_could_go_on_does_not_count_before_the_line_is_silent() -> None:
    two_bytes = bytes.fromhex("80 01 00 81 33 33")

    assert (status_of(two_bytes, 16, complete=False), status_of(two_bytes, 16)) == (
        None,
        {channel: int(channel in {1, 8}) for channel in range(1, 17)},
    )


def test_the_longer_of_two_readings_of_a_status_counts() -> None:
    three_bytes = bytes.fromhex("80 01 00 81 33 33 00")

    assert status_of(three_bytes, 16) == {lock: int(lock in {1, 2, 5, 6, 9, 16}) for lock in range(1, 17)}


def test_a_long_status_that_begins_like_a_short_one_is_read_to_its_end() -> None:
    # 80 01 FF 33 4D is a whole frame with one status byte; here two bytes more belong to it.
    received = bytes.fromhex("80 01 FF 33 4D 33 33")

    assert status_of(received, 24, complete=False) == {
        lock: int(lock in {1, 3, 4, 7, 9, 10, 13, 14, *range(17, 25)}) for lock in range(1, 25)
    }


@pytest.mark.parametrize("offset", range(len(ALL_OPEN)))
@pytest.mark.parametrize("flip", [0x01, 0x10, 0x80, 0xFF])
def test_one_wrong_byte_makes_a_status_no_answer(offset: int, flip: int) -> None:
    received = bytearray(ALL_OPEN)
    received[offset] ^= flip

    assert status_of(bytes(received), 24) is None


@pytest.mark.parametrize("end", range(len(ALL_OPEN)))
def test_a_status_that_is_cut_short_is_no_answer(end: int) -> None:
    assert status_of(ALL_OPEN[:end], 24) is None


@pytest.mark.parametrize("end", range(5))
def test_an_unlock_reply_that_is_cut_short_is_no_answer(end: int) -> None:
    assert codec.find_unlock_reply(bytes.fromhex("8A 01 01 00 8A")[:end], 1, 1) is None


def test_what_is_left_of_a_damaged_echo_is_not_taken_for_a_line_without_one() -> None:
    assert codec.find_echo(bytes.fromhex("80 01 01 B3 80 01 01 11 91"), 1, 1) is None


def test_garbage_of_the_board_itself_is_not_taken_for_an_echo() -> None:
    assert codec.find_echo(bytes.fromhex("FA FD 99 99 80 01 01 11 91"), 1, 1) is False


@given(GARBAGE, st.integers(1, 31), st.integers(1, 24))
def test_an_unlock_is_answered_only_by_the_very_frame_of_its_board_and_lock(
    received: bytes, address: int, lock: int
) -> None:
    frames = [bytes([0x8A, address, lock, ss, 0x8A ^ address ^ lock ^ ss]) for ss in (0x00, 0x11)]

    assert (codec.find_unlock_reply(received, address, lock) is not None) == any(frame in received for frame in frames)


@given(
    received=GARBAGE,
    address=st.integers(1, 31),
    channels=st.integers(1, 50),
    descending=st.booleans(),
    complete=st.booleans(),
)
def test_garbage_never_crashes_the_status_nor_invents_or_hides_a_channel(
    received: bytes, address: int, channels: int, *, descending: bool, complete: bool
) -> None:
    bits = codec.find_board_status(received, address, channels, descending=descending, complete=complete)

    assert bits is None or set(bits) == set(range(1, channels + 1))
    assert codec.find_echo(received, address, 1) in {None, True, False}
