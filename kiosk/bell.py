"""One bell for everything a waiting visit may wait for: an answer, a door, a device coming back."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Whoever changes something rings; whoever waits looks again. Nothing is carried, so nothing can be missed."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something changed."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def until(self, look: Callable[[], T | None]) -> T:
        """Look now and after each ring until there is something to see; return it."""
        while (seen := look()) is None:
            await self._rung.wait()
        return seen
