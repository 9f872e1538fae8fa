"""Row: from 입력 완료 of the six-digit code to the first byte of the unlock frame on the wire.

Every sample is a whole deposit and a whole collection. The rig writes down when a byte came, on the clock of this
process (CLOCK_MONOTONIC; each sample is checked to lie between the tap and now).
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from drivers.lockboard.xor8a import codec
from locker.cabinet import APART_S, SWEEP_EVERY_S
from locker.secret import hash_secret, matches
from tests.bench.parcel import Told, collect, deposit
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import durable, serving_site
from tests.processes import Site
from tests.story.player import Player

CODE = "482913"
BASELINE = "argon2 check, empty commit, durable commit, 5 bytes to a pty"


class TimedPlayer(Player):
    """Remembers when each item was last touched."""

    def __init__(self, socket: Path) -> None:
        super().__init__(socket)
        self.tapped_s: dict[str, float] = {}

    def taps(self, name: str) -> None:
        """See Player.taps. Looking for the item is not part of the touch."""
        pos = self.screen.centre_of(name)
        self.tapped_s[name] = time.monotonic()
        QTest.mouseClick(self.screen.window, Qt.MouseButton.LeftButton, pos=pos)


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many collections, and the bare work after each."""
    turns: list[Turn] = []
    with (
        serving_site() as site,
        closing(TimedPlayer(site.screen_socket)) as player,
        _bare(site.folder / "bare.db") as bare,
    ):
        for place in range(times):
            turns.append((_collection_s(site, player, place / times), bare.work_s()))
            step()
    return (compare("last tap to unlock frame on the wire", BASELINE, turns),)


def _collection_s(site: Site, player: TimedPlayer, phase: float) -> float:
    """One sample. phase, from 0 to 1, moves its last tap between two of the controller's looks at the doors.

    A frame that finds the line busy with such a look has to wait for it. Left alone, the end of the deposit would
    decide whether all of them do or none.
    """
    told = deposit(site, player)
    # Nobody comes, types and is ready within APART_S of the pulse before: the locks' spacing is not to be timed.
    QTest.qWait(round((APART_S + phase * SWEEP_EVERY_S) * 1000))
    collect(site, player, told)
    tapped_s, fired_s = player.tapped_s["keypad.done"], _fired_s(site, told)
    assert tapped_s < fired_s < time.monotonic(), "the rig's clock is another one"
    return fired_s - tapped_s


def _fired_s(site: Site, told: Told) -> float:
    """When the newest unlock frame for this door came to the board."""
    frame = codec.unlock(address=1, lock=told.compartment).hex(" ").upper()
    bursts = [burst for burst in site.wire() if burst["direction"] == "to_board" and burst["hex"].startswith(frame)]
    assert bursts, f"no unlock frame for door {told.compartment} came to the board"
    at_s: float = bursts[-1]["at_s"]
    return at_s


class Bare:
    """What cannot be left out between the tap and the frame, without anything around it.

    The check of the code is a transaction that changes no row, so that only the intent waits for the disk.
    """

    def __init__(self, database: sqlite3.Connection, line: int) -> None:
        self._database = database
        self._line = line
        self._hashed = hash_secret(CODE)

    def work_s(self) -> float:
        """Seconds that it takes once."""
        began_s = time.monotonic()
        self._database.execute("BEGIN IMMEDIATE")
        assert matches(CODE, self._hashed)
        self._database.execute("COMMIT")
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO intent (who) VALUES ('ticket')")
        self._database.execute("COMMIT")
        os.write(self._line, codec.unlock(address=1, lock=1))
        return time.monotonic() - began_s


@contextmanager
def _bare(path: Path) -> Iterator[Bare]:
    """A database beside the controller's, and a pty of its own."""
    ours, theirs = os.openpty()
    try:
        with durable(path, "intent (who TEXT)") as database:
            yield Bare(database, theirs)
    finally:
        os.close(ours)
        os.close(theirs)
