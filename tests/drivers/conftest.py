import asyncio

import pytest


@pytest.fixture(scope="session", autouse=True)
def _no_forgotten_event_loop() -> None:
    """pytest-asyncio asks for the current loop before its first test; Python 3.11 would make one that nobody closes."""
    asyncio.set_event_loop(None)
