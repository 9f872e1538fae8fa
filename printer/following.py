"""Following one print from its document to the verdict: how long to look, when to cancel, when the counters are final.

Knows waits and deadlines. Does not know who wants the paper, or what an answer proves (verdict.py). Cancelled at any
point, it leaves a job that Sight remembers.
"""

import asyncio
from collections.abc import Callable

from drivers.documentprinter.api import JobStatus, PrinterState
from printer.sight import Sight
from printer.verdict import JobNote, PrintOutcome, PrintProgress, Seen, has_begun, progress, verdict

LOOK_EVERY_S = 0.5
"""While a job runs; its pages follow each other in about 2 s, and each is counted within 500 ms."""
CANCEL_WITHIN_S = 60.0
"""A cancelled job ends when the sheets under way are out, and then the printer comes to rest."""
COUNTERS_SETTLE_S = 5.0
"""A counter that has not moved is believed this long after its job's end, if the printer rests."""

Watch = Callable[[PrintProgress], None]
Unwanted = Callable[[JobStatus], bool]


async def follow(
    sight: Sight, note: JobNote, watch: Watch, unwanted: Unwanted, patience_s: float
) -> PrintOutcome | None:
    """Wait for the job's end, or bring it about, and judge; None if the printer does not answer.

    Args:
        sight: where its printer is.
        note: the job, and the counter that it began with.
        watch: told at every look.
        unwanted: whether the job is to be cancelled as it stands.
        patience_s: how long nothing may move before it is cancelled whatever it does.
    """
    sight.wait_for_end([note.job])
    seen = await _until_over(sight, note, watch, unwanted, patience_s)
    if seen is not None and not seen.is_over:
        seen = await _until_over(sight, note, watch, whatever_it_does, CANCEL_WITHIN_S)
    if seen is None:
        return None
    if not seen.is_over:
        return PrintOutcome.UNCERTAIN
    outcome = await _judge(sight, note, seen)
    if outcome is not None:
        sight.forget(note.job)
    return outcome


def never(_job: JobStatus) -> bool:
    """Unwanted by nobody."""
    return False


def unless_begun(job: JobStatus) -> bool:
    """Unwanted as long as it has put nothing on paper."""
    return not has_begun(job)


def whatever_it_does(_job: JobStatus) -> bool:
    """Unwanted in every state."""
    return True


async def _until_over(sight: Sight, note: JobNote, watch: Watch, unwanted: Unwanted, patience_s: float) -> Seen | None:
    """The last look, when the job is over or nothing has moved for patience_s; None if the printer is away.

    A job that is unwanted is cancelled at every look: a cancellation can get lost, and two do no harm.
    """
    impressions, deadline_s = 0, _now_s() + patience_s
    while True:
        seen = await sight.look(note.job)
        if seen is not None and seen.impressions > impressions:
            impressions, deadline_s = seen.impressions, _now_s() + patience_s
        watch(progress(note, seen, impressions))
        if (seen is not None and seen.is_over) or _now_s() >= deadline_s:
            return seen
        if seen is not None and seen.job is not None and unwanted(seen.job):
            await sight.cancel(note.job)
        await asyncio.sleep(LOOK_EVERY_S)


async def _judge(sight: Sight, note: JobNote, end: Seen) -> PrintOutcome | None:
    """The verdict once the printer rests and its counters have settled; None if they cannot be read."""
    began_s = _now_s()
    outcome: PrintOutcome | None = None
    while True:
        seen = await sight.look(note.job)
        if seen is not None:
            # What an ended job counted stays true when the printer forgets it a moment later.
            end = Seen(seen.status, seen.job or end.job)
            outcome = verdict(note, end, sight.trace(note.job))
        is_busy = seen is not None and seen.status.state is PrinterState.BUSY
        settles_s = CANCEL_WITHIN_S if is_busy else COUNTERS_SETTLE_S
        if outcome is PrintOutcome.PRINTED or _now_s() >= began_s + settles_s:
            return outcome
        await asyncio.sleep(LOOK_EVERY_S)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
