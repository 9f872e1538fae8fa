"""What the codes say that the hub gives out. Whether one has been taken, the kiosk knows."""

from sqlalchemy import select

from hub.store.schema import GivenCode
from hub.store.store import Books
from link.signed_code import Right, new_id


def grant(books: Books, right: Right, kiosk: str, subject: str) -> GivenCode:
    """A new code for this kiosk, good for as long as the site's settings say."""
    row = GivenCode(
        id=new_id(),
        right=int(right),
        audience=kiosk,
        subject=subject,
        not_after=books.now + books.codes_good_for,
    )
    books.db.add(row)
    books.db.flush()
    return row


def newest(books: Books, right: Right, subject: str, kiosk: str) -> GivenCode | None:
    """The code that was given last for this kiosk; it may have ended."""
    rows = (
        select(GivenCode)
        .where(GivenCode.right == int(right), GivenCode.subject == subject, GivenCode.audience == kiosk)
        .order_by(GivenCode.not_after.desc())
        .limit(1)
    )
    return books.db.scalars(rows).first()
