"""Rows: from spawning the controller to serving, after the one before it was killed with SIGKILL, with every device.

Serving: its staff socket takes a connection, looked for every tests.processes.LOOK_EVERY_S. Every service: a screen is
told that all of them can be used, so that every device has been opened. One start of each goes before, untimed, so that
the page cache is warm.
"""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from link.screens import Home
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import serving_town, spawn_s
from tests.kiosk.person import person_at
from tests.processes import ROOT
from tests.town import Town

BASELINE = "spawn to third-party imports done and SQLite open"
OFFERS_WITHIN_S = 30.0

LISTING = """
import sys, kiosk.__main__
print(*(name for name, module in sys.modules.items() if getattr(module, "__spec__", None)))
"""
"""Without what a library in C or Rust makes inside itself: such a module has no origin and cannot be imported."""

_OURS = {"__main__", "config", "drivers", "kiosk", "link", "locker", "printer"}


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many starts of each, turn about."""
    serving: list[Turn] = []
    offering: list[Turn] = []
    with serving_town() as town:
        modules = town.folder / "modules.txt"
        modules.write_text("\n".join(third_party_modules()), encoding="utf-8")
        _start_s(town)
        _bare_s(town, modules)
        for _ in range(times):
            serving_s, offering_s = _start_s(town)
            bare_s = _bare_s(town, modules)
            serving.append((serving_s, bare_s))
            offering.append((offering_s, bare_s))
            step()
    return (
        compare("controller: spawn to serving after SIGKILL", BASELINE, serving),
        compare("controller: spawn to every service offered after SIGKILL", BASELINE, offering),
    )


def third_party_modules() -> list[str]:
    """What `import kiosk.__main__` brings in that is neither ours nor Python's, in the order of importing."""
    listed = subprocess.run(
        [sys.executable, "-c", LISTING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    not_wanted = _OURS | sys.stdlib_module_names
    return [name for name in listed.stdout.split() if name.partition(".")[0] not in not_wanted]


def _start_s(town: Town) -> tuple[float, float]:
    """Seconds until it serves, and until it offers everything."""
    town.kill_controller()
    began_s = time.monotonic()
    town.start_controller()
    serving_s = time.monotonic() - began_s
    asyncio.run(_offers_everything(town.screen_socket))
    return serving_s, time.monotonic() - began_s


def _bare_s(town: Town, modules: Path) -> float:
    return spawn_s("-m", "tests.bench.bare_controller", str(modules), str(town.folder / "bare.db"))


async def _offers_everything(screen_socket: Path) -> None:
    missing: list[str] | None = None
    try:
        async with asyncio.timeout(OFFERS_WITHIN_S), person_at(screen_socket) as person:
            while missing != []:
                screen = (await person.see()).screen
                if isinstance(screen, Home):
                    missing = [service.id for service in screen.services if service.unavailable is not None]
    except TimeoutError:
        raise AssertionError(f"after {OFFERS_WITHIN_S} s these services could not be used: {missing}") from None
