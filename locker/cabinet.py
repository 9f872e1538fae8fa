"""The cabinet: which channel is which compartment, how each door stands, and how one is opened.

Knows drivers.lockboard.api and no particular board. Does not know who may open what, or why: whoever calls
open() has committed the intent.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from drivers.errors import DriverError, TransportLost
from drivers.lockboard.api import ChannelState, LockBoard, UnlockReply
from locker.door import DoorEvent, DoorTruth, command, observe

OPEN_WATCH_S = 3.0
"""How long a door is watched after its pulse; boards settle within 1 s and a spring door follows within 2."""
WATCH_EVERY_S = 0.2
SWEEP_EVERY_S = 1.0
SWEEP_WHILE_OPEN_S = 0.25
"""While a door stands open somebody waits for its closing to show on the screen."""
APART_S = 0.5
"""Between two pulses: one 12 V lock draws 2.4 A and a board's supply is good for one (Kerong KR-S99N sheet)."""


@dataclass(frozen=True)
class Place:
    """Where a compartment's lock is wired."""

    board: str
    channel: int


class DoorOutcome(Enum):
    """What became of an attempt to open, as seen at the door and not as a board says it."""

    OPENED = "opened"
    STAYED_SHUT = "stayed_shut"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DoorNews:
    """One door event on its way to whoever watches the cabinet."""

    compartment: int
    event: DoorEvent


@dataclass(frozen=True)
class _Pulse:
    """One unlock command: what the board said of it, and from when to when it took."""

    reply: UnlockReply
    began_s: float
    ended_s: float


Noted = Callable[[UnlockReply], Awaitable[None]]


class Cabinet:
    """All compartments of a site, over all its boards. Calls changed after each reading that shows something new."""

    def __init__(self, places: Mapping[int, Place], changed: Callable[[], None]) -> None:
        self.news: asyncio.Queue[DoorNews] = asyncio.Queue()
        self._places = dict(places)
        self._truths = {number: DoorTruth() for number in places}
        self._boards: dict[str, LockBoard] = {}
        self._firing = asyncio.Lock()
        self._fired_at_s = float("-inf")
        self._changed = changed

    @property
    def compartments(self) -> tuple[int, ...]:
        """Every compartment's number, ascending."""
        return tuple(sorted(self._places))

    def door(self, compartment: int) -> DoorTruth:
        """What is known of this compartment's door now; nothing, if the settings have it no more."""
        return self._truths.get(compartment, DoorTruth())

    def all_seen(self) -> bool:
        """Whether every door has been read at least once."""
        return all(truth.read_at_s is not None for truth in self._truths.values())

    async def serve(self, boards: Mapping[str, LockBoard], ready: Callable[[], None]) -> None:
        """Read these boards until their line fails; while this runs, their compartments can be opened.

        Calls ready once they have been read. Reads only: nothing is opened.

        Raises:
            DriverError: the line or every board on it failed; their doors are unknown from then on.
        """
        try:
            await self._sweep_all(boards)
            ready()
            while True:
                await self._until_next_sweep()
                await self._sweep_all(boards)
        finally:
            for name in boards:
                self._boards.pop(name, None)
                self._lose_sight(name)

    async def open(self, compartment: int, noted: Noted) -> DoorOutcome:
        """Fire this door's lock once and watch the door. The caller has committed why.

        noted is awaited with the board's word as soon as it is there, before the door is watched.
        """
        place = self._places[compartment]
        async with self._firing:
            board = self._boards.get(place.board)
            if board is None:
                await noted(UnlockReply.NOT_SENT)
                return DoorOutcome.STAYED_SHUT
            pulse = await self._fire(board, compartment)
        await noted(pulse.reply)
        outcome = await self._watch_opening(board, compartment, pulse)
        if outcome is not DoorOutcome.OPENED:
            # Whatever opens this door from now on, the person was told that it did not.
            self._truths[compartment] = command(self._truths[compartment], None)
        return outcome

    async def _fire(self, board: LockBoard, compartment: int) -> _Pulse:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._fired_at_s + APART_S - loop.time()))
        began_s = loop.time()
        self._truths[compartment] = command(self._truths[compartment], began_s)
        try:
            reply = await board.unlock(self._places[compartment].channel)
        finally:
            self._fired_at_s = loop.time()
        return _Pulse(reply, began_s, self._fired_at_s)

    async def _watch_opening(self, board: LockBoard, compartment: int, pulse: _Pulse) -> DoorOutcome:
        if pulse.reply is UnlockReply.NOT_SENT:
            return DoorOutcome.STAYED_SHUT
        loop = asyncio.get_running_loop()
        deadline_s = pulse.ended_s + OPEN_WATCH_S
        while True:
            with _unseen_is_unknown():
                await self._sweep(board)
            truth = self._truths[compartment]
            if truth.seen_open_at_s is not None and truth.seen_open_at_s >= pulse.began_s:
                return DoorOutcome.OPENED
            if loop.time() >= deadline_s:
                return _verdict(truth, pulse.reply, deadline_s)
            await asyncio.sleep(min(WATCH_EVERY_S, deadline_s - loop.time()))

    async def _sweep_all(self, boards: Mapping[str, LockBoard]) -> None:
        """A board that fails is not fired at, and its doors are out of sight, until it answers again.

        Only the line, or all of its boards, ends serve().
        """
        failures: list[DriverError] = []
        for board in boards.values():
            try:
                await self._sweep(board)
            except TransportLost:
                raise
            except DriverError as failure:
                self._boards.pop(board.name, None)
                self._lose_sight(board.name)
                failures.append(failure)
            else:
                self._boards[board.name] = board
        if failures and len(failures) == len(boards):
            raise failures[0]

    async def _sweep(self, board: LockBoard) -> None:
        states = await board.read()
        at_s = asyncio.get_running_loop().time()
        for number, place in self._places.items():
            if place.board == board.name:
                self._see(number, states.get(place.channel, ChannelState.UNKNOWN), at_s)

    async def _until_next_sweep(self) -> None:
        someone_waits = any(truth.state is ChannelState.OPEN for truth in self._truths.values())
        await asyncio.sleep(SWEEP_WHILE_OPEN_S if someone_waits else SWEEP_EVERY_S)

    def _lose_sight(self, board: str) -> None:
        at_s = asyncio.get_running_loop().time()
        for number, place in self._places.items():
            if place.board == board:
                self._see(number, ChannelState.UNKNOWN, at_s)

    def _see(self, number: int, state: ChannelState, at_s: float) -> None:
        before = self._truths[number]
        self._truths[number], event = observe(before, state, at_s)
        if event is not None:
            self.news.put_nowait(DoorNews(number, event))
            self._changed()


def _verdict(truth: DoorTruth, reply: UnlockReply, deadline_s: float) -> DoorOutcome:
    """Shut only if a reading from the end of the watch says so, and the board never said that the lock moved.

    A lock that moved and reads closed may have been opened and shut between two readings.
    """
    fresh = truth.read_at_s is not None and truth.read_at_s >= deadline_s - WATCH_EVERY_S
    if truth.state is ChannelState.CLOSED and fresh and reply is not UnlockReply.RELEASED:
        return DoorOutcome.STAYED_SHUT
    return DoorOutcome.UNKNOWN


@contextmanager
def _unseen_is_unknown() -> Iterator[None]:
    """A board that fails while a door is watched proves nothing about the door; serve() reports the failure."""
    try:
        yield
    except DriverError:
        return
