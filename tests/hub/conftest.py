"""Fixtures of the hub's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.office import Office, opened_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A hub with a staff of four and one kiosk."""
    with opened_office(tmp_path) as opened:
        yield opened
