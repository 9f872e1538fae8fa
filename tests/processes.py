"""A whole site in processes of their own: the rig, the controller, the command line, and the rig's hands.

Used by the story, the benches and the system tests. Knows how each is started, told to end, and killed.
"""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from kiosk.cli.ask import credentials, replies
from link import admin
from link.staff import Settlement

ROOT = Path(__file__).parents[1]
NAME = "김소담"
PIN = "135790"
STARTS_WITHIN_S = 30.0
LOOK_EVERY_S = 0.02
ENDS_WITHIN_S = 10.0

_OTHER_DEVICES = re.compile(r"\[(hub|document_printer|slip_printer|camera|card_reader)\]\n(?:[^\[\n].*\n|\n)*")
"""The sections of the demo's settings that a site without papers does not have."""


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

    @property
    def settings(self) -> Path:
        """The controller's."""
        return self.folder / "kiosk.toml"

    def __enter__(self) -> Self:
        self.run.mkdir(parents=True, exist_ok=True)
        (self.folder / "rig.toml").write_text(self.rig_text(), encoding="utf-8")
        ready = self._start_rig()
        self.settings.write_text(self.kiosk_text(ready["devices"]), encoding="utf-8")
        return self

    def rig_text(self) -> str:
        """The rig's file: the demo's doors, at a control page wherever there is room."""
        doors, _, _ = demo("rig/demo.toml").partition("[[document_printers]]")
        return re.sub(r"port = \d+", "port = 0", doors)

    def kiosk_text(self, devices: Mapping[str, str]) -> str:  # noqa: ARG002 (a site with more than doors looks them up)
        """The controller's settings, once it is known where the rig's devices are."""
        return _OTHER_DEVICES.sub("", demo("kiosk.demo.toml")).replace("var/demo", str(self.folder))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hands.close()
        for process in reversed(self.started):
            with process:
                process.terminate()

    def start_controller(self) -> None:
        """Start the controller; returns when it serves."""
        self.controller = self.start("-m", "kiosk", "--config", str(self.settings), stderr="controller.log")
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
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.started.append(process)
        return process

    def kiosk(self, *arguments: str, expect: int = 0, **variables: str) -> str:
        """Run the command `kiosk` against this controller."""
        command = [str(Path(sys.executable).parent / "kiosk"), *arguments, "--socket", str(self.staff_socket)]
        done = subprocess.run(
            command, env=environment() | variables, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout

    def hire(self) -> None:
        """Let NAME sign in as coordinator with PIN."""
        self.kiosk("staff", "add", NAME, "--role", "coordinator", SODAM_NEW_PIN=PIN)

    def door(self, number: int) -> dict[str, Any]:
        """A door as the rig knows it: the far end of the wire."""
        doors: list[dict[str, Any]] = self.hands.get("/state").json()["devices"]["lockbus"]["doors"]
        return doors[number - 1]

    def hand(self, number: int, deed: str) -> None:
        """Somebody's hand at a door: push, pull, stick, free, fill, empty."""
        self.hands.post(f"/devices/lockbus/doors/{number}/{deed}").raise_for_status()

    def wire(self) -> list[dict[str, Any]]:
        """Every burst of bytes that the rig has seen or sent, oldest first."""
        bursts: list[dict[str, Any]] = self.hands.get("/devices/lockbus/wire").json()
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

    def settle(self, number: int, settlement: Settlement) -> str:
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

    def _start_rig(self) -> dict[str, Any]:
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
        ready: dict[str, Any] = json.loads(self.rig.stdout.readline())
        self.hands = httpx.Client(base_url=ready["control"])
        return ready

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


def demo(name: str) -> str:
    """A file of the demo's settings."""
    return (ROOT / "config" / name).read_text(encoding="utf-8")


def environment() -> dict[str, str]:
    """What our processes find around them."""
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
