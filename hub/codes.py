"""The codes that people show to a kiosk, and the pictures of them.

Knows who may have which code. The text is made anew from its row each time: the database alone opens nothing.
"""

import io
from dataclasses import dataclass
from datetime import datetime

import segno

from hub.core import Hub
from hub.refusals import Cause, Refused
from hub.roles import Who
from hub.states import DeliveryState, State
from hub.store import applications, deliveries, signed_codes
from hub.store.schema import GivenCode
from hub.store.store import Books
from link.signed_code import Right, SignedCode, mint
from link.way import Way

_SHOWN_AT = {State.APPROVED: Right.PRINT, State.FETCHED: Right.PRINT, State.IN_LOCKER: Right.PARCEL}
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
    given = hub.store.read(_given_to, who, application)
    return None if given is None else Code(text_of(hub, given), given.not_after)


def renew(hub: Hub, who: Who, application: str) -> Code | None:
    """A new code instead of one that has ended; the same one if it is still good, None if there is nothing to show.

    Raises:
        Refused: NOT_FOUND.
    """
    given = hub.store.write(_renewed, who, application)
    return None if given is None else Code(text_of(hub, given), given.not_after)


def text_of(hub: Hub, given: GivenCode) -> str:
    """What stands in the code (link.signed_code)."""
    content = SignedCode(Right(given.right), given.audience, given.subject, given.id, given.not_after)
    return mint(content, hub.keys.codes)


def picture_of(text: str) -> bytes:
    """A PNG of the code, for a mail; M corrects 15 %, which a scratched phone needs."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def _given_to(books: Books, who: Who, application: str) -> GivenCode | None:
    row = applications.get(books, application)
    delivery = deliveries.live(books, application)
    if delivery is not None and who.staff == delivery.volunteer:
        is_in_locker = delivery.state is DeliveryState.ACCEPTED
        return signed_codes.newest(books, Right.DELIVERY, delivery.id, row.kiosk or "") if is_in_locker else None
    if row.person != who.person:
        raise Refused(Cause.NOT_FOUND)
    right = _SHOWN_AT.get(row.state)
    is_theirs = row.way in {Way.KIOSK, Way.LOCKER} and right is not None
    return signed_codes.newest(books, right, row.id, row.kiosk or "") if is_theirs and right else None


def _renewed(books: Books, who: Who, application: str) -> GivenCode | None:
    given = _given_to(books, who, application)
    if given is None or given.not_after >= books.now:
        return given
    return signed_codes.grant(books, Right(given.right), given.audience, given.subject)
