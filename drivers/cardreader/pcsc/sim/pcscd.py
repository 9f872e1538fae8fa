"""A pcscd of one's own with a virtual reader, beside any other on this machine; for rigs and tests.

It listens where we say because it is handed an open socket, as systemd does (LISTEN_FDS). Its reader is vsmartcard's
vpcd, whose slot is a TCP port. vpcd listens on every interface: not for a machine that others can reach.
Knows processes and files; knows no card.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

READER_NAME = "Sodam Virtual PCD"
VPCD = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
PCSCD = Path("/usr/sbin/pcscd")

_READY_WITHIN_S = 3.0
_ENDS_WITHIN_S = 3.0
_LOOK_AGAIN_S = 0.002
_READY = "daemon ready."
_NO_READER = "init failed"

_STAGE = """
import ctypes, os, signal, sys
listening, *command = sys.argv[1:]
ctypes.CDLL(None).prctl(1, signal.SIGTERM)
os.dup2(int(listening), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(command[0], command)
"""
"""LISTEN_PID must be pcscd's own: it is set by what becomes pcscd. A shell cannot move a descriptor above 9.

PR_SET_PDEATHSIG (1) ends it with whoever started it, also after SIGKILL.
"""


class PcscdFailed(Exception):
    """pcscd did not come up with its reader; the argument is its log."""


class PrivatePcscd:
    """One pcscd at a time, always at the same socket and with the same reader."""

    def __init__(self, folder: Path) -> None:
        """Everything it needs is put into folder, which exists; its path is short enough for a socket's."""
        self.socket = folder / "pcscd.comm"
        self.slot_port = _free_pair()
        """The TCP port of 127.0.0.1 on which the reader waits for a card."""
        self._log = folder / "pcscd.log"
        self._configuration = folder / "reader.conf.d"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process, frozen or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and wait until it is ready; takes some 50 ms. Does nothing if it is running.

        It ends with the thread that starts it: PR_SET_PDEATHSIG means the thread, not its process.

        Raises:
            PcscdFailed, OSError
        """
        if self.is_running:
            return
        self._configure()
        with socket.socket(socket.AF_UNIX) as listening, self._log.open("wb") as log:
            listening.bind(str(self.socket))
            listening.listen()
            command = [str(PCSCD), "--foreground", "--info", "-c", str(self._configuration)]
            number = str(listening.fileno())
            self._process = subprocess.Popen(  # noqa: S603 (a fixed program; nothing of it comes from outside)
                [sys.executable, "-I", "-S", "-c", _STAGE, number, *command],
                pass_fds=[listening.fileno()],
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready(self._process)

    def kill(self) -> None:
        """End it as a crash does: nothing answers at the socket any more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order, also when it is frozen."""
        self.thaw()
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """It is there and does nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self._signal(signal.SIGCONT)

    def _configure(self) -> None:
        self.socket.unlink(missing_ok=True)
        self._configuration.mkdir(exist_ok=True)
        lines = (
            f'FRIENDLYNAME "{READER_NAME}"',
            f"DEVICENAME /dev/null:{self.slot_port:#06X}",
            f"LIBPATH {VPCD}",
            f"CHANNELID {self.slot_port:#06X}",
        )
        (self._configuration / "reader").write_text("\n".join(lines) + "\n", "ascii")

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        until_s = time.monotonic() + _READY_WITHIN_S
        while time.monotonic() < until_s and process.poll() is None:
            said = self._log.read_text("utf-8", "replace")
            if _NO_READER in said:
                break
            if _READY in said:
                return
            time.sleep(_LOOK_AGAIN_S)
        said = self._log.read_text("utf-8", "replace")
        self._end(signal.SIGKILL)
        raise PcscdFailed(said)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._signal(how)
        self._process.wait(_ENDS_WITHIN_S)
        self._process = None
        self.socket.unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)


def _free_pair() -> int:
    """The lower of two free neighbours: vpcd has two slots, the second of which nobody uses."""
    while True:
        with socket.create_server(("", 0)) as first:
            port: int = first.getsockname()[1]
            try:
                with socket.create_server(("", port + 1)):
                    return port
            except (OSError, OverflowError):
                continue
