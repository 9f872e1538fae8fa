"""Calls that block, in threads of their own, beside an event loop that must not wait.

Not an executor: those are waited for when the process ends, and a call to a frozen pcscd never returns. Knows no call.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

_Job = Callable[[], None]


class Lane:
    """One thread that does what it is given, in the order in which it was given."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        in_thread(name, self._run)

    async def do(self, work: Callable[[], T]) -> T:
        """Do work and return what it returns, or raise what it raises.

        Who is cancelled meanwhile does not wait: work that has begun goes on, work that has not is not done.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            if done.cancelled():
                return
            try:
                value = work()
            except Exception as error:  # noqa: BLE001 (raised again where it is awaited)
                in_loop(loop, partial(_settle, done, partial(done.set_exception, error)))
            else:
                in_loop(loop, partial(_settle, done, partial(done.set_result, value)))

        self._jobs.put(job)
        return await done

    def later(self, work: _Job) -> None:
        """Do work some time; nobody waits. It must not raise."""
        self._jobs.put(work)

    def end(self) -> None:
        """Do what was given, and nothing more."""
        self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


def in_thread(name: str, work: _Job) -> Thread:
    """Start a thread that does not keep the process alive."""
    thread = Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def in_loop(loop: asyncio.AbstractEventLoop, work: _Job) -> bool:
    """From a thread: do work in the loop. False if the loop is over, so that nobody is left to be told."""
    try:
        loop.call_soon_threadsafe(work)
    except RuntimeError:
        return False
    return True


def _settle(done: "asyncio.Future[T]", settle: _Job) -> None:
    if not done.done():
        settle()
