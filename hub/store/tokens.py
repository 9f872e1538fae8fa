"""What the codes say that the hub gives out. Whether one has been taken, the kiosk knows."""

from sqlalchemy import select

from hub.store.schema import Token
from hub.store.store import Books
from link.token import Purpose, new_id


def grant(books: Books, purpose: Purpose, kiosk: str, subject: str) -> Token:
    """A new code for this kiosk, good for as long as the site's settings say."""
    row = Token(
        id=new_id(),
        purpose=int(purpose),
        audience=kiosk,
        subject=subject,
        not_after=books.now + books.token_good_for,
    )
    books.db.add(row)
    books.db.flush()
    return row


def newest(books: Books, purpose: Purpose, subject: str, kiosk: str) -> Token | None:
    """The code that was given last for this kiosk; it may have ended."""
    rows = (
        select(Token)
        .where(Token.purpose == int(purpose), Token.subject == subject, Token.audience == kiosk)
        .order_by(Token.not_after.desc())
        .limit(1)
    )
    return books.db.scalars(rows).first()
