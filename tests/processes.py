"""A whole site in processes of their own: the rig, the controller, the command line, and the rig's hands.

Used by the story, the benches and the system tests. Knows how each is started, told to end, and killed.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from kiosk.cli.ask import credentials, replies
from link import admin

ROOT = Path(__file__).parents[1]
NAME = "김소담"
PIN = "135790"
STARTS_WITHIN_S = 30.0
LOOK_EVERY_S = 0.02
ENDS_WITHIN_S = 10.0

_RIG = """
control_port = 0
[[lock_buses]]
name = "lockbus"
address = "lockbus"
[[lock_buses.boards]]
protocol = "xor8a"
name = "cabinet"
address = 1
channels = 24
closed_bit = 1
"""


@dataclass
class Site:
    """One kiosk on one rig, all its files below folder."""

    folder: Path
    rig: subprocess.Popen[str] | None = None
    controller: subprocess.Popen[str] | None = None
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    hands: httpx.Client = field(default_factory=httpx.Client)

    @property
    def run(self) -> Path:
        """Sockets and ports."""
        return self.folder / "run"

    @property
    def database(self) -> Path:
        """The controller's database."""
        return self.folder / "data" / "kiosk.db"

    @property
    def staff_socket(self) -> Path:
        """Where the command line connects."""
        return self.run / "staff.sock"

    @property
    def screen_socket(self) -> Path:
        """Where a screen connects."""
        return self.run / "screen.sock"

    def __enter__(self) -> Self:
        self.run.mkdir(parents=True, exist_ok=True)
        (self.folder / "rig.toml").write_text(_RIG, encoding="utf-8")
        demo = (ROOT / "config" / "kiosk.demo.toml").read_text(encoding="utf-8")
        (self.folder / "kiosk.toml").write_text(demo.replace("var/demo", str(self.folder)), encoding="utf-8")
        self._start_rig()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hands.close()
        for process in reversed(self.started):
            with process:
                process.terminate()

    def start_controller(self) -> None:
        """Start the controller; returns when it serves."""
        self.controller = self.start(
            "-m", "kiosk", "--config", str(self.folder / "kiosk.toml"), stderr="controller.log"
        )
        self._await_service()

    def kill_controller(self) -> None:
        """SIGKILL: nothing is told, nothing is tidied."""
        assert self.controller is not None
        self.controller.send_signal(signal.SIGKILL)
        self.controller.wait(ENDS_WITHIN_S)

    def start(self, *arguments: str, stderr: str) -> subprocess.Popen[str]:
        """Start a Python process of this project that can be written to; its errors go to a file in folder."""
        with (self.folder / stderr).open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.started.append(process)
        return process

    def kiosk(self, *arguments: str, expect: int = 0, **environment: str) -> str:
        """Run the command `kiosk` against this controller."""
        command = [str(Path(sys.executable).parent / "kiosk"), *arguments, "--socket", str(self.staff_socket)]
        done = subprocess.run(
            command, env=_environment() | environment, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout

    def hire(self) -> None:
        """Let NAME sign in as coordinator with PIN."""
        self.kiosk("staff", "add", NAME, "--role", "coordinator", SODAM_NEW_PIN=PIN)

    def door(self, number: int) -> dict[str, Any]:
        """A door as the rig knows it: the far end of the wire."""
        doors: list[dict[str, Any]] = self.hands.get("/state").json()["doors"]
        return doors[number - 1]

    def hand(self, number: int, deed: str) -> None:
        """Somebody's hand at a door: push, pull, stick, free, fill, empty."""
        self.hands.post(f"/doors/{number}/{deed}").raise_for_status()

    def wire(self) -> list[dict[str, Any]]:
        """Every burst of bytes that the rig has seen or sent, oldest first."""
        bursts: list[dict[str, Any]] = self.hands.get("/wire").json()
        return bursts

    def ask(self, request: admin.Request) -> admin.Reply:
        """The running controller's first answer, over its staff socket."""
        return next(replies(self.staff_socket, request))

    def compartment(self, number: int) -> dict[str, Any]:
        """A compartment as the controller knows it."""
        doors = self.ask(admin.WatchDoors(follow=False))
        assert isinstance(doors, admin.Doors)
        return next(row.model_dump() for row in doors.doors if row.compartment == number)

    def await_door(self, number: int, state: str) -> None:
        """Wait until the controller sees this door so; the test's timeout is the deadline."""
        for doors in replies(self.staff_socket, admin.WatchDoors()):
            assert isinstance(doors, admin.Doors)
            if any(row.compartment == number and row.door == state for row in doors.doors):
                return

    def tasks(self) -> tuple[admin.TaskRow, ...]:
        """What waits for a person."""
        tasks = self.ask(admin.ListTasks())
        assert isinstance(tasks, admin.Tasks)
        return tasks.tasks

    def settle(self, number: int, settlement: admin.Settlement) -> str:
        """The coordinator says what was found at this compartment."""
        (task,) = (task for task in self.tasks() if task.compartment == number)
        done = self.ask(admin.SettleTask(who=credentials(NAME, PIN), task=task.id, settlement=settlement))
        assert isinstance(done, admin.Done), done
        return done.what

    def audit(self) -> admin.AuditVerdict:
        """Whether the log holds."""
        verdict = self.ask(admin.VerifyAudit())
        assert isinstance(verdict, admin.AuditVerdict)
        return verdict

    def _start_rig(self) -> None:
        self.rig = self.start(
            "-m",
            "drivers.simhost",
            str(self.folder / "rig.toml"),
            "--run-dir",
            str(self.run),
            "--json",
            stderr="rig.log",
        )
        assert self.rig.stdout is not None
        assert select.select([self.rig.stdout], [], [], STARTS_WITHIN_S)[0], "the rig did not start"
        ready = json.loads(self.rig.stdout.readline())
        self.hands = httpx.Client(base_url=ready["control"])

    def _await_service(self) -> None:
        """The staff socket is opened when everything is settled: then the controller serves."""
        assert self.controller is not None
        deadline_s = time.monotonic() + STARTS_WITHIN_S
        while self.controller.poll() is None and time.monotonic() < deadline_s:
            with socket.socket(socket.AF_UNIX) as line, suppress(FileNotFoundError, ConnectionRefusedError):
                line.connect(str(self.staff_socket))
                return
            select.select([], [], [], LOOK_EVERY_S)
        raise AssertionError((self.folder / "controller.log").read_text(encoding="utf-8"))


def _environment() -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
