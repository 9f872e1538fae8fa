"""What a slip printer must do, whatever carries its bytes.

Collected where a class inherits it and gives it a fixture `target`: over memory in test_contract.py, on real hardware
by a target that opens the bench's address and asks a person what came out.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import pytest
from PIL import Image

from drivers.errors import DriverError
from drivers.slipprinter.api import SlipOutcome, SlipPrinter, SlipStatus
from tests.drivers.slipprinter.pictures import noise, questions, same, striped


class Target(Protocol):
    """One printer in good order, and what can be known of it beside its own word."""

    def connect(self) -> AbstractAsyncContextManager[SlipPrinter]:
        """Open the line; also again after it was lost."""

    def slips(self) -> Sequence[Image.Image]:
        """What was cut off, oldest first."""

    def hanging(self) -> Image.Image:
        """What was printed and not yet cut off."""

    def is_understood(self) -> bool:
        """Whether the printer could make sense of everything that reached it."""


class WorkingLineContract:
    """Over a line that is merely slow or chopped, everything works."""

    async def test_a_printer_in_good_order_says_so(self, target: Target) -> None:
        async with target.connect() as printer:
            assert (await printer.status()).is_ready

    @pytest.mark.parametrize(
        "image",
        [noise(1), striped((9, False), (30, True), (300, False), (3, True)), questions(10)],
        ids=["one row", "dots and blank stretches", "dots like questions"],
    )
    async def test_a_slip_comes_out_dot_for_dot(self, target: Target, image: Image.Image) -> None:
        async with target.connect() as printer:
            outcome = await printer.print(image)

        assert (outcome, [same(slip, image) for slip in target.slips()]) == (SlipOutcome.PRINTED, [True])
        assert target.is_understood()

    async def test_slips_come_out_in_the_order_in_which_they_were_asked_for(self, target: Target) -> None:
        images = [noise(rows) for rows in (7, 1, 4)]

        async with target.connect() as printer:
            outcomes = [await printer.print(image) for image in images]

        assert outcomes == [SlipOutcome.PRINTED] * 3
        assert [same(slip, image) for slip, image in zip(target.slips(), images, strict=True)] == [True] * 3

    async def test_another_picture_is_an_error_and_moves_no_paper(self, target: Target) -> None:
        async with target.connect() as printer:
            with pytest.raises(ValueError, match="no picture"):
                await printer.print(noise(10, width=568))

        assert (list(target.slips()), target.hanging().height) == ([], 0)


class AnyLineContract:
    """Over no line at all may an outcome be wrong: not knowing is allowed."""

    async def test_an_outcome_is_true(self, target: Target) -> None:
        image = noise(60)

        outcome = await print_on_a_line_of_its_own(target, image)

        if outcome is SlipOutcome.NOT_PRINTED:
            assert (list(target.slips()), target.hanging().height) == ([], 0)
        if outcome is SlipOutcome.PRINTED:
            assert [same(slip, image) for slip in target.slips()] == [True]

    async def test_a_status_is_good_or_there_is_none(self, target: Target) -> None:
        assert await status_or_none(target) in {None, True}


async def print_on_a_line_of_its_own(target: Target, image: Image.Image) -> SlipOutcome:
    async with target.connect() as printer:
        return await printer.print(image)


async def status_or_none(target: Target) -> bool | None:
    """Whether the printer says that it is ready; None where the line does not let it say anything."""
    try:
        async with target.connect() as printer:
            status: SlipStatus = await printer.status()
    except DriverError:
        return None
    return status.is_ready
