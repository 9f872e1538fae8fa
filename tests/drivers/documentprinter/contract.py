"""What every document printer must do, whatever its protocol and whatever carries it.

Collected where a class inherits it and gives it a fixture `target`: over memory and over TCP in test_contract.py, on
real hardware by a target that opens the bench's address and asks somebody to be its hands.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from drivers.documentprinter.api import DocumentPrinter, JobRef, JobState, JobStatus, Obstacle, PrinterState, Supply
from tests.drivers.documentprinter.paper import pdf_of

WITHIN_S = 300.0
LOOK_EVERY_S = 0.02


class Target(Protocol):
    """One printer, idle and loaded at first, and the hands of somebody who stands before it."""

    def connect(self) -> AbstractAsyncContextManager[DocumentPrinter]:
        """Open it."""

    def tray(self) -> Sequence[tuple[int, ...]]:
        """The pages on each sheet that came out, oldest first."""

    def load(self, sheets: int) -> None:
        """Put this many sheets into the paper tray."""

    def open_cover(self) -> None:
        """Open it, or leave it open."""

    def close_cover(self) -> None:
        """Close it."""


class PrinterContract:
    """Over a line that works."""

    async def test_an_idle_printer_is_ready_takes_pdf_and_says_its_count_and_who_it_is(self, target: Target) -> None:
        async with target.connect() as printer:
            status = await printer.status()

        assert (status.state, status.obstacles, status.takes_pdf) == (PrinterState.READY, frozenset(), True)
        assert status.impressions is not None
        assert status.identity

    async def test_a_document_comes_out_once_and_both_counters_say_so(self, target: Target) -> None:
        async with target.connect() as printer:
            before = (await printer.status()).impressions
            job = await printer.create_job("A paper")
            await printer.send_document(job, pdf_of(3))
            ended = await ending(printer, job)
            after = (await printer.status()).impressions

        assert (ended.state, ended.impressions) == (JobState.COMPLETED, 3)
        assert before is not None
        assert after == before + 3
        assert target.tray() == [(1,), (2,), (3,)]

    async def test_a_job_without_its_document_waits_and_prints_nothing(self, target: Target) -> None:
        async with target.connect() as printer:
            job = await printer.create_job("A paper")
            status = await printer.job(job)

        assert status is not None
        assert (status.state, status.impressions, target.tray()) == (JobState.WAITING, 0, [])

    async def test_a_job_that_is_cancelled_before_its_document_prints_nothing(self, target: Target) -> None:
        async with target.connect() as printer:
            before = (await printer.status()).impressions
            job = await printer.create_job("A paper")
            await printer.cancel(job)
            ended = await ending(printer, job)

            assert (ended.state, ended.impressions) == (JobState.CANCELED, 0)
            assert (await printer.status()).impressions == before
        assert target.tray() == []

    async def test_a_printer_without_paper_says_so_and_goes_on_when_it_is_loaded(self, target: Target) -> None:
        target.load(1)
        async with target.connect() as printer:
            low = await printer.status()
            job = await printer.create_job("A paper")
            await printer.send_document(job, pdf_of(2))
            held_up = await reaching(printer, job, JobState.STOPPED)
            status = await printer.status()
            target.load(50)
            ended = await ending(printer, job)

        assert Supply.PAPER_LOW in low.warnings
        assert (status.state, status.obstacles) == (PrinterState.STOPPED, frozenset({Obstacle.PAPER_OUT}))
        assert (held_up.impressions, ended.state) == (1, JobState.COMPLETED)
        assert target.tray() == [(1,), (2,)]

    async def test_an_open_cover_stops_the_printer_until_it_is_closed(self, target: Target) -> None:
        async with target.connect() as printer:
            target.open_cover()
            opened = await printer.status()
            target.close_cover()
            closed = await printer.status()

        assert (opened.state, opened.obstacles) == (PrinterState.STOPPED, frozenset({Obstacle.COVER_OPEN}))
        assert (closed.state, closed.obstacles) == (PrinterState.READY, frozenset())

    async def test_a_stopped_job_can_be_cancelled(self, target: Target) -> None:
        async with target.connect() as printer:
            target.open_cover()
            job = await printer.create_job("A paper")
            await printer.send_document(job, pdf_of(2))
            await reaching(printer, job, JobState.STOPPED)
            await printer.cancel(job)
            ended = await ending(printer, job)
            target.close_cover()

        assert (ended.state, ended.impressions, target.tray()) == (JobState.CANCELED, 0, [])

    async def test_a_job_with_the_same_number_that_is_not_ours_is_unknown(self, target: Target) -> None:
        async with target.connect() as printer:
            ours = await printer.create_job("A paper")
            theirs = JobRef(f"{ours[:-1]}{'0' if ours[-1] != '0' else '1'}")

            assert await printer.job(theirs) is None
            await printer.cancel(theirs)
            still = await printer.job(ours)

        assert still is not None
        assert still.state is JobState.WAITING

    async def test_cancelling_a_job_that_has_ended_changes_nothing(self, target: Target) -> None:
        async with target.connect() as printer:
            job = await printer.create_job("A paper")
            await printer.send_document(job, pdf_of(1))
            await ending(printer, job)
            await printer.cancel(job)
            after = await printer.job(job)

        assert after is not None
        assert (after.state, target.tray()) == (JobState.COMPLETED, [(1,)])

    async def test_what_is_no_document_is_refused_or_aborted_and_prints_nothing(self, target: Target) -> None:
        async with target.connect() as printer:
            job = await printer.create_job("A paper")
            await printer.send_document(job, b"no PDF")
            ended = await ending(printer, job)

        assert (ended.state, ended.impressions, target.tray()) == (JobState.ABORTED, 0, [])

    async def test_a_job_keeps_its_own_name_whatever_the_title(self, target: Target) -> None:
        async with target.connect() as printer:
            job = await printer.create_job("등본 " * 100)

            assert await printer.job(job) is not None
        assert len(job) <= 100
        assert job.isascii()


async def reaching(printer: DocumentPrinter, job: JobRef, *states: JobState) -> JobStatus:
    """The job as soon as it is in one of these states."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            status = await printer.job(job)
            assert status is not None
            if status.state in states:
                return status
            await asyncio.sleep(LOOK_EVERY_S)


async def ending(printer: DocumentPrinter, job: JobRef) -> JobStatus:
    """The job when it has ended."""
    return await reaching(printer, job, *(state for state in JobState if state.ended))
