"""What several rows stand on: a site that serves, a whole town, a durable database, and how long a process takes.

Every clock here is CLOCK_MONOTONIC, which all processes of a machine share.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.processes import ROOT, Site
from tests.town import Town

SPAWN_WITHIN_S = 60.0


@contextmanager
def resting_site() -> Iterator[Site]:
    """A rig alone. A short path: sockets allow 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="sodam-") as folder, Site(Path(folder)) as site:
        yield site


@contextmanager
def serving_site() -> Iterator[Site]:
    """Rig and controller with doors and nothing else, and one coordinator."""
    with resting_site() as site:
        site.start_controller()
        site.hire()
        yield site


@contextmanager
def serving_town() -> Iterator[Town]:
    """A kiosk with every device, the hub and its worker."""
    with tempfile.TemporaryDirectory(prefix="sodam-") as folder, Town(Path(folder)) as town:
        town.open_for_business()
        yield town


@contextmanager
def durable(path: Path, table: str) -> Iterator[sqlite3.Connection]:
    """A database as durable as the controller's (kiosk/store/store.py) with one table; BEGIN and COMMIT by hand."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute(f"CREATE TABLE {table}")
        yield database


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
