"""python -m tests.bench.bare_controller MODULES DATABASE: import, open SQLite, say when, and end.

MODULES is a file with the names of the third-party modules that the controller imports. Nothing of ours is run.
"""

import sqlite3
import sys
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Print the instant."""
    for name in Path(sys.argv[1]).read_text(encoding="utf-8").split():
        import_module(name)
    with closing(sqlite3.connect(sys.argv[2])) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        sys.stdout.write(f"{time.monotonic()}\n")


if __name__ == "__main__":
    main()
