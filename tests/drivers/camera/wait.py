"""Waiting for what another thread or the kernel does, with a deadline."""

import asyncio
from collections.abc import Callable

LOOK_EVERY_S = 0.01


async def until(holds: Callable[[], object], within_s: float = 5.0) -> None:
    """Return once it holds; fail if it never does."""
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110 (threads that end and sockets that close ring no bell)
            await asyncio.sleep(LOOK_EVERY_S)
