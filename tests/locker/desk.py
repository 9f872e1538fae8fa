"""A cabinet of four compartments on two boards, being read, with everything that it says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from drivers.errors import DriverError, NoReply
from drivers.lockboard.api import UnlockReply
from locker.cabinet import Cabinet, DoorNews, DoorOutcome, Place
from tests.kiosk.support import ObedientBoard

PLACES = {1: Place("left", 1), 2: Place("left", 2), 3: Place("left", 3), 11: Place("right", 1)}
SILENCE = NoReply("left", 1.0)


class Desk:
    """A cabinet being read, with everything that it says."""

    def __init__(self) -> None:
        self.rings = 0
        self.notes: list[tuple[UnlockReply, float]] = []
        self.cabinet = Cabinet(PLACES, self._ring)

    async def open(self, compartment: int) -> DoorOutcome:
        return await self.cabinet.open(compartment, self.noted)

    async def noted(self, reply: UnlockReply) -> None:
        self.notes.append((reply, asyncio.get_running_loop().time()))

    def words(self) -> list[UnlockReply]:
        return [reply for reply, _ in self.notes]

    def news(self) -> list[DoorNews]:
        """What was told since the last time this was asked."""
        return [self.cabinet.news.get_nowait() for _ in range(self.cabinet.news.qsize())]

    def _ring(self) -> None:
        self.rings += 1


@asynccontextmanager
async def serving(*boards: ObedientBoard) -> AsyncIterator[Desk]:
    """A desk whose cabinet reads these boards, each on a bus of its own."""
    desk = Desk()
    ready = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as buses:
        tasks = [buses.create_task(_serve(desk.cabinet, board, ready.release)) for board in boards]
        for _ in boards:
            await ready.acquire()
        desk.news()
        yield desk
        for task in tasks:
            task.cancel()


async def _serve(cabinet: Cabinet, board: ObedientBoard, ready: Callable[[], None]) -> None:
    with suppress(DriverError):
        await cabinet.serve({board.name: board}, ready)
