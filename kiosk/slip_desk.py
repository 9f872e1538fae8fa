"""The slip printer as visits see it: a slip came out, or it did not. Knows what is on which slip only by its maker."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PIL import Image

from drivers.slipprinter.api import SlipOutcome, SlipPrinter, SlipStatus
from kiosk.flows.effects.slips import PickUpNote, Receipt
from kiosk.store.store import Now
from printer.slip_texts import SlipTexts
from printer.slips import Slip, SlipTypesetter

LOOK_EVERY_S = 5.0
KOREA = ZoneInfo("Asia/Seoul")


class SlipDesk:
    """One slip printer, or none. Calls changed when its status shows something new."""

    def __init__(
        self, texts: SlipTexts, typesetter: SlipTypesetter, lane: Executor, now: Now, changed: Callable[[], None]
    ) -> None:
        self._texts = texts
        self._typesetter = typesetter
        self._lane = lane
        self._now = now
        self._changed = changed
        self._printer: SlipPrinter | None = None
        self._status: SlipStatus | None = None

    @property
    def status(self) -> SlipStatus | None:
        """The printer as last seen; None while none is in service."""
        return self._status

    async def serve(self, printer: SlipPrinter, ready: Callable[[], None]) -> None:
        """Look at this printer until it fails; while this runs, slips come out of it.

        Raises:
            DriverError: the printer is lost.
        """
        try:
            self._see(await printer.status())
            self._printer = printer
            ready()
            while True:
                await asyncio.sleep(LOOK_EVERY_S)
                self._see(await printer.status())
        finally:
            self._printer = None
            self._see(None)

    async def print(self, slip: Receipt | PickUpNote) -> bool:
        """Whether it came out. One that was broken off is printed whole again, once: it is no official document."""
        if self._printer is None:
            return False
        image = await asyncio.get_running_loop().run_in_executor(self._lane, partial(self._render, slip))
        outcome = await self._print(image)
        if outcome is SlipOutcome.UNCERTAIN:
            outcome = await self._print(image)
        return outcome is SlipOutcome.PRINTED

    async def _print(self, image: Image.Image) -> SlipOutcome:
        """One try, at the printer that is in service now: it may go, and another come, at every pause."""
        printer = self._printer
        return SlipOutcome.NOT_PRINTED if printer is None else await printer.print(image)

    def _render(self, slip: Receipt | PickUpNote) -> Image.Image:
        return self._typesetter.render(self._words_of(slip))

    def _words_of(self, slip: Receipt | PickUpNote) -> Slip:
        match slip:
            case Receipt(title, number, pages):
                return self._texts.receipt(title.ko, number, pages, self._here())
            case PickUpNote(compartment, code, holder):
                return self._texts.pick_up_note(compartment, code, holder)

    def _here(self) -> datetime:
        return self._now().astimezone(KOREA)

    def _see(self, status: SlipStatus | None) -> None:
        if status != self._status:
            self._status = status
            self._changed()
