"""A screen without a display, and the controller that it talks to."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.logging import _QtMessageCapture

from tests.ui.controller import FakeController
from tests.ui.player import Player
from ui.app import PORTRAIT_27_INCH, make_application

Opener = Callable[..., Player]


@pytest.fixture(scope="session", autouse=True)
def qapp() -> QGuiApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return make_application()


@pytest.fixture
def controller(tmp_path: Path) -> Iterator[FakeController]:
    fake = FakeController(tmp_path / "screen.sock")
    yield fake
    fake.close()


@pytest.fixture
def player(controller: FakeController) -> Iterator[Player]:
    """A portrait screen on the controller."""
    opened = Player(controller, PORTRAIT_27_INCH)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def qml_does_not_complain(qtlog: _QtMessageCapture) -> Iterator[None]:
    """A binding to something that is not there only warns; here it fails the test."""
    yield
    assert [record.message for record in qtlog.records if ".qml" in record.message] == []
