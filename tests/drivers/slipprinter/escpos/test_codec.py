import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.slipprinter.api import Roll, SlipStatus
from drivers.slipprinter.escpos import codec
from tests.drivers.slipprinter.escpos.vectors import VECTORS, CommandVector, RejectVector, StatusVector, name


@pytest.mark.parametrize("vector", VECTORS.status, ids=name)
def test_four_answers_mean_what_the_source_says(vector: StatusVector) -> None:
    assert codec.status_of(vector.frame) == vector.status


@pytest.mark.parametrize("vector", VECTORS.status, ids=name)
def test_every_answer_is_known_as_a_status_and_not_as_the_end_of_the_work(vector: StatusVector) -> None:
    assert [(codec.is_status(byte), codec.is_done(byte)) for byte in vector.frame] == [(True, False)] * 4


@pytest.mark.parametrize("vector", VECTORS.reject, ids=name)
def test_a_byte_that_is_no_status_makes_no_status(vector: RejectVector) -> None:
    assert not codec.is_status(vector.frame[0])
    with pytest.raises(ValueError, match="not four status bytes"):
        codec.status_of(b"\x12\x12\x12" + vector.frame)


@pytest.mark.parametrize("vector", VECTORS.command, ids=name)
def test_a_command_has_the_bytes_of_the_source(vector: CommandVector) -> None:
    arguments: list[float | bytes] = [*vector.arguments]
    if vector.call != "begin":
        arguments = [int(argument) for argument in vector.arguments]
    if vector.dots:
        arguments.append(bytes.fromhex(vector.dots))

    assert getattr(codec, vector.call)(*arguments) == vector.frame


@pytest.mark.parametrize("answers", [b"", b"\x12\x12\x12", b"\x12\x12\x12\x12\x12"])
def test_fewer_or_more_answers_than_four_are_no_status(answers: bytes) -> None:
    with pytest.raises(ValueError, match="not four status bytes"):
        codec.status_of(answers)


@pytest.mark.parametrize("kind", [0, 5, 7])
def test_other_kinds_of_status_are_not_asked_for(kind: int) -> None:
    with pytest.raises(ValueError, match="count from 1 to 4"):
        codec.ask_status(kind)


@pytest.mark.parametrize(("row_bytes", "rows"), [(72, 0), (72, 129), (72, 2), (71, 3)])
def test_a_band_holds_as_many_dots_as_it_says(row_bytes: int, rows: int) -> None:
    with pytest.raises(ValueError, match="rows of"):
        codec.band(row_bytes, rows, bytes(72 * 3))


def test_no_rows_are_fed_by_no_bytes() -> None:
    assert codec.feed(0) == b""


@given(st.binary(min_size=4, max_size=4))
def test_a_printer_is_ready_only_if_no_answer_speaks_against_it(answers: bytes) -> None:
    if not all(codec.is_status(byte) for byte in answers):
        return
    offline_or_broken = answers[0] & 0x08 or answers[1] & 0x04 or answers[2] & 0x6C or answers[3] & 0x60

    assert codec.status_of(answers).is_ready == (not offline_or_broken)


@pytest.mark.parametrize(
    ("status", "is_ready"),
    [
        (SlipStatus(True, False, Roll.OK, False, False), True),
        (SlipStatus(True, False, Roll.NEAR_END, False, False), True),
        (SlipStatus(True, False, Roll.OUT, False, False), False),
        (SlipStatus(True, True, Roll.OK, False, False), False),
        (SlipStatus(True, False, Roll.OK, True, False), False),
        (SlipStatus(True, False, Roll.OK, False, True), False),
        (SlipStatus(False, False, Roll.OK, False, False), False),
    ],
)
def test_a_printer_that_is_near_the_end_of_its_roll_still_prints(status: SlipStatus, *, is_ready: bool) -> None:
    assert status.is_ready == is_ready
