"""What the kiosks tell: each event is kept once, and what follows from it is done in the same transaction.

One that comes too late, speaks of what its kiosk does not have, cannot be read or trips the hub itself is kept with
its problem, and the next one goes on: nothing but a failing database blocks a kiosk's queue. From one whose name is
not in link.events nothing follows; what follows from the others, hub.store.following knows.
"""

from datetime import UTC, datetime

import structlog
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hub.refusals import Cause, Refused
from hub.store.following import Teller, follow
from hub.store.schema import Kiosk, KioskEvent
from hub.store.store import Books
from link.events import read
from link.hub import Event

_log = structlog.get_logger()


def take(books: Books, kiosk: str, events: tuple[Event, ...]) -> tuple[str, ...]:
    """Keep these events of this kiosk and do what follows from them; returns the ids of all of them."""
    teller = books.db.get_one(Kiosk, kiosk)
    teller.last_heard_at = books.now
    for event in events:
        if books.db.get(KioskEvent, (kiosk, event.id)) is None:
            _keep(books, kiosk, event)
            teller.last_event = event.id
    return tuple(event.id for event in events)


def problems(books: Books, limit: int = 100) -> tuple[KioskEvent, ...]:
    """Events from which nothing followed although something should have, newest first."""
    rows = select(KioskEvent).where(KioskEvent.problem.is_not(None)).order_by(KioskEvent.received_at.desc())
    return tuple(books.db.scalars(rows.limit(limit)))


def _keep(books: Books, kiosk: str, event: Event) -> None:
    at = _utc(event.at, books.now)
    row = KioskEvent(kiosk=kiosk, id=event.id, at=at, received_at=books.now, event=event.event, facts=dict(event.facts))
    books.db.add(row)
    books.db.flush()
    try:
        if (followed := read(event.event, event.facts)) is not None:
            with books.db.begin_nested():
                # A kiosk's clock may run ahead; a trail that lies in the future would say that it is still to come.
                follow(books, Teller(kiosk, min(at, books.now)), followed)
    except Refused as refused:
        row.problem = refused.cause.value
    except ValidationError:
        row.problem = Cause.NOT_UNDERSTOOD.value
    except OperationalError:
        raise  # the database, not the event: Store.write or the kiosk tries again
    except Exception:  # noqa: BLE001 (logged, and the queue goes on; every other event would wait behind this one)
        _log.exception("event_not_followed", kiosk=kiosk, id=event.id, name=event.event)
        row.problem = Cause.NOT_FOLLOWED.value


def _utc(at: datetime, now: datetime) -> datetime:
    """In UTC; a time that UTC has no room for (year 1, east of it) is taken for now."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return now
