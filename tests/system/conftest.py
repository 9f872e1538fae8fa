"""A site of real processes for each test."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """Rig and controller in processes of their own, with one coordinator. A short path: sockets allow 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="sodam-") as folder, Site(Path(folder)) as running:
        running.start_controller()
        running.hire()
        yield running
