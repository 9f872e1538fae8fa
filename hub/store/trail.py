"""Who had an application when: one row for everything that happened to it, at the hub and at the kiosk."""

from datetime import datetime

from sqlalchemy import select

from hub.states import What
from hub.store.schema import Application, Trail
from hub.store.store import Books


def add(
    books: Books,
    application: Application,
    what: What,
    who: str,
    *,
    kiosk: str | None = None,
    compartment: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write it down. at: when it happened at the kiosk, if it did not happen now."""
    books.db.add(
        Trail(
            application=application.id,
            at=at or books.now,
            what=what,
            who=who,
            kiosk=kiosk,
            compartment=compartment,
        )
    )
    books.db.flush()


def of(books: Books, application: str) -> tuple[Trail, ...]:
    """Everything that happened to this application, oldest first."""
    rows = select(Trail).where(Trail.application == application).order_by(Trail.at, Trail.id)
    return tuple(books.db.scalars(rows))
