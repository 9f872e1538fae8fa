"""What every test stands on: no task outlives its test, no run differs from the last. Knows no room."""

import asyncio
import inspect
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings


def pytest_configure() -> None:
    """The same examples in every run, no verdict on how fast this machine is, and no loop that nobody closes."""
    settings.register_profile("house", derandomize=True, deadline=None)
    settings.load_profile("house")
    # pytest-asyncio and looptime ask for the current loop before any test; Python 3.11 would make one.
    asyncio.set_event_loop(None)


@pytest.fixture
async def _no_task_is_left() -> AsyncIterator[None]:
    yield
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        names = "\n  ".join(sorted(f"{task.get_name()}: {task.get_coro()}" for task in left))
        pytest.fail(f"the test left tasks running; end what started them (async with):\n  {names}", pytrace=False)


@pytest.fixture(autouse=True)
def _guard_tasks(request: pytest.FixtureRequest) -> None:
    """Set up before a test's other fixtures, so that it looks after they have ended. Tests without a loop need none."""
    if inspect.iscoroutinefunction(request.function):
        request.getfixturevalue("_no_task_is_left")
