"""What the bench ran on; times of two machines are not to be compared."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import qVersion


def describe() -> dict[str, str | int]:
    """This machine, its versions, and now."""
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count() or 0,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "qt": qVersion(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _cpu_model() -> str:
    """ARM kernels name no model; then the architecture has to do."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        what, _, value = line.partition(":")
        if what.strip() == "model name":
            return value.strip()
    return platform.machine()
