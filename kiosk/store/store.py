"""One SQLite database, one writer, one transaction at a time.

Knows how a transaction is run and what goes with each (audit, outbox). Does not know what the rows mean.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Self, TextIO, TypeVar
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from kiosk.audit import chain
from kiosk.audit.events import AuditEvent
from kiosk.store import schema
from link.events import Followed, facts_of

T = TypeVar("T")

Now = Callable[[], datetime]


class StoreLost(Exception):
    """The database cannot be read or written. The controller must end; nothing may move without it."""


class StoreInUse(Exception):
    """Another process has this database open."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another controller; stop that one first")
        self.path = path


@dataclass(frozen=True)
class Books:
    """One open transaction: its rows, its time, and the visit it belongs to."""

    db: Session
    now: datetime
    visit: str

    def record(self, event: AuditEvent, who: str, **facts: str | int | None) -> None:
        """Write what happened into the audit log and the outbox. Facts are ids, enums and counts only."""
        facts = {"visit": self.visit, **facts}
        last = self.db.scalars(select(schema.Audit).order_by(schema.Audit.number.desc()).limit(1)).first()
        entry = chain.Entry(last.number + 1 if last else 1, self.now.isoformat(), event.value, who, facts)
        digest = chain.digest(last.digest if last else chain.FIRST, entry)
        self.db.add(schema.Audit(**vars(entry), digest=digest))
        self.db.add(schema.Outbox(id=str(uuid4()), at=self.now, event=event.value, body={"who": who, **facts}))
        self.db.flush()

    def tell(self, event: Followed, who: str, **more: str | int | None) -> None:
        """Record an event that the hub follows, with more facts for the log beside its own."""
        self.record(AuditEvent(event.event), who, **{**more, **facts_of(event)})

    def wipe_log(self) -> None:
        """Something personal is wiped here: once this is committed, its old pages must not stay in the log."""
        self.db.info["wiped"] = True


class Store:
    """The database of one kiosk. sessions is SQLAlchemy's, for listening to commits."""

    def __init__(self, engine: Engine, lock: TextIO, lane: Executor, now: Now) -> None:
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        self._engine = engine
        self._lock = lock
        self._lane = lane
        self._now = now

    @classmethod
    async def open(cls, path: Path, lane: Executor, now: Now) -> Self:
        """Open or create the database at path and bring its tables up to date. Every access runs in lane.

        Raises:
            StoreInUse: another process has it open.
            StoreLost: it cannot be opened.
        """
        engine, lock = await asyncio.get_running_loop().run_in_executor(lane, _open, path)
        return cls(engine, lock, lane, now)

    async def transact(self, work: Callable[[Books], T], visit: str = "") -> T:
        """Run work in one transaction and commit it; nothing of it stays if it raises.

        Raises:
            StoreLost: the database failed.
        """
        return await asyncio.get_running_loop().run_in_executor(self._lane, self._transact, work, visit)

    async def forget(self) -> None:
        """Overwrite what was wiped: until then the write-ahead log holds the old pages."""
        await asyncio.get_running_loop().run_in_executor(self._lane, self._forget)

    async def close(self) -> None:
        """Finish what is under way and let the database go."""
        await asyncio.get_running_loop().run_in_executor(self._lane, self._close)

    def _transact(self, work: Callable[[Books], T], visit: str) -> T:
        try:
            with self.sessions.begin() as db:
                outcome = work(Books(db, self._now(), visit))
        except DBAPIError as error:
            raise StoreLost(str(error)) from error
        if db.info.get("wiped"):
            self._forget()
        return outcome

    def _forget(self) -> None:
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise StoreLost(str(error)) from error
        finally:
            connection.close()

    def _close(self) -> None:
        self._engine.dispose()
        self._lock.close()


def _open(path: Path) -> tuple[Engine, TextIO]:
    lock = _lock(path)
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "isolation_level": None},
        # An error's text goes to the log, where the values of its statement do not belong.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    try:
        _migrate(engine)
    except (DBAPIError, CommandError, sqlite3.Error) as error:
        engine.dispose()
        lock.close()
        raise StoreLost(str(error)) from error
    return engine, lock


def _lock(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_suffix(".lock").open("w")
    except OSError as error:
        raise StoreLost(str(error)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise StoreInUse(path) from error
    return lock


def _make_durable(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """synchronous=FULL: a commit is on the disk before the lock moves (sqlite.org/pragma.html#pragma_synchronous)."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Python's sqlite3 would begin at the first write only, after what was read to decide on it."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    """A table that others refer to is changed by putting a new one in its place (sqlite.org/lang_altertable.html)."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    _refer(engine, "OFF")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise CommandError("after the migration a row refers to one that is not there")
    _refer(engine, "ON")


def _refer(engine: Engine, switch: Literal["ON", "OFF"]) -> None:
    """SQLite takes this outside a transaction only."""
    connection = engine.raw_connection()
    connection.cursor().execute(f"PRAGMA foreign_keys={switch}")
    connection.close()
