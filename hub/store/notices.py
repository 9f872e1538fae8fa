"""What people are to be told: written in the transaction that it follows from, then sent by the worker, or called.

Knows how often and when a notice is tried. Does not know addresses, channels or sentences.
"""

from datetime import timedelta

from sqlalchemy import or_, select, update

from hub.notices import SIGN_IN, NoticeState, Tell
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand, roles_that_may
from hub.secret import new_id
from hub.store.schema import Application, GivenCode, Notice, Staff
from hub.store.sessions import Account
from hub.store.store import Books

Values = dict[str, str | int]

SENDING_LASTS_AT_MOST = timedelta(minutes=5)
"""After this a worker that had begun is taken for dead, and the notice is sent (perhaps again)."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MAX_TRIES = 12
"""Of one channel, in about six hours: then it has failed for good, and the next is tried, or somebody calls."""

_OPEN = (NoticeState.WAITING, NoticeState.SENDING, NoticeState.CALL)
"""SENDING too: the channel may refuse it, and then it would be told later."""


def tell_person(
    books: Books, tell: Tell, about: Application, values: Values | None = None, code: GivenCode | None = None
) -> None:
    """Tell whom the application is for."""
    _add(books, Notice(tell=tell, person=about.person, application=about.id), values, code)


def tell_staff(books: Books, tell: Tell, staff: str, about: Application, code: GivenCode | None = None) -> None:
    """Tell one member of staff."""
    _add(books, Notice(tell=tell, staff=staff, application=about.id), None, code)


def tell_all(books: Books, tell: Tell, deed: Deed, about: Application, but: str | None = None) -> None:
    """Tell everybody on the roster who may do this, except one."""
    everybody = select(Staff.id).where(Staff.role.in_(roles_that_may(deed)), Staff.is_active).order_by(Staff.name)
    for staff in books.db.scalars(everybody).all():
        if staff != but:
            tell_staff(books, tell, staff, about)


def tell_code(books: Books, tell: Tell, account: Account, code: str) -> None:
    """Send a sign-in code; to the staff address if they have both, it is the same."""
    person = None if account.staff else account.person
    _add(books, Notice(tell=tell, person=person, staff=account.staff), {"code": code}, None)


def drop(books: Books, tell: Tell, application: str) -> None:
    """What is not told yet is not to be told any more; a message that is under way is not tried again."""
    books.db.execute(
        update(Notice)
        .where(Notice.tell == tell, Notice.application == application, Notice.state.in_(_OPEN))
        .values(state=NoticeState.DROPPED, values={}, done_at=books.now)
    )
    books.forgets()


def replace_code(books: Books, application: str, code: str) -> None:
    """The hand-over digits have changed: who has not been told the old ones yet, or is just being, is told the new."""
    rows = select(Notice).where(
        Notice.tell == Tell.VOLUNTEER_COMES, Notice.application == application, Notice.state.in_(_OPEN)
    )
    for row in books.db.scalars(rows):
        row.values = {**row.values, "code": code}


def claim(books: Books) -> Notice | None:
    """The next notice that is due, now SENDING: this worker has it until SENDING_LASTS_AT_MOST is over.

    Sign-in codes first: somebody looks at a screen meanwhile.
    """
    due = (
        select(Notice)
        .where(Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING)), Notice.next_at <= books.now)
        .order_by(Notice.tell.not_in(SIGN_IN), Notice.next_at, Notice.id)
        .limit(1)
    )
    row = books.db.scalars(due).first()
    if row is not None:
        row.state = NoticeState.SENDING
        row.tries += 1
        row.next_at = books.now + SENDING_LASTS_AT_MOST
    return row


def sent(books: Books, notice: str, told: Values) -> None:
    """The channel took it; what it said is wiped. If other values are to be told by now, they follow at once."""
    row = books.db.get_one(Notice, notice)
    if row.state is NoticeState.SENDING and row.values != told:
        row.state, row.next_at = NoticeState.WAITING, books.now
    else:
        _end(books, row, NoticeState.SENT)


def turn(notice: Notice, ways: int) -> int:
    """Which of so many channels to a person a claimed notice goes by; one failed try is no reason for the next."""
    return min((notice.tries - 1) // MAX_TRIES, ways - 1)


def not_sent(books: Books, notice: str, *, ways: int = 1, forget_after: timedelta | None = None) -> None:
    """The channel did not take it: again later, longer each time; then the next channel; in the end somebody calls.

    ways: how many channels there are to this person.
    forget_after: what is older than this (a sign-in code) is of no use any more.
    """
    row = books.db.get_one(Notice, notice)
    if row.state is not NoticeState.SENDING:
        return  # dropped while the channel had it
    if forget_after is not None and books.now - row.at > forget_after:
        _end(books, row, NoticeState.DROPPED)
    elif row.tries >= MAX_TRIES * ways:
        row.state = NoticeState.CALL
    else:
        row.state, row.next_at = NoticeState.WAITING, books.now + _pause(row.tries % MAX_TRIES)


def unreachable(books: Books, notice: str) -> None:
    """No channel carries this to this person: somebody calls, or goes there."""
    row = books.db.get_one(Notice, notice)
    if row.state is NoticeState.SENDING:
        row.state = NoticeState.CALL


def calls(books: Books) -> tuple[Notice, ...]:
    """Everybody to be called, longest waiting first."""
    return tuple(books.db.scalars(select(Notice).where(Notice.state == NoticeState.CALL).order_by(Notice.at)))


def called(books: Books, who: Who, notice: str) -> None:
    """A coordinator has told them.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; ALREADY_DECIDED if another coordinator has.
    """
    demand(who, Deed.SETTLE)
    row = books.db.get(Notice, notice)
    if row is None:
        raise Refused(Cause.NOT_FOUND)
    if row.state is not NoticeState.CALL:
        raise Refused(Cause.ALREADY_DECIDED)
    row.settled_by = who.staff
    _end(books, row, NoticeState.CALLED)


def waiting(books: Books) -> int:
    """How many are not told yet by a channel."""
    rows = select(Notice.id).where(or_(Notice.state == NoticeState.WAITING, Notice.state == NoticeState.SENDING))
    return len(books.db.scalars(rows).all())


def _add(books: Books, row: Notice, values: Values | None, code: GivenCode | None) -> None:
    row.id = new_id()
    row.values = dict(values or {})
    row.code = code.id if code else None
    row.state = NoticeState.WAITING
    row.at = row.next_at = books.now
    books.db.add(row)
    books.db.flush()


def _pause(tries: int) -> timedelta:
    """After so many tries of a channel; none before the first of the next one."""
    return min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) if tries else timedelta()


def _end(books: Books, row: Notice, state: NoticeState) -> None:
    row.state, row.values, row.done_at = state, {}, books.now
    books.forgets()
