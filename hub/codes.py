"""The codes that people show to a kiosk, and the pictures of them.

Knows who may have which code. The text is made anew from the token's row each time: the database alone opens nothing.
"""

import io
from dataclasses import dataclass
from datetime import datetime

import segno

from hub.core import Hub
from hub.refusals import Cause, Refused
from hub.roles import Who
from hub.states import DeliveryState, State
from hub.store import applications, deliveries, tokens
from hub.store.schema import Token
from hub.store.store import Books
from link.hub import Way
from link.token import Purpose, mint
from link.token import Token as Content

_SHOWN_AT = {State.APPROVED: Purpose.PRINT, State.FETCHED: Purpose.PRINT, State.IN_LOCKER: Purpose.PARCEL}
"""The states in which a resident has something to show."""


@dataclass(frozen=True)
class Code:
    """A code that is good now, or was until not_after."""

    text: str
    not_after: datetime


def code_of(hub: Hub, who: Who, application: str) -> Code | None:
    """The code that this person shows for this application, if there is one; it may have ended.

    A resident's for print or parcel; a volunteer's for the delivery that they accepted.

    Raises:
        Refused: NOT_FOUND, also for somebody else's.
    """
    token = hub.store.read(_token_of, who, application)
    return None if token is None else Code(text_of(hub, token), token.not_after)


def renew(hub: Hub, who: Who, application: str) -> Code | None:
    """A new code instead of one that has ended; the same one if it is still good, None if there is nothing to show.

    Raises:
        Refused: NOT_FOUND.
    """
    token = hub.store.write(_renewed, who, application)
    return None if token is None else Code(text_of(hub, token), token.not_after)


def text_of(hub: Hub, token: Token) -> str:
    """What stands in the code (link.token)."""
    content = Content(Purpose(token.purpose), token.audience, token.subject, token.id, token.not_after)
    return mint(content, hub.keys.token)


def picture_of(text: str) -> bytes:
    """A PNG of the code, for a mail; M corrects 15 %, which a scratched phone needs."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def _token_of(books: Books, who: Who, application: str) -> Token | None:
    row = applications.get(books, application)
    delivery = deliveries.live(books, application)
    if delivery is not None and who.staff == delivery.volunteer:
        is_in_locker = delivery.state is DeliveryState.ACCEPTED
        return tokens.newest(books, Purpose.DELIVERY, delivery.id, row.kiosk or "") if is_in_locker else None
    if row.person != who.person:
        raise Refused(Cause.NOT_FOUND)
    purpose = _SHOWN_AT.get(row.state)
    is_theirs = row.way in {Way.KIOSK, Way.LOCKER} and purpose is not None
    return tokens.newest(books, purpose, row.id, row.kiosk or "") if is_theirs and purpose else None


def _renewed(books: Books, who: Who, application: str) -> Token | None:
    token = _token_of(books, who, application)
    if token is None or token.not_after >= books.now:
        return token
    return tokens.grant(books, Purpose(token.purpose), token.audience, token.subject)
