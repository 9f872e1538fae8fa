"""What is wrong with the printer before, in the middle and at the end of a slip, and what is said of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager

import pytest

from drivers.errors import NoReply
from drivers.slipprinter.api import Roll, SlipOutcome
from drivers.slipprinter.escpos.device import EscposPrinter
from drivers.slipprinter.escpos.sim import FULL_ROLL_ROWS, NEAR_END_ROWS, SlipFaults, SlipPrinterSim
from drivers.transport.cable import Timed, WireFaults
from drivers.transport.memory import MemoryTransport
from tests.drivers.slipprinter.escpos.bench import SETTINGS, Hand
from tests.drivers.slipprinter.pictures import noise, questions, same

pytestmark = pytest.mark.looptime

SLIP = noise(60)

FAULTS: dict[str, Callable[[SlipPrinterSim], None]] = {
    "no paper": lambda sim: setattr(sim, "paper_rows", 0),
    "cover open": lambda sim: setattr(sim, "faults", SlipFaults(cover_open=True)),
    "overheated": lambda sim: setattr(sim, "faults", SlipFaults(overheated=True)),
    "without power": lambda sim: setattr(sim, "faults", SlipFaults(silent=True)),
}
MOMENTS: dict[str, Callable[[SlipPrinterSim], bool]] = {
    "the first rows are out": lambda sim: sim.hanging.height > 0,
    "half of it is out": lambda sim: sim.hanging.height >= 28,
    "the last row is out": lambda sim: sim.hanging.height == 60,
    "it is cut": lambda sim: bool(sim.slips),
}


@asynccontextmanager
async def connected(sim: SlipPrinterSim, hand: Hand | None = None) -> AsyncIterator[EscposPrinter]:
    line = MemoryTransport(hand or sim)
    try:
        yield EscposPrinter(SETTINGS, line)
    finally:
        await line.close()


class HeldOnce(MemoryTransport):
    """Takes so many bytes and no more, until the write that it holds is given up."""

    def __init__(self, sim: SlipPrinterSim, taken_bytes: int) -> None:
        super().__init__(sim)
        self._left = taken_bytes
        self._has_held = False

    async def write(self, data: bytes) -> None:
        await super().write(data if self._has_held else data[: self._left])
        self._left -= len(data)
        if self._left < 0 and not self._has_held:
            self._has_held = True
            await asyncio.Event().wait()


def stuck_cutter(sim: SlipPrinterSim) -> None:
    sim.faults = SlipFaults(cutter_blocked=True)
    sim.feed(bytes.fromhex("1D 56 42 00"), 0.0)


@pytest.mark.parametrize("fault", [*FAULTS.values(), stuck_cutter], ids=[*FAULTS, "cutter stuck"])
async def test_a_printer_that_is_not_ready_is_sent_nothing(fault: Callable[[SlipPrinterSim], None]) -> None:
    sim = SlipPrinterSim()
    fault(sim)
    line = MemoryTransport(sim)

    assert await EscposPrinter(SETTINGS, line).print(SLIP) is SlipOutcome.NOT_PRINTED
    assert b"\x1d" not in line.sent
    assert (sim.hanging.height, sim.slips) == (0, [])


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_what_happens_from_the_first_row_on_leaves_a_slip_uncertain(fault: str, moment: str) -> None:
    sim = SlipPrinterSim()
    async with connected(sim, Hand(sim, MOMENTS[moment], lambda: FAULTS[fault](sim))) as printer:
        assert await printer.print(SLIP) is SlipOutcome.UNCERTAIN


@pytest.mark.parametrize("moment", list(MOMENTS)[:-1])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_slip_that_broke_off_can_be_printed_whole_when_the_printer_is_well_again(
    fault: str, moment: str
) -> None:
    sim = SlipPrinterSim()
    async with connected(sim, Hand(sim, MOMENTS[moment], lambda: FAULTS[fault](sim))) as printer:
        await printer.print(SLIP)
        sim.faults, sim.paper_rows = SlipFaults(), FULL_ROLL_ROWS

        assert (await printer.status()).is_ready
        assert await printer.print(SLIP) is SlipOutcome.PRINTED

    assert same(sim.slips[-1], SLIP)
    assert (sim.error, sim.hanging.height) == (None, 0)


async def test_a_cutter_that_sticks_leaves_the_slip_uncertain_and_the_next_one_unprinted() -> None:
    sim = SlipPrinterSim()
    async with connected(sim) as printer:
        outcomes = [await printer.print(SLIP)]
        sim.faults = SlipFaults(cutter_blocked=True)
        outcomes += [await printer.print(SLIP), await printer.print(SLIP)]
        assert (await printer.status()).cutter_error
        sim.faults = SlipFaults()
        outcomes.append(await printer.print(SLIP))

    assert outcomes == [SlipOutcome.PRINTED, SlipOutcome.UNCERTAIN, SlipOutcome.NOT_PRINTED, SlipOutcome.PRINTED]
    assert [same(slip, SLIP) for slip in sim.slips] == [True, True, True]


async def test_a_roll_that_ends_with_the_last_row_leaves_the_slip_uncertain() -> None:
    sim = SlipPrinterSim()
    sim.paper_rows = 60
    async with connected(sim) as printer:
        assert await printer.print(SLIP) is SlipOutcome.UNCERTAIN
        assert (await printer.status()).roll is Roll.OUT


async def test_near_the_end_of_the_roll_is_said_and_printed() -> None:
    sim = SlipPrinterSim()
    sim.paper_rows = NEAR_END_ROWS + 30
    async with connected(sim) as printer:
        assert (await printer.status()).roll is Roll.OK
        assert await printer.print(SLIP) is SlipOutcome.PRINTED
        assert (await printer.status()).roll is Roll.NEAR_END
        assert await printer.print(SLIP) is SlipOutcome.PRINTED


@pytest.mark.parametrize("kinds", [(1, 2, 3, 4), (4,)], ids=["of every kind", "about the paper"])
async def test_dots_that_read_like_questions_do_not_stop_a_slip_near_the_end_of_the_roll(kinds: tuple[int]) -> None:
    # What is answered about the paper reads like the printer being offline.
    image = questions(60, *kinds)
    sim = SlipPrinterSim()
    sim.paper_rows = NEAR_END_ROWS - 1
    async with connected(sim) as printer:
        assert await printer.print(image) is SlipOutcome.PRINTED
        assert (await printer.status()).roll is Roll.NEAR_END

    assert [same(slip, image) for slip in sim.slips] == [True]


async def test_a_slip_is_not_called_printed_before_its_paper_has_moved() -> None:
    # 3000 rows of paper take 2.5 s and few bytes.
    sim = SlipPrinterSim()
    async with connected(sim) as printer:
        await printer.status()
        began_s = asyncio.get_running_loop().time()
        blank = noise(3000).point(lambda _: 255)

        assert await printer.print(blank) is SlipOutcome.PRINTED
        assert asyncio.get_running_loop().time() - began_s > 2.5


async def test_a_silent_printer_raises_no_reply_and_is_never_in_order() -> None:
    sim = SlipPrinterSim()
    sim.faults = SlipFaults(silent=True)
    loop = asyncio.get_running_loop()
    async with connected(sim) as printer:
        with pytest.raises(NoReply):
            await printer.status()

    # Padding at 9600 baud, then three questions of a second, each with a grace for late answers.
    assert 3 < loop.time() < 2.2 + 3 * 2.1


async def test_one_question_that_gets_lost_is_asked_again() -> None:
    sim = SlipPrinterSim()
    async with connected(sim) as printer:
        await printer.status()
        sim.faults = SlipFaults(silent=True)
        asyncio.get_running_loop().call_later(0.5, setattr, sim, "faults", SlipFaults())

        assert (await printer.status()).is_ready


@pytest.mark.parametrize("delay_s", [1.1, 1.5, 1.9])
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "without power"])
async def test_an_answer_that_comes_late_never_answers_another_question(fault: str, delay_s: float) -> None:
    sim = SlipPrinterSim()
    FAULTS[fault](sim)
    printer = EscposPrinter(SETTINGS, MemoryTransport(sim, faults=WireFaults(delay_s=delay_s)))

    with pytest.raises(NoReply):
        await printer.status()


async def test_a_status_that_is_asked_for_in_mid_slip_waits_for_its_end() -> None:
    sim = SlipPrinterSim()
    done: list[str] = []

    async def put_down(name: str, work: Coroutine[None, None, object]) -> None:
        await work
        done.append(name)

    async with connected(sim) as printer:
        await asyncio.gather(put_down("print", printer.print(SLIP)), put_down("status", printer.status()))

    assert (done, sim.error, len(sim.slips)) == (["print", "status"], None, 1)


async def test_a_slip_that_broke_off_is_not_sent_on() -> None:
    sim = SlipPrinterSim()
    line = MemoryTransport(Hand(sim, lambda sim: sim.hanging.height > 0, lambda: FAULTS["cover open"](sim)))
    image = noise(500)

    assert await EscposPrinter(SETTINGS, line).print(image) is SlipOutcome.UNCERTAIN
    assert line.sent.count(b"\x1dv0\x00") == 1


async def test_a_cover_that_is_opened_when_the_work_is_done_leaves_the_slip_uncertain() -> None:
    sim = SlipPrinterSim()

    class OpensWhenDone:
        def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
            replies = sim.feed(data, now_s)
            if any(reply.data == b"\x00" for reply in replies):
                FAULTS["cover open"](sim)
            return replies

    assert await EscposPrinter(SETTINGS, MemoryTransport(OpensWhenDone())).print(SLIP) is SlipOutcome.UNCERTAIN
    assert [same(slip, SLIP) for slip in sim.slips] == [True]


@pytest.mark.parametrize("taken_bytes", [2100, 3000, 4100])
async def test_a_line_that_was_held_in_mid_picture_does_not_spoil_the_next_slip(taken_bytes: int) -> None:
    sim = SlipPrinterSim()
    line = HeldOnce(sim, taken_bytes)
    printer = EscposPrinter(SETTINGS, line)

    assert await printer.print(SLIP) is SlipOutcome.UNCERTAIN
    assert await printer.print(SLIP) is SlipOutcome.PRINTED
    assert same(sim.slips[-1], SLIP)
    assert sim.error is None


@pytest.mark.parametrize("after_s", [0.5, 2.2, 3.0, 5.0, 6.5])
async def test_a_slip_that_was_cancelled_does_not_spoil_the_next_one(after_s: float) -> None:
    sim = SlipPrinterSim()
    async with connected(sim) as printer:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(after_s):
                await printer.print(SLIP)

        assert await printer.print(SLIP) is SlipOutcome.PRINTED

    assert same(sim.slips[-1], SLIP)
    assert sim.error is None
