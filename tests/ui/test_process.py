"""The screen as its own process, as the service manager starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.controller import FakeController
from tests.ui.player import wait_until
from tests.ui.samples import SAMPLES


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def test_the_process_connects_and_comes_back_after_it_was_killed(
    controller: FakeController, environment: dict[str, str]
) -> None:
    controller.show(SAMPLES["home"])
    first = _start(controller.path, environment)
    wait_until(lambda: controller.connections == 1)
    first.kill()
    first.wait(10)
    second = _start(controller.path, environment)
    wait_until(lambda: controller.connections == 2)
    second.kill()
    second.wait(10)


def test_the_process_ends_when_it_is_asked_to(controller: FakeController, environment: dict[str, str]) -> None:
    process = _start(controller.path, environment)
    wait_until(lambda: controller.connections == 1)
    process.terminate()
    assert process.wait(10) is not None
    wait_until(lambda: not controller.connected)


def _start(socket: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "ui", "--socket", str(socket), "--windowed"], env=environment)
