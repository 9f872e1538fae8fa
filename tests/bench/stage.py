"""What several rows stand on: a site that serves, and how long a process takes until it says when.

Every clock here is CLOCK_MONOTONIC, which all processes of a machine share.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import ROOT, Site

SPAWN_WITHIN_S = 60.0


@contextmanager
def resting_site() -> Iterator[Site]:
    """A rig alone. A short path: sockets allow 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="sodam-") as folder, Site(Path(folder)) as site:
        yield site


@contextmanager
def serving_site() -> Iterator[Site]:
    """Rig and controller, with one coordinator."""
    with resting_site() as site:
        site.start_controller()
        site.hire()
        yield site


def spawn_s(*arguments: str) -> float:
    """Seconds from spawning Python with these arguments to the instant that the process prints before it ends.

    Raises:
        subprocess.CalledProcessError, subprocess.TimeoutExpired
    """
    began_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=SPAWN_WITHIN_S
    )
    return float(done.stdout) - began_s
