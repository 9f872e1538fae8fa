"""The audit log as it is stored."""

from sqlalchemy import select

from kiosk.audit import chain
from kiosk.store.schema import Audit
from kiosk.store.store import Books


def verify_audit(books: Books) -> tuple[int, chain.Break | None]:
    """How many audit entries hold, and where the chain first breaks."""
    rows = books.db.scalars(select(Audit).order_by(Audit.number))
    return chain.verify((chain.Entry(row.number, row.at, row.event, row.who, row.facts), row.digest) for row in rows)
