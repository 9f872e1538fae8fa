"""Every unit's real command, started as systemd starts it: it says that it serves and that it lives, and ends in order.

Nothing but the paths differs: the interpreter is that of the tests, settings and sockets are in a folder of their own.
"""

import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from config.hub import HubSettings
from config.load import load
from hub.keys import make_demo_keys
from link import systemd
from tests.processes import ENDS_WITHIN_S, ROOT, STARTS_WITHIN_S, environment
from tests.systemd.units import UNITS, unit
from tests.town import Town

INTERPRETER = "/opt/sodam/bin/python"
ALIVE_WITHIN_S = 2 * systemd.ALIVE_EVERY_S + 5


@dataclass
class Served:
    """One unit's process, and what it says to its service manager, oldest first."""

    process: subprocess.Popen[bytes]
    listening: socket.socket
    log: Path
    said: list[str] = field(default_factory=list)

    def await_words(self, count: int, within_s: float) -> None:
        """Listen until it has said so many words."""
        deadline_s = time.monotonic() + within_s
        while len(self.said) < count:
            self.listening.settimeout(max(deadline_s - time.monotonic(), 0.001))
            try:
                self.said.append(self.listening.recv(4096).decode())
            except TimeoutError:
                pytest.fail(f"it said {self.said} and then nothing more; its log:\n{self.log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """The devices of a kiosk, and settings for everything. A short path: sockets allow 107 bytes."""
    with TemporaryDirectory(prefix="sodam-") as folder, Town(Path(folder)) as town:
        make_demo_keys(load(town.hub_settings, HubSettings).keys, datetime.now(UTC))
        yield town


@pytest.fixture(scope="module")
def served(town: Town) -> Iterator[Mapping[str, Served]]:
    """All units at once: what each says takes its time."""
    started = {name: start(name, town) for name in UNITS}
    yield started
    for one in started.values():
        one.listening.close()
        with one.process:
            one.process.kill()


@pytest.mark.parametrize("name", UNITS)
def test_it_says_that_it_serves_then_that_it_lives_and_ends_in_order(name: str, served: Mapping[str, Served]) -> None:
    one = served[name]
    one.await_words(1, STARTS_WITHIN_S)
    one.await_words(3, ALIVE_WITHIN_S)
    one.process.terminate()
    assert (one.said[:3], one.process.wait(ENDS_WITHIN_S)) == ([systemd.READY, systemd.ALIVE, systemd.ALIVE], 0)


def start(name: str, town: Town) -> Served:
    """Start a unit's command, with the unit's own variables and a notify socket."""
    places = {
        INTERPRETER: sys.executable,
        "/etc/sodam/kiosk.toml": str(town.settings),
        "/etc/sodam/hub.toml": str(town.hub_settings),
        "/run/sodam/screen.sock": str(town.screen_socket),
    }
    command = shlex.split(unit(name).one("ExecStart"))
    assert command[0] == INTERPRETER
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(town.run / f"{name}.notify"))
    variables = dict(word.split("=", 1) for word in unit(name).words("Environment"))
    log = town.folder / f"{name}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [places.get(word, word) for word in command],
            cwd=ROOT,
            env=os.environ | variables | environment() | {"NOTIFY_SOCKET": str(town.run / f"{name}.notify")},
            stdout=file,
            stderr=file,
        )
    return Served(process, listening, log)
