"""The fault matrix: everything that can go wrong, at every stage of a print, and what the desk then says."""

import asyncio
import random
from collections.abc import Callable

import pytest

from drivers.documentprinter.simmfp import Incident, Trouble
from printer.verdict import PrintOutcome
from tests.drivers.documentprinter.memory import CANCEL, CREATE, JOB, PRINTER, SEND, Break
from tests.printer.bench import DONE_S, PAGES, PATIENCE_S, Bench, judged, serving

pytestmark = pytest.mark.looptime

PRINTED, NOT_PRINTED, UNCERTAIN = PrintOutcome.PRINTED, PrintOutcome.NOT_PRINTED, PrintOutcome.UNCERTAIN
OBSTACLES = [
    Incident.JAM,
    Incident.PAPER_OUT,
    Incident.COVER_OPEN,
    Incident.TONER_OUT,
    Incident.TRAY_MISSING,
]
EVERY_PAGE = range(1, PAGES + 1)


async def outcome_of(prepare: Callable[[Bench], None]) -> PrintOutcome:
    """What becomes of a print on a bench that was prepared so; checked against the tray."""
    async with serving(Bench()) as bench:
        prepare(bench)
        return judged(bench, await bench.print())


@pytest.mark.parametrize("trouble", [*Trouble, "no paper"])
async def test_a_printer_that_is_stopped_gets_no_job(trouble: Trouble | str) -> None:
    async with serving(Bench()) as bench:
        if isinstance(trouble, Trouble):
            bench.mfp.trouble(trouble, bench.now_s)
        else:
            bench.mfp.load(0, bench.now_s)

        assert judged(bench, await bench.print()) is NOT_PRINTED
        assert CREATE not in bench.wire.asked


async def test_a_printer_that_is_out_of_service_prints_nothing() -> None:
    bench = Bench()

    assert await bench.print() is NOT_PRINTED
    assert bench.wire.asked == []


@pytest.mark.parametrize("page", EVERY_PAGE)
@pytest.mark.parametrize("obstacle", OBSTACLES)
async def test_a_print_that_is_held_up_and_helped_is_printed(obstacle: Incident, page: int) -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.incidents[page] = obstacle
        bench.later(15, bench.help)

    assert await outcome_of(prepare) is PRINTED


@pytest.mark.parametrize("page", EVERY_PAGE)
@pytest.mark.parametrize("obstacle", OBSTACLES)
async def test_a_print_that_nobody_helps_is_cancelled_and_uncertain_once_a_sheet_is_out(
    obstacle: Incident, page: int
) -> None:
    async with serving(Bench()) as bench:
        bench.mfp.incidents[page] = obstacle
        began_s = bench.now_s
        outcome = await bench.print()

        assert PATIENCE_S < bench.now_s - began_s < PATIENCE_S + 20
        nothing_left_the_tray = page == 1 and obstacle is not Incident.JAM
        assert judged(bench, outcome) is (NOT_PRINTED if nothing_left_the_tray else UNCERTAIN)
        assert len(bench.copies()) == page - 1


@pytest.mark.parametrize("page", EVERY_PAGE)
@pytest.mark.parametrize("incident", [Incident.ABORT, Incident.POWER_CUT])
async def test_a_print_that_the_printer_gives_up_or_forgets_is_uncertain_once_a_sheet_is_out(
    incident: Incident, page: int
) -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.incidents[page] = incident

    is_provable = page == 1 and incident is Incident.ABORT
    assert await outcome_of(prepare) is (NOT_PRINTED if is_provable else UNCERTAIN)


async def test_a_jam_that_was_cleared_before_the_end_still_proves_nothing() -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.incidents[1] = Incident.JAM
        bench.later(15, lambda: bench.mfp.cancel(bench.mfp.jobs[1], bench.now_s))
        bench.later(15, bench.help)

    assert await outcome_of(prepare) is UNCERTAIN


async def test_a_power_cut_between_the_last_sheet_and_the_next_look_leaves_it_uncertain() -> None:
    assert await outcome_of(lambda bench: bench.later(DONE_S + 0.01, bench.power_cut)) is UNCERTAIN


async def test_a_power_cut_after_the_end_was_seen_changes_nothing() -> None:
    assert await outcome_of(lambda bench: bench.later(DONE_S + 1, bench.power_cut)) is PRINTED


@pytest.mark.parametrize("page", EVERY_PAGE)
async def test_somebody_elses_job_with_the_same_number_is_never_taken_for_ours(page: int) -> None:
    numbers: list[int] = []

    def prepare(bench: Bench) -> None:
        bench.mfp.incidents[page] = Incident.POWER_CUT
        bench.later(DONE_S + 20, lambda: numbers.append(bench.mfp.copy(PAGES, bench.now_s).id))

    assert await outcome_of(prepare) is UNCERTAIN
    assert numbers == [1]


async def test_a_copy_made_before_the_printer_is_asked_again_leaves_a_forgotten_print_uncertain() -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.incidents[1] = Incident.POWER_CUT
        bench.cut_for(4, 28)
        bench.later(27, bench.copy)

    assert await outcome_of(prepare) is UNCERTAIN


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("how", Break)
async def test_a_line_that_breaks_at_the_job_prints_nothing(how: Break, *, stays: bool) -> None:
    def prepare(bench: Bench) -> None:
        bench.wire.breaks[CREATE] = how
        bench.wire.stays_cut = stays

    assert await outcome_of(prepare) is NOT_PRINTED


BETWEEN: dict[str, Callable[[Bench], None]] = {
    "line cut": lambda bench: bench.cut(),
    "power cut": lambda bench: bench.power_cut(),
    "forgotten": lambda bench: bench.mfp.power_cut(bench.now_s, back_s=bench.now_s),
    "job aborted": lambda bench: bench.mfp.cancel(bench.mfp.jobs[1], bench.now_s),
}


@pytest.mark.parametrize("what", BETWEEN)
async def test_whatever_happens_between_job_and_document_prints_nothing(what: str) -> None:
    def prepare(bench: Bench) -> None:
        bench.at_note = lambda: BETWEEN[what](bench)

    assert await outcome_of(prepare) is NOT_PRINTED


async def test_a_document_is_not_given_to_somebody_elses_job_with_the_same_number() -> None:
    async with serving(Bench()) as bench:

        def forget_and_let_somebody_in() -> None:
            bench.mfp.power_cut(bench.now_s)
            bench.mfp.power_on(bench.now_s)
            bench.mfp.create("Somebody's", bench.now_s)

        bench.at_note = forget_and_let_somebody_in

        assert judged(bench, await bench.print()) is NOT_PRINTED
        assert SEND not in bench.wire.asked


AT_DOCUMENT = {
    Break.REFUSED: (NOT_PRINTED, NOT_PRINTED),
    Break.CUT_IN_REQUEST: (NOT_PRINTED, UNCERTAIN),
    Break.HTTP_ERROR: (NOT_PRINTED, UNCERTAIN),
    Break.REPLY_LOST: (PRINTED, UNCERTAIN),
    Break.SILENT: (PRINTED, UNCERTAIN),
    Break.GARBAGE: (PRINTED, UNCERTAIN),
    Break.FOREIGN_ANSWER: (PRINTED, UNCERTAIN),
}
"""What becomes of a print whose document met this, with the line back at once, and without."""


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("how", Break)
async def test_a_line_that_breaks_at_the_document_is_judged_by_what_the_printer_did(how: Break, *, stays: bool) -> None:
    async with serving(Bench()) as bench:
        bench.wire.breaks[SEND] = how
        bench.wire.stays_cut = stays

        assert judged(bench, await bench.print()) is AT_DOCUMENT[how][stays]
        assert bench.wire.asked.count(SEND) == (0 if how is Break.REFUSED else 1)


@pytest.mark.parametrize("at_s", range(int(DONE_S) + 3))
async def test_a_line_that_is_back_in_time_changes_nothing(at_s: int) -> None:
    assert await outcome_of(lambda bench: bench.cut_for(at_s + 0.25, 12)) is PRINTED


@pytest.mark.parametrize("at_s", range(int(DONE_S) + 1))
async def test_a_line_that_stays_cut_while_a_print_is_followed_leaves_it_uncertain(at_s: int) -> None:
    assert await outcome_of(lambda bench: bench.later(at_s + 0.25, bench.cut)) is UNCERTAIN


@pytest.mark.parametrize("operation", [JOB, PRINTER])
@pytest.mark.parametrize("how", Break)
async def test_one_question_that_fails_while_a_print_is_followed_changes_nothing(how: Break, operation: int) -> None:
    def prepare(bench: Bench) -> None:
        bench.later(4.1, lambda: bench.wire.breaks.update({operation: how}))

    assert await outcome_of(prepare) is PRINTED


@pytest.mark.parametrize("how", Break)
async def test_a_cancellation_that_gets_lost_is_asked_for_again(how: Break) -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.incidents[1] = Incident.PAPER_OUT
        bench.wire.breaks[CANCEL] = how

    assert await outcome_of(prepare) is NOT_PRINTED


async def test_a_job_that_was_lost_sight_of_does_not_come_out_when_somebody_helps_tomorrow() -> None:
    async with serving(Bench()) as bench:
        bench.mfp.incidents[1] = Incident.PAPER_OUT
        bench.later(8, bench.cut)

        assert await bench.print() is UNCERTAIN
        bench.join()
        await asyncio.sleep(10)
        assert bench.copies_in_an_hour() == []


async def test_a_printer_that_somebody_uses_is_waited_for() -> None:
    async with serving(Bench()) as bench:
        bench.mfp.copy(10, bench.now_s)

        assert judged(bench, await bench.print()) is PRINTED
        assert bench.notes[0].counter_before == 1010


async def test_a_copy_queued_behind_ours_does_not_hide_it() -> None:
    def prepare(bench: Bench) -> None:
        bench.later(4, bench.copy)

    assert await outcome_of(prepare) is PRINTED


@pytest.mark.parametrize(("incident", "expected"), [(None, PRINTED), (Incident.ABORT, UNCERTAIN)])
async def test_a_copy_that_slips_in_makes_only_an_empty_tray_unprovable(
    incident: Incident | None, expected: PrintOutcome
) -> None:
    def prepare(bench: Bench) -> None:
        bench.at_note = bench.copy
        if incident is not None:
            bench.mfp.incidents[1] = incident

    assert await outcome_of(prepare) is expected


@pytest.mark.parametrize(("for_s", "expected"), [(PATIENCE_S / 2, PRINTED), (PATIENCE_S * 2, NOT_PRINTED)])
async def test_a_printer_that_takes_no_job_now_is_asked_again_for_a_while(for_s: float, expected: PrintOutcome) -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.refuses_jobs = True
        bench.later(for_s, lambda: setattr(bench.mfp, "refuses_jobs", False))

    assert await outcome_of(prepare) is expected


async def test_another_printer_at_the_same_address_proves_nothing() -> None:
    def prepare(bench: Bench) -> None:
        bench.later(DONE_S - 1, lambda: setattr(bench.mfp, "uuid", "urn:uuid:another"))

    assert await outcome_of(prepare) is UNCERTAIN


async def test_a_slow_printer_is_not_a_stopped_one() -> None:
    def prepare(bench: Bench) -> None:
        bench.mfp.sheet_s = PATIENCE_S * 0.8

    assert await outcome_of(prepare) is PRINTED


@pytest.mark.parametrize("seed", [*range(30), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(30, 300))])
async def test_whatever_comes_together_what_is_said_is_true(seed: int) -> None:
    chance = random.Random(seed)
    async with serving(Bench()) as bench:
        for _ in range(chance.randint(0, 2)):
            bench.mfp.incidents[chance.choice(EVERY_PAGE)] = chance.choice(list(Incident))
        for _ in range(chance.randint(0, 2)):
            bench.wire.breaks[chance.choice([CREATE, SEND, CANCEL, JOB, PRINTER])] = chance.choice(list(Break))
        bench.wire.stays_cut = chance.random() < 0.3
        deeds = [bench.cut, bench.join, bench.help, bench.power_cut, bench.copy]
        for _ in range(chance.randint(0, 4)):
            bench.later(chance.uniform(0, 40), chance.choice(deeds))

        judged(bench, await bench.print())
