"""How many slow hashes are made at once for people who have not signed in: they cost CPU and memory by design.

Knows turns. Does not know what is hashed, or for whom.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
"""19 MiB and some 30 ms each (hub.secret); kiosks and everybody who is signed in need the processor too."""
MOST_WAITING = 8
"""A quarter of a second, and a fifth of the threads that serve pages (anyio has 40)."""


class Busy(Exception):
    """So many wait for a turn already that whoever comes now had better come back."""


class SlowLane:
    """Turns at a slow hash. Every method may be called from any thread."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._places = threading.Semaphore(at_once + most_waiting)
        self._turns = threading.Semaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One turn, until the end of the block; wait for it outside any transaction.

        Raises:
            Busy
        """
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._turns:
                yield
        finally:
            self._places.release()
