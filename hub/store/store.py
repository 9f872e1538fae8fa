"""One database, one transaction at a time where it writes.

Knows how a transaction is run, and that the bell rings after it. Does not know what the rows mean.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from hub.bell import Bell

T = TypeVar("T")
P = ParamSpec("P")

Now = Callable[[], datetime]

_BUSY_S = 15
"""How long a writer waits for another process's transaction; ours take milliseconds."""
_SERIALIZATION_TRIES = 5
_SERIALIZATION_FAILURE = "40001"
"""SQLSTATE serialization_failure (PostgreSQL documentation, appendix A)."""
_READS = "sodam_reads"
_FORGETS = "sodam_forgets"
_FORGETTING_WAITS_MS = 1000
"""For readers of the old pages; if they take longer, the next wiping or the next close sees to it."""


class StoreUnusable(Exception):
    """The database cannot be opened or brought up to date."""


@dataclass(frozen=True)
class Books:
    """One open transaction, its time, and the one rule of the site that rows are written by."""

    db: Session
    now: datetime
    codes_good_for: timedelta

    def forgets(self) -> None:
        """Something is wiped in this transaction that must not stay anywhere once it is committed."""
        self.db.info[_FORGETS] = True


class Store:
    """The database of one hub. Every method may be called from any thread."""

    def __init__(self, engine: Engine, now: Now, codes_good_for: timedelta) -> None:
        self.bell = Bell()
        self._engine = engine
        self._writers = sessionmaker(engine, expire_on_commit=False)
        self._readers = sessionmaker(engine.execution_options(**{_READS: True}), expire_on_commit=False)
        self._now = now
        self._codes_good_for = codes_good_for

    @classmethod
    def open(cls, address: str, now: Now, codes_good_for: timedelta) -> Self:
        """Open or create the database at this SQLAlchemy address and bring its tables up to date.

        Raises:
            StoreUnusable
        """
        try:
            engine = _engine(address)
            _migrate(engine)
        except (SQLAlchemyError, CommandError, OSError, ModuleNotFoundError) as error:
            raise StoreUnusable(f"the database cannot be used: {error}") from error
        return cls(engine, now, codes_good_for)

    def write(self, work: Callable[Concatenate[Books, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work(books, ...) in one transaction and commit it; nothing of it stays if it raises.

        Where the database finds two transactions at odds (PostgreSQL), the later one's work is run again: it does
        nothing but read and write rows.
        """
        tries_left = _SERIALIZATION_TRIES
        while True:
            try:
                with self._writers.begin() as db:
                    done = work(self._books(db), *args, **kwargs)
                    wiped = _FORGETS in db.info
            except DBAPIError as error:
                tries_left -= 1
                if not tries_left or getattr(error.orig, "sqlstate", None) != _SERIALIZATION_FAILURE:
                    raise
            else:
                self.bell.ring()
                if wiped:
                    self._forget()
                return done

    def read(self, work: Callable[Concatenate[Books, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work(books, ...) on one consistent view, waiting for nobody; it must not change anything."""
        with self._readers() as db:
            return work(self._books(db), *args, **kwargs)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def _forget(self) -> None:
        """Overwrite what was wiped: until then SQLite's write-ahead log holds the old pages."""
        if self._engine.dialect.name != "sqlite":
            return
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            for pragma in (
                f"busy_timeout={_FORGETTING_WAITS_MS}",
                "wal_checkpoint(TRUNCATE)",
                f"busy_timeout={_BUSY_S * 1000}",
            ):
                cursor.execute(f"PRAGMA {pragma}").fetchall()
            cursor.close()
        finally:
            connection.close()

    def _books(self, db: Session) -> Books:
        return Books(db, self._now(), self._codes_good_for)


def _engine(address: str) -> Engine:
    """Serializable by either database's own means. An error's text goes to the log, its statement's values do not."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="SERIALIZABLE", hide_parameters=True, pool_pre_ping=True)
    if url.database:
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        # What SQLite lays beside it takes over its mode.
        path.touch(mode=0o600)
    engine = create_engine(url, connect_args={"timeout": _BUSY_S, "isolation_level": None}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """synchronous=FULL: an approval that was told survives a power cut (sqlite.org/pragma.html#pragma_synchronous)."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer is the only one from its first read on; Python's sqlite3 would begin at the first write."""
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
