"""The kiosks: expected by name, enrolled with a code that is good once, known by their keys from then on."""

from datetime import timedelta

from sqlalchemy import select

from hub.refusals import Cause, Refused
from hub.secret import digest, new_enrolment_code, new_id
from hub.store import papers
from hub.store.schema import Kiosk
from hub.store.store import Books

CODE_GOOD_FOR = timedelta(hours=24)


def add(books: Books, name: str) -> str:
    """Expect a kiosk of this name; returns the code with which it may enrol once, within CODE_GOOD_FOR.

    For a name that was expected and never enrolled this is a new code, and the earlier one has ended.

    Raises:
        Refused: NAME_TAKEN by a kiosk that has enrolled.
    """
    row = books.db.scalars(select(Kiosk).where(Kiosk.name == name)).first()
    if row is None:
        row = Kiosk(id=f"kiosk-{new_id()}", name=name, last_cursor=0)
        books.db.add(row)
    elif row.enrolled_at is not None:
        raise Refused(Cause.NAME_TAKEN)
    return _expect(books, row)


def renew(books: Books, name: str, *, void_now: bool = False) -> str:
    """Expect a kiosk once more under its own id; returns the code. Its old keys are void when the new ones arrive.

    void_now: they are void at once (the kiosk was stolen): it gets no papers until it has enrolled again, and those
    that it had are given up on.

    Raises:
        Refused: NO_KIOSK, if none of this name has ever enrolled.
    """
    row = books.db.scalars(select(Kiosk).where(Kiosk.name == name, Kiosk.enrolled_at.is_not(None))).first()
    if row is None:
        raise Refused(Cause.NO_KIOSK)
    if void_now:
        row.signing_key = row.sealing_key = None
        papers.give_up_on(books, row.id)
    return _expect(books, row)


def enrol(books: Books, code: str, signing_key: bytes, sealing_key: bytes) -> str:
    """The kiosk with this code has these keys; returns its id. Papers for the keys that it had before are given up on.

    The same code with the same keys gets the same answer, as long as the code is good: the first may have been lost.

    Raises:
        Refused: CODE_NOT_GOOD.
    """
    row = books.db.scalars(select(Kiosk).where(Kiosk.code_digest == digest(code.strip().upper()))).first()
    if row is None or row.code_not_after is None or row.code_not_after < books.now:
        raise Refused(Cause.CODE_NOT_GOOD)
    has_others = (row.signing_key, row.sealing_key) != (signing_key, sealing_key)
    if row.code_used_at is None:
        if has_others:
            papers.give_up_on(books, row.id)
        row.code_used_at = row.enrolled_at = books.now
        row.signing_key, row.sealing_key = signing_key, sealing_key
    elif has_others:
        raise Refused(Cause.CODE_NOT_GOOD)
    return row.id


def signing_keys(books: Books) -> dict[str, bytes]:
    """The raw Ed25519 public key of every enrolled kiosk, by its id."""
    rows = books.db.execute(select(Kiosk.id, Kiosk.signing_key).where(Kiosk.signing_key.is_not(None)))
    return {id: key for id, key in rows if key is not None}


def everyone(books: Books) -> tuple[Kiosk, ...]:
    """All kiosks, expected and enrolled, by name."""
    return tuple(books.db.scalars(select(Kiosk).order_by(Kiosk.name)))


def enrolled(books: Books) -> tuple[Kiosk, ...]:
    """The kiosks that papers can be sealed for, by name."""
    return tuple(kiosk for kiosk in everyone(books) if kiosk.sealing_key is not None)


def outlet(books: Books, wished: str | None) -> Kiosk:
    """The outlet: the one that is wished for, or the only one there is.

    Raises:
        Refused: NO_KIOSK, CHOOSE_KIOSK.
    """
    found = [kiosk for kiosk in enrolled(books) if wished in {None, kiosk.id}]
    if not found:
        raise Refused(Cause.NO_KIOSK)
    if len(found) > 1:
        raise Refused(Cause.CHOOSE_KIOSK)
    return found[0]


def _expect(books: Books, row: Kiosk) -> str:
    code = new_enrolment_code()
    row.code_digest, row.code_not_after, row.code_used_at = digest(code), books.now + CODE_GOOD_FOR, None
    books.db.flush()
    return code
