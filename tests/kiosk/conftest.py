"""Fixtures of the controller's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.kiosk.support import opened_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new store, its work done in line, its time the running loop's."""
    async with opened_store(tmp_path) as opened:
        yield opened
