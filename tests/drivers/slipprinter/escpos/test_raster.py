import pytest
from escpos.printer.dummy import Dummy
from PIL import Image

from drivers.slipprinter.escpos import codec
from drivers.slipprinter.escpos.raster import MOST_PIECE_BYTES, clearing, pieces_of
from drivers.slipprinter.escpos.settings import EscposSettings
from drivers.slipprinter.escpos.sim import SlipPrinterSim
from tests.drivers.slipprinter.pictures import noise, same, striped

SETTINGS = EscposSettings(protocol="escpos", name="slips", address="memory")
NARROW = EscposSettings(protocol="escpos", name="slips", address="memory", dots=384)
BY_HAND = EscposSettings(protocol="escpos", name="slips", address="memory", cutter=False)


def printed(image: Image.Image, settings: EscposSettings) -> SlipPrinterSim:
    sim = SlipPrinterSim(settings.dots)
    for piece in pieces_of(image, settings):
        sim.feed(piece, 0.0)
    return sim


@pytest.mark.parametrize("rows", [1, 27, 28, 29, 300])
def test_a_picture_has_the_bytes_that_python_escpos_makes_of_it(rows: int) -> None:
    image = noise(rows)
    theirs = Dummy(profile="TM-T20II")
    theirs.image(image, fragment_height=28)
    theirs.cut(feed=False)

    assert b"".join(pieces_of(image, SETTINGS)) == codec.begin(203.2) + theirs.output


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rows", [1, 28, 29, 56, 127, 500])
def test_random_dots_come_out_as_they_went_in(rows: int, seed: int) -> None:
    image = noise(rows, seed)
    sim = printed(image, SETTINGS)

    assert sim.error is None
    assert [same(slip, image) for slip in sim.slips] == [True]


@pytest.mark.parametrize(
    "stretches",
    [
        [(7, False), (3, True)],
        [(8, False), (3, True)],
        [(40, True), (7, False), (40, True), (8, False), (1, True), (9, False)],
        [(300, False), (1, True), (255, False), (1, True), (256, False), (1, True), (1000, False)],
        [(100, False)],
        [(3, False)],
    ],
)
def test_blank_stretches_are_as_long_on_paper_as_in_the_picture(stretches: list[tuple[int, bool]]) -> None:
    image = striped(*stretches)
    sim = printed(image, SETTINGS)

    assert sim.error is None
    assert [same(slip, image) for slip in sim.slips] == [True]


def test_a_long_blank_stretch_costs_a_few_bytes() -> None:
    assert len(b"".join(pieces_of(striped((1, True), (1000, False), (1, True)), SETTINGS))) < 200


@pytest.mark.parametrize("rows", [1, 28, 200, 1000])
def test_no_piece_keeps_a_question_behind_it_waiting(rows: int) -> None:
    assert max(len(piece) for piece in pieces_of(noise(rows), SETTINGS)) <= MOST_PIECE_BYTES


def test_a_narrow_printer_gets_narrow_rows() -> None:
    image = noise(77, width=384)
    sim = printed(image, NARROW)

    assert sim.error is None
    assert [same(slip, image) for slip in sim.slips] == [True]


def test_without_a_cutter_the_slip_is_fed_out_far_enough_to_be_torn_off() -> None:
    image = noise(50)
    sim = printed(image, BY_HAND)

    assert (sim.error, sim.slips) == (None, [])
    assert sim.hanging.height == 50 + 160
    assert same(sim.hanging.crop((0, 0, 576, 50)), image)


def test_the_rest_of_an_earlier_slip_is_cut_off_and_a_clean_printer_cuts_nothing() -> None:
    sim = SlipPrinterSim()
    sim.feed(clearing(SETTINGS), 0.0)
    assert sim.slips == []

    sim.feed(b"".join(pieces_of(noise(5), SETTINGS)).removesuffix(codec.cut()), 0.0)
    sim.feed(clearing(SETTINGS), 0.0)
    assert [slip.height for slip in sim.slips] == [5]


@pytest.mark.parametrize(
    "image",
    [Image.new("L", (576, 10)), Image.new("1", (575, 10)), Image.new("1", (577, 10)), Image.new("1", (576, 0))],
)
def test_another_kind_of_picture_is_refused(image: Image.Image) -> None:
    with pytest.raises(ValueError, match="no picture in black"):
        pieces_of(image, SETTINGS)
