import pytest

from drivers.slipprinter.api import Roll
from drivers.slipprinter.escpos.sim import NEAR_END_ROWS, SlipFaults, SlipPrinterSim
from tests.drivers.slipprinter.escpos.vectors import VECTORS, CommandVector, StatusVector, name
from tests.drivers.slipprinter.pictures import noise

ASK_ALL = bytes.fromhex("10 04 01 10 04 02 10 04 03 10 04 04")
CUT = bytes.fromhex("1D 56 42 00")
DONE = bytes.fromhex("1D 72 01")
WHOLE = bytes.fromhex("1B 40 1D 61 00 1D 50 CB CB 1B 4A 28 1D 76 30 00 48 00 01 00") + noise(1).tobytes() + CUT + DONE
"""Every command that slips need, one behind the other."""


def answers(sim: SlipPrinterSim, data: bytes, now_s: float = 0.0) -> bytes:
    return b"".join(reply.data for reply in sim.feed(data, now_s))


def in_state(vector: StatusVector) -> SlipPrinterSim:
    sim = SlipPrinterSim()
    if vector.cutter_error:
        sim.faults = SlipFaults(cutter_blocked=True)
        sim.feed(CUT, 0.0)
    sim.faults = SlipFaults(
        cover_open=vector.cover_open, cutter_blocked=vector.cutter_error, overheated=vector.other_error
    )
    sim.paper_rows = {Roll.OK: sim.paper_rows, Roll.NEAR_END: NEAR_END_ROWS - 1, Roll.OUT: 0}[vector.roll]
    return sim


@pytest.mark.parametrize("vector", [v for v in VECTORS.status if v.sim], ids=name)
def test_a_printer_answers_with_the_bytes_of_the_source(vector: StatusVector) -> None:
    assert answers(in_state(vector), ASK_ALL) == vector.frame


@pytest.mark.parametrize("vector", VECTORS.command, ids=name)
def test_a_printer_does_what_the_source_says(vector: CommandVector) -> None:
    sim = SlipPrinterSim()
    sim.feed(bytes.fromhex(vector.before), 0.0)
    before = sim.paper_rows

    assert answers(sim, vector.frame).hex() == vector.answer
    assert (sim.error, before - sim.paper_rows) == (None, vector.rows)
    if vector.dots:
        dots = bytes.fromhex(vector.dots)
        width = int(vector.arguments[0])
        rows = [dots[start : start + width].ljust(72, b"\x00") for start in range(0, len(dots), width)]
        assert sim.hanging.tobytes("raw", "1;I") == b"".join(rows)


@pytest.mark.parametrize("vector", VECTORS.command, ids=name)
def test_a_command_that_comes_byte_by_byte_does_the_same(vector: CommandVector) -> None:
    whole, pieces = SlipPrinterSim(), SlipPrinterSim()
    expected = answers(whole, bytes.fromhex(vector.before) + vector.frame)

    got = b"".join(answers(pieces, bytes([byte])) for byte in bytes.fromhex(vector.before) + vector.frame)

    assert (got, pieces.hanging.tobytes(), pieces.error) == (expected, whole.hanging.tobytes(), None)


def test_a_cut_parts_what_hangs_out() -> None:
    sim = SlipPrinterSim()

    sim.feed(bytes.fromhex("1D 76 30 00 01 00 01 00 80") + CUT, 0.0)

    assert ([slip.size for slip in sim.slips], sim.hanging.height) == ([(576, 1)], 0)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("41", "byte 0: 41"),
        ("1B 40 1B 41", "byte 3: 1B 41"),
        ("1D 61 FF", "byte 2: 1D 61 FF"),
        ("00 00 1D 56 00 01", "byte 5: 01"),
        ("1D 76 30 01 48 00", "byte 3: 1D 76 30 01"),
        ("1D 76 30 00 49 00 01 00 00", "byte 0: a picture of 73 bytes x 1 rows"),
        ("1D 76 30 00 48 00 81 00 00", "byte 0: a picture of 72 bytes x 129 rows"),
        ("EA B0 80", "byte 0: EA B0 80"),
    ],
)
def test_a_byte_that_slips_have_no_use_for_stops_the_printer_and_is_named(data: str, error: str) -> None:
    sim = SlipPrinterSim()
    sim.feed(bytes.fromhex(data), 0.0)

    assert sim.error == error
    assert answers(sim, DONE) == b""
    assert answers(sim, ASK_ALL) == bytes.fromhex("12 12 12 12")


def test_a_printer_that_was_without_power_begins_anew() -> None:
    sim = SlipPrinterSim()
    sim.feed(b"A", 0.0)
    sim.faults = SlipFaults(silent=True)
    assert answers(sim, ASK_ALL) == b""
    sim.faults = SlipFaults()

    assert (answers(sim, DONE), sim.error) == (b"\x00", None)


def test_dots_that_read_like_a_question_are_printed_and_answered() -> None:
    sim = SlipPrinterSim()

    assert answers(sim, bytes.fromhex("1D 76 30 00 03 00 01 00 10 04 04")) == b"\x12"
    assert sim.hanging.tobytes("raw", "1;I")[:3] == bytes.fromhex("10 04 04")


def test_the_end_of_the_work_is_said_when_the_paper_has_moved() -> None:
    sim = SlipPrinterSim()
    ((reply),) = sim.feed(bytes.fromhex("1D 50 CB CB 1B 4A F0") + DONE, 1.0)

    assert reply.data == b"\x00"
    assert reply.at_s == pytest.approx(1.0 + 240 / 8 / 150, abs=0.01)


def test_a_printer_that_ran_out_of_paper_finishes_with_the_next_roll() -> None:
    sim = SlipPrinterSim()
    sim.paper_rows = 10
    assert answers(sim, bytes.fromhex("1D 50 CB CB 1B 4A 28") + CUT + DONE) == b""
    assert (sim.hanging.height, sim.slips) == (10, [])

    sim.paper_rows = 50_000

    assert answers(sim, b"") == b"\x00"
    assert [slip.height for slip in sim.slips] == [40]


@pytest.mark.parametrize("sent", range(len(WHOLE)))
def test_after_padding_a_printer_obeys_whatever_was_broken_off(sent: int) -> None:
    sim = SlipPrinterSim()
    sim.feed(WHOLE[:sent], 0.0)

    sim.feed(bytes(2048), 0.0)

    assert (answers(sim, DONE)[-1:], sim.error) == (b"\x00", None)
