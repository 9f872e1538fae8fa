"""Rung after every commit of this process, so that a kiosk's long poll looks again at once.

Another process (a second server, the worker, the command line) cannot ring it; whoever waits looks again each second.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Safe to ring from any thread; heard in the event loop of whoever listens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ears: set[Ear] = set()

    def ring(self) -> None:
        """Wake everybody who listens."""
        with self._lock:
            ears = tuple(self._ears)
        for ear in ears:
            ear.hear()

    @property
    def is_heard(self) -> bool:
        """Whether anybody is listening now."""
        return bool(self._ears)

    @contextmanager
    def listening(self) -> Iterator["Ear"]:
        """Hear every ring from now on; to be entered before looking, so that nothing is missed between the two."""
        ear = Ear()
        with self._lock:
            self._ears.add(ear)
        try:
            yield ear
        finally:
            with self._lock:
                self._ears.discard(ear)


class Ear:
    """One listener, in the loop that made it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def hear(self) -> None:
        """Called by the bell, from any thread, while this ear is listening."""
        self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, timeout_s: float) -> None:
        """Until the next ring, or one since the last wait; at most timeout_s."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._rung.wait()
        except TimeoutError:
            return
        finally:
            self._rung.clear()
