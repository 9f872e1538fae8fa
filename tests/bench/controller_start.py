"""Row: from spawning the controller to serving, after the one before it was killed with SIGKILL.

Serving: its staff socket takes a connection, looked for every tests.processes.LOOK_EVERY_S. One start of each goes
before, untimed, so that the page cache is warm.
"""

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import serving_site, spawn_s
from tests.processes import ROOT, Site

_OURS = {"__main__", "config", "drivers", "kiosk", "link", "locker", "printer"}


def measure(times: int, step: Step) -> Row:
    """Measure this many starts of each, turn about."""
    turns: list[Turn] = []
    with serving_site() as site:
        modules = site.folder / "modules.txt"
        modules.write_text("\n".join(third_party_modules()), encoding="utf-8")
        _take_turn(site, modules)
        for _ in range(times):
            turns.append(_take_turn(site, modules))
            step()
    return compare(
        "controller: spawn to serving after SIGKILL", "spawn to third-party imports done and SQLite open", turns
    )


def third_party_modules() -> list[str]:
    """What `import kiosk.__main__` brings in that is neither ours nor Python's, in the order of importing."""
    listed = subprocess.run(
        [sys.executable, "-c", "import sys, kiosk.__main__; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    not_wanted = _OURS | sys.stdlib_module_names
    return [name for name in listed.stdout.split() if name.partition(".")[0] not in not_wanted]


def _take_turn(site: Site, modules: Path) -> Turn:
    site.kill_controller()
    began_s = time.monotonic()
    site.start_controller()
    ours_s = time.monotonic() - began_s
    return ours_s, spawn_s("-m", "tests.bench.bare_controller", str(modules), str(site.folder / "bare.db"))
