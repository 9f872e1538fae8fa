"""Fixtures of the command line's tests."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import app
from tests.kiosk.cli.desk import Desk

Kiosk = Callable[..., Result]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A controller's staff socket, with a coordinator, a volunteer and a technician."""
    desk = Desk(tmp_path / "staff.sock")
    with desk.running():
        yield desk


@pytest.fixture
def kiosk(desk: Desk) -> Kiosk:
    """The command line `kiosk`, asking that controller."""
    return asking(desk)


def asking(desk: Desk) -> Kiosk:
    """The command line `kiosk`, asking the controller behind this desk."""

    def run(*words: str, pin: str | None = None) -> Result:
        env = {"SODAM_STAFF_SOCKET": str(desk.socket), "SODAM_PIN": pin, "SODAM_NEW_PIN": None, "COLUMNS": "120"}
        return CliRunner().invoke(app, list(words), env=env)

    return run


def parsed(result: Result) -> Any:
    """What a --json command printed."""
    assert result.exit_code in {0, 1}, result.output
    return json.loads(result.stdout)
