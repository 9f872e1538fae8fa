"""What a print's end, its counters and what was seen before prove: a table. No printer, no clock."""

from dataclasses import replace

import pytest

from drivers.documentprinter.api import JobState, JobStatus, Obstacle, PrinterState, PrinterStatus
from printer.verdict import (
    PrintOutcome,
    PrintPhase,
    PrintProgress,
    Seen,
    Trace,
    has_begun,
    is_fit,
    progress,
    verdict,
)
from tests.printer.scripted import IDLE, NOTE

PRINTED, NOT_PRINTED, UNCERTAIN = PrintOutcome.PRINTED, PrintOutcome.NOT_PRINTED, PrintOutcome.UNCERTAIN
NOTHING_SEEN, AT_WORK, JAMMED = Trace(), Trace(was_at_work=True), Trace(was_jammed=True)
JAM = frozenset({Obstacle.JAM})


def job(state: JobState, impressions: int | None = 0) -> JobStatus:
    return JobStatus(state, impressions, frozenset())


def moved(sides: int, state: PrinterState = PrinterState.READY) -> PrinterStatus:
    """NOTE's printer, whose counter has moved by so much since."""
    return replace(IDLE, impressions=100 + sides, state=state)


COMPLETED, ABORTED, CANCELED = JobState.COMPLETED, JobState.ABORTED, JobState.CANCELED

COUNTED = {
    "all of it": (job(COMPLETED, 3), 3, PRINTED),
    "and somebody's copies": (job(COMPLETED, 3), 8, PRINTED),
    "complete but the counter stands": (job(COMPLETED, 3), 0, UNCERTAIN),
    "complete but the counter moved too little": (job(COMPLETED, 3), 2, UNCERTAIN),
    "complete but the counter went back": (job(COMPLETED, 3), -500, UNCERTAIN),
    "complete with too few sides": (job(COMPLETED, 2), 3, UNCERTAIN),
    "complete with too many sides": (job(COMPLETED, 6), 6, UNCERTAIN),
    "complete without a count": (job(COMPLETED, None), 3, UNCERTAIN),
    "complete and nothing moved": (job(COMPLETED, 0), 0, UNCERTAIN),
    "aborted at once": (job(ABORTED, 0), 0, NOT_PRINTED),
    "aborted before it counted": (job(ABORTED, None), 0, NOT_PRINTED),
    "canceled at once": (job(CANCELED, 0), 0, NOT_PRINTED),
    "aborted, and the counter moved": (job(ABORTED, 0), 1, UNCERTAIN),
    "aborted, and the counter went back": (job(ABORTED, 0), -1, UNCERTAIN),
    "aborted with a side out": (job(ABORTED, 1), 1, UNCERTAIN),
    "aborted with a side out that the counter does not know": (job(ABORTED, 1), 0, UNCERTAIN),
    "aborted with every side out": (job(ABORTED, 3), 3, UNCERTAIN),
    "forgotten, and nothing moved": (None, 0, NOT_PRINTED),
    "forgotten, and all of it moved": (None, 3, UNCERTAIN),
    "not over at all": (job(JobState.STOPPED, 0), 0, UNCERTAIN),
}
"""How it ended, by how much the printer's own counter moved, and what that proves if nothing was seen before."""


@pytest.mark.parametrize("how", COUNTED)
def test_an_end_is_judged_by_both_counters(how: str) -> None:
    end, sides, expected = COUNTED[how]
    assert verdict(NOTE, Seen(moved(sides), end), NOTHING_SEEN) is expected


BEFORE = {
    "canceled while it stood in a jam": (job(CANCELED), moved(0), JAMMED, UNCERTAIN),
    "canceled after it was at work": (job(CANCELED), moved(0), AT_WORK, NOT_PRINTED),
    "forgotten in a jam": (None, moved(0), JAMMED, UNCERTAIN),
    "forgotten while it was at work": (None, moved(0), AT_WORK, UNCERTAIN),
    "canceled, and the printer still works": (job(CANCELED), moved(0, PrinterState.BUSY), NOTHING_SEEN, UNCERTAIN),
    "canceled, and the printer stands": (job(CANCELED), moved(0, PrinterState.STOPPED), NOTHING_SEEN, NOT_PRINTED),
    "complete after a jam": (job(COMPLETED, 3), moved(3), Trace(was_at_work=True, was_jammed=True), PRINTED),
    "complete, and the printer works on": (job(COMPLETED, 3), moved(3, PrinterState.BUSY), AT_WORK, PRINTED),
}
"""A sheet that was drawn may be out of its tray without having been counted."""


@pytest.mark.parametrize("how", BEFORE)
def test_nothing_came_out_only_where_no_sheet_can_be_under_way(how: str) -> None:
    end, status, trace, expected = BEFORE[how]
    assert verdict(NOTE, Seen(status, end), trace) is expected


BLIND = {
    "the printer had not counted before": (replace(NOTE, counter_before=None), moved(3)),
    "the printer does not count now": (NOTE, replace(IDLE, impressions=None)),
    "another printer answers": (NOTE, replace(moved(3), identity="urn:uuid:another")),
}


@pytest.mark.parametrize("end", [job(COMPLETED, 3), job(CANCELED), None])
@pytest.mark.parametrize("why", BLIND)
def test_without_two_counts_of_one_printer_nothing_is_proved(why: str, end: JobStatus | None) -> None:
    note, status = BLIND[why]
    assert verdict(note, Seen(status, end), NOTHING_SEEN) is UNCERTAIN


LOOKS = {
    "at work": (job(JobState.PRINTING), frozenset[Obstacle](), AT_WORK),
    "at work in a jam": (job(JobState.PRINTING), JAM, Trace(was_at_work=True, was_jammed=True)),
    "stopped by a jam": (job(JobState.STOPPED), JAM, JAMMED),
    "stopped by something else": (job(JobState.STOPPED), frozenset({Obstacle.PAPER_OUT}), NOTHING_SEEN),
    "waiting behind somebody's jam": (job(JobState.WAITING), JAM, NOTHING_SEEN),
    "forgotten in a jam": (None, JAM, JAMMED),
}


@pytest.mark.parametrize("what", LOOKS)
def test_a_look_leaves_what_the_end_will_not_tell(what: str) -> None:
    seen, obstacles, left = LOOKS[what]
    idle = Seen(IDLE, job(JobState.WAITING))
    assert NOTHING_SEEN.after(Seen(replace(IDLE, obstacles=obstacles), seen)).after(idle) == left


PHASES = {
    "waiting": (job(JobState.WAITING), moved(0, PrinterState.BUSY), PrintPhase.WAITING),
    "at work": (job(JobState.PRINTING, 1), moved(1, PrinterState.BUSY), PrintPhase.PRINTING),
    "stopped": (job(JobState.STOPPED, 1), moved(1, PrinterState.BUSY), PrintPhase.STOPPED),
    "at work, says a job whose printer stands": (
        job(JobState.PRINTING, 1),
        replace(moved(1, PrinterState.STOPPED), obstacles=JAM),
        PrintPhase.STOPPED,
    ),
    "forgotten": (None, moved(0), PrintPhase.PRINTING),
}


@pytest.mark.parametrize("what", PHASES)
def test_the_person_is_told_what_holds_the_paper_up(what: str) -> None:
    seen, status, phase = PHASES[what]
    assert progress(NOTE, Seen(status, seen), 1) == PrintProgress(phase, 1, NOTE.pages, status.obstacles)


def test_a_printer_that_does_not_answer_is_lost_and_what_was_counted_stays() -> None:
    assert progress(NOTE, None, 2) == PrintProgress(PrintPhase.LOST, 2, NOTE.pages, frozenset())


@pytest.mark.parametrize(
    ("state", "impressions", "begun"),
    [
        (JobState.WAITING, 0, False),
        (JobState.STOPPED, None, False),
        (JobState.STOPPED, 0, False),
        (JobState.STOPPED, 1, True),
        (JobState.PRINTING, 0, True),
        (JobState.COMPLETED, 3, True),
    ],
)
def test_a_job_has_begun_when_a_sheet_is_out_or_under_way(
    state: JobState, impressions: int | None, *, begun: bool
) -> None:
    assert has_begun(job(state, impressions)) is begun


FIT = {
    "idle": (IDLE, True),
    "at work": (replace(IDLE, state=PrinterState.BUSY), True),
    "stopped": (replace(IDLE, state=PrinterState.STOPPED), False),
    "idle with an open cover": (replace(IDLE, obstacles=frozenset({Obstacle.COVER_OPEN})), False),
    "no PDF": (replace(IDLE, takes_pdf=False), False),
    "no counter": (replace(IDLE, impressions=None), False),
}


@pytest.mark.parametrize("what", FIT)
def test_a_printer_is_given_a_document_only_if_it_can_print_and_count_it(what: str) -> None:
    status, expected = FIT[what]
    assert is_fit(status, counts_pages=True) is expected


def test_a_printer_that_never_counts_needs_no_counter() -> None:
    assert is_fit(replace(IDLE, impressions=None), counts_pages=False)


def test_a_note_holds_what_can_be_stored_and_nothing_of_the_document() -> None:
    assert (NOTE.job, NOTE.printer, NOTE.pages, NOTE.counter_before) == ("7/sodam-0", "urn:uuid:scripted", 3, 100)
