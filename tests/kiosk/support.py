"""What the controller's tests stand on: a database lane without threads, a clock, a lock board that obeys.

Nothing here knows a flow, a screen or a table.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Executor, Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

from drivers.errors import DriverError
from drivers.lockboard.api import ChannelState, UnlockReply
from kiosk.store.store import Store

EPOCH = datetime(2026, 11, 22, 9, tzinfo=UTC)

P = ParamSpec("P")
T = TypeVar("T")


class InlineExecutor(Executor):
    """Runs the work where it is submitted, so that a fake clock never waits for a thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 (an executor hands over whatever was raised)
            future.set_exception(error)
        return future


def now() -> datetime:
    """EPOCH when the running loop's clock is at 0, and then on with that clock."""
    return EPOCH + timedelta(seconds=asyncio.get_running_loop().time())


_NEW: list[bytes] = []
"""A database on a kiosk's first day: made once in a run, because making its tables takes longer than most tests."""


async def open_store(path: Path, clock: Callable[[], datetime] = now) -> Store:
    """The store whose file is at path, its work done in line."""
    if not _NEW:
        with TemporaryDirectory() as folder:
            made = Path(folder, "kiosk.db")
            await (await Store.open(made, InlineExecutor(), clock)).close()
            _NEW.append(_read(made))
    _begin_with(_NEW[0], path)
    return await Store.open(path, InlineExecutor(), clock)


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _begin_with(content: bytes, path: Path) -> None:
    """Lay a new database there, if there is none. Where none can be, opening it says so."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except OSError:
        return


@asynccontextmanager
async def opened_store(folder: Path, clock: Callable[[], datetime] = now) -> AsyncIterator[Store]:
    """The store whose file is kiosk.db in folder, its work done in line."""
    store = await open_store(folder / "kiosk.db", clock)
    try:
        yield store
    finally:
        await store.close()


class ObedientBoard:
    """A LockBoard (drivers/lockboard/api.py) whose doors and words the test decides."""

    def __init__(self, name: str = "left", channels: int = 4) -> None:
        self.doors = dict.fromkeys(range(1, channels + 1), ChannelState.CLOSED)
        self.word = UnlockReply.RELEASED
        """What it says to an unlock command."""
        self.opens = True
        """Whether the door swings open on a pulse."""
        self.opens_after_s = 0.0
        self.failure: DriverError | None = None
        """What every read raises from now on."""
        self.fails_after_pulse: DriverError | None = None
        self.pulses: list[tuple[int, float]] = []
        """Each pulse: the channel, and the loop's time when it was fired."""
        self.under_way = 0
        self.most_under_way = 0
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    @property
    def channels(self) -> int:
        return len(self.doors)

    async def read(self) -> Mapping[int, ChannelState]:
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        return dict(self.doors)

    async def unlock(self, channel: int) -> UnlockReply:
        loop = asyncio.get_running_loop()
        if self.word is UnlockReply.NOT_SENT:
            return self.word
        self.pulses.append((channel, loop.time()))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0.05)
        self.under_way -= 1
        if self.opens:
            loop.call_later(self.opens_after_s, self.doors.__setitem__, channel, ChannelState.OPEN)
        self.failure = self.fails_after_pulse or self.failure
        return self.word
