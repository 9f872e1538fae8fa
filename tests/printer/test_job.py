import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from drivers.documentprinter.api import JobState, JobStatus, Obstacle, PrinterState, Supply
from drivers.documentprinter.simmfp import FULL_TRAY, Incident, Trouble
from drivers.errors import NoReply
from printer.job import Document, PrintDesk
from printer.verdict import JobNote, PrintOutcome, PrintPhase, PrintProgress
from tests.drivers.documentprinter.memory import CANCEL, SEND
from tests.printer.bench import DONE_S, PAGES, PATIENCE_S, PDF, Bench, judged, serving
from tests.printer.scripted import IDLE, ScriptedPrinter, outcome_at

pytestmark = pytest.mark.looptime

PRINTED, NOT_PRINTED, UNCERTAIN = PrintOutcome.PRINTED, PrintOutcome.NOT_PRINTED, PrintOutcome.UNCERTAIN
NONE: frozenset[Obstacle] = frozenset()


async def test_a_print_comes_out_once_and_its_note_stands_before_its_document_leaves() -> None:
    async with serving(Bench()) as bench:
        asked_before: list[int] = []
        bench.at_note = lambda: asked_before.extend(bench.wire.asked)

        assert judged(bench, await bench.print()) is PRINTED
        assert SEND not in asked_before
        assert bench.notes == [JobNote(bench.notes[0].job, bench.mfp.uuid, PAGES, 1000)]
        assert (bench.wire.asked.count(SEND), CANCEL in bench.wire.asked) == (1, False)


async def test_a_note_that_cannot_be_kept_keeps_the_document_here() -> None:
    async with serving(Bench()) as bench:

        async def lost(_note: JobNote) -> None:
            raise OSError("no store")

        with pytest.raises(OSError, match="no store"):
            await bench.desk.print_once(Document("A paper", PDF, PAGES), lost, bench.progress.append)

        assert SEND not in bench.wire.asked
        assert bench.copies_in_an_hour() == []


async def test_the_person_is_told_of_every_sheet() -> None:
    async with serving(Bench()) as bench:
        await bench.print()

        assert bench.progress == [
            PrintProgress(PrintPhase.PRINTING, sheets, PAGES, NONE) for sheets in range(PAGES + 1)
        ]


async def test_the_person_is_told_what_holds_the_paper_up() -> None:
    async with serving(Bench()) as bench:
        bench.mfp.incidents[2] = Incident.PAPER_OUT
        bench.later(20, bench.help)
        await bench.print()

        assert bench.progress == [
            PrintProgress(PrintPhase.PRINTING, 0, PAGES, NONE),
            PrintProgress(PrintPhase.PRINTING, 1, PAGES, NONE),
            PrintProgress(PrintPhase.STOPPED, 1, PAGES, frozenset({Obstacle.PAPER_OUT})),
            PrintProgress(PrintPhase.PRINTING, 1, PAGES, NONE),
            PrintProgress(PrintPhase.PRINTING, 2, PAGES, NONE),
            PrintProgress(PrintPhase.PRINTING, 3, PAGES, NONE),
        ]


async def test_the_person_is_told_that_the_printer_is_busy_or_does_not_answer() -> None:
    async with serving(Bench()) as bench:
        bench.mfp.copy(1, bench.now_s)
        bench.cut_for(12, 8)
        await bench.print()

        assert [progress.phase for progress in bench.progress[:2]] == [PrintPhase.WAITING, PrintPhase.PRINTING]
        assert PrintPhase.LOST in {progress.phase for progress in bench.progress}


async def test_two_prints_at_once_come_out_one_after_the_other() -> None:
    async with serving(Bench()) as bench:
        outcomes = await asyncio.gather(bench.print(), bench.print())

        assert list(outcomes) == [PRINTED, PRINTED]
        assert [note.counter_before for note in bench.notes] == [1000, 1003]


async def test_the_home_screen_knows_what_is_wrong_while_nobody_prints() -> None:
    async with serving(Bench()) as bench:
        rings = bench.rings
        bench.mfp.load(5, bench.now_s)
        bench.mfp.trouble(Trouble.COVER_OPEN, bench.now_s)
        await asyncio.sleep(6)

        assert bench.desk.status is not None
        assert bench.desk.status.obstacles == {Obstacle.COVER_OPEN}
        assert bench.desk.status.warnings == {Supply.PAPER_LOW}
        assert bench.rings == rings + 1


async def test_a_printer_that_is_gone_has_no_status() -> None:
    async with serving(Bench()) as bench:
        bench.cut()
        await asyncio.sleep(6)

        assert bench.desk.status is None


async def test_a_printer_that_does_not_answer_is_never_ready() -> None:
    desk = PrintDesk(lambda: None)
    printer = ScriptedPrinter(failure=NoReply("ipp://printer", 1.0))
    readied: list[bool] = []

    async def is_ready() -> None:
        readied.append(True)

    with pytest.raises(NoReply):
        await desk.serve(printer, is_ready)

    assert (readied, desk.status) == ([], None)


@pytest.mark.parametrize("unfit", [{"impressions": None}, {"takes_pdf": False}])
async def test_a_printer_that_cannot_count_or_takes_no_pdf_gets_no_job(unfit: dict[str, object]) -> None:
    printer = ScriptedPrinter(status=replace(IDLE, **unfit))  # type: ignore[arg-type]  # any field of a status

    assert (await outcome_at(printer), printer.created) == (NOT_PRINTED, 0)


async def test_a_counter_that_lags_behind_the_jobs_end_is_waited_for() -> None:
    done = JobStatus(JobState.COMPLETED, 3, frozenset())

    assert await outcome_at(ScriptedPrinter(job=done, moves=3, lags_s=4)) is PRINTED


async def test_nothing_is_proved_while_the_printer_still_works() -> None:
    gone = JobStatus(JobState.CANCELED, 0, frozenset())

    assert await outcome_at(ScriptedPrinter(job=gone, moves=0, after=PrinterState.BUSY)) is UNCERTAIN


@pytest.mark.parametrize("state", [JobState.COMPLETED, JobState.CANCELED])
async def test_a_printer_that_does_not_count_pages_proves_nothing(state: JobState) -> None:
    printer = ScriptedPrinter(job=JobStatus(state, 3, frozenset()), moves=3, counts_pages=False)

    assert await outcome_at(printer) is UNCERTAIN


async def test_what_a_printer_that_does_not_count_never_took_is_still_not_printed() -> None:
    async with serving(Bench(counts_pages=False)) as bench:
        bench.at_note = bench.cut

        assert judged(bench, await bench.print()) is NOT_PRINTED


WHILE_DOWN: dict[str, tuple[float, Callable[[Bench], None], PrintOutcome]] = {
    "it is printing": (1, lambda _bench: None, PRINTED),
    "it has a sheet out": (6, lambda _bench: None, PRINTED),
    "it ended meanwhile": (6, lambda bench: bench.mfp.advance(bench.now_s + 60), PRINTED),
    "it stops before the first sheet": (1, lambda bench: bench.mfp.load(0, bench.now_s), NOT_PRINTED),
    "it stops after a sheet and nobody helps": (6, lambda bench: bench.mfp.load(0, bench.now_s), UNCERTAIN),
    "it lost power before the first sheet": (1, lambda bench: bench.power_cut(), UNCERTAIN),
    "it lost power after a sheet": (6, lambda bench: bench.power_cut(), UNCERTAIN),
}


async def settled(bench: Bench) -> PrintOutcome:
    """Asked again each second until the printer can answer."""
    for _attempt in range(120):
        outcome = await bench.desk.reconcile(bench.notes[0])
        if outcome is not None:
            return outcome
        await asyncio.sleep(1)
    raise AssertionError("the printer did not come back")


@pytest.mark.parametrize("what", WHILE_DOWN)
async def test_a_print_that_this_program_did_not_see_end_is_settled_when_it_is_back(what: str) -> None:
    at_s, happens, expected = WHILE_DOWN[what]
    async with serving(Bench()) as bench:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(bench.print(), at_s)
        happens(bench)

        assert judged(bench, await settled(bench)) is expected


async def test_a_job_that_was_at_work_and_is_forgotten_proves_nothing_to_the_next_run() -> None:
    async with serving(Bench()) as bench:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(bench.print(), 1)
        bench.mfp.power_cut(bench.now_s, back_s=bench.now_s)
        next_run = Bench(mfp=bench.mfp)
        next_run.notes = bench.notes
        async with serving(next_run):
            assert await settled(next_run) is UNCERTAIN


@pytest.mark.parametrize("sheets_out", [0, 1])
async def test_a_print_that_was_given_up_does_not_come_out_in_the_next_run(sheets_out: int) -> None:
    async with serving(Bench()) as bench:
        bench.mfp.incidents[sheets_out + 1] = Incident.PAPER_OUT
        bench.later(8, bench.cut)
        assert await bench.print() is UNCERTAIN
    next_run = Bench(mfp=bench.mfp)
    next_run.desk.keep_from_printing([bench.notes[0].job])
    async with serving(next_run):
        await asyncio.sleep(10)
        assert len(next_run.copies_in_an_hour()) == sheets_out


async def test_a_job_that_never_got_its_document_is_cancelled_afterwards() -> None:
    async with serving(Bench()) as bench:

        async def end_here(note: JobNote) -> None:
            bench.notes.append(note)
            raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await bench.desk.print_once(Document("A paper", PDF, PAGES), end_here, bench.progress.append)

        assert await bench.desk.reconcile(bench.notes[0]) is NOT_PRINTED
        assert CANCEL in bench.wire.asked


async def test_a_print_is_not_judged_while_the_printer_is_out_of_reach() -> None:
    async with serving(Bench()) as bench:
        await bench.print()
        bench.cut()

        assert await bench.desk.reconcile(bench.notes[0]) is None
    assert await Bench().desk.reconcile(bench.notes[0]) is None


async def test_a_print_that_is_lost_sight_of_while_it_is_settled_can_be_settled_again() -> None:
    async with serving(Bench()) as bench:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(bench.print(), 1)
        bench.cut_for(2, PATIENCE_S * 2)

        assert await bench.desk.reconcile(bench.notes[0]) is None
        assert judged(bench, await settled(bench)) is PRINTED


async def test_a_full_tray_and_a_finished_print_are_what_they_seem() -> None:
    async with serving(Bench()) as bench:
        began_s = bench.now_s
        await bench.print()

        assert DONE_S < bench.now_s - began_s < DONE_S + 1
        assert bench.mfp.paper == FULL_TRAY - PAGES
