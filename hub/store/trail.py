"""Who had an application when: one row for everything that happened to it, at the hub and at the kiosk."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from hub.states import What
from hub.store.schema import Application, Trail
from hub.store.store import Books

_NOT_THERE = (What.RECALL_ASKED, What.KEYS_VOID)
"""What the hub did about a kiosk while that kiosk went on."""


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


def reached(books: Books, application: Application, kiosk: str) -> datetime | None:
    """When the last step at this kiosk was: what it tells of this application next cannot have been earlier."""
    rows = select(func.max(Trail.at)).where(
        Trail.application == application.id, Trail.kiosk == kiosk, Trail.what.not_in(_NOT_THERE)
    )
    return books.db.scalar(rows)


def last_of(books: Books, application: Application, among: Collection[What]) -> What | None:
    """Which of these was written down last."""
    rows = select(Trail.what).where(Trail.application == application.id, Trail.what.in_(among))
    return books.db.scalar(rows.order_by(Trail.id.desc()).limit(1))


def of(books: Books, application: str) -> tuple[Trail, ...]:
    """Everything that happened to this application, oldest first."""
    rows = select(Trail).where(Trail.application == application).order_by(Trail.at, Trail.id)
    return tuple(books.db.scalars(rows))
