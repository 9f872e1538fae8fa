"""Bringing a paper to somebody's door: who was first, who has it, and whether the household said so."""

from sqlalchemy import select

from hub.notices import Tell
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand
from hub.secret import hash_typed, matches, new_digits, new_id
from hub.states import LIVE_DELIVERY, DeliveryState, HandOver, State, What
from hub.store import applications, changes, notices, signed_codes, trail
from hub.store.schema import Application, Delivery, Staff
from hub.store.store import Books
from link.hub import DeliveryEnded, DeliveryGiven
from link.signed_code import Right

HAND_OVER_DIGITS = 4
MAX_WRONG_TRIES = 5

_IN_HAND = (DeliveryState.ACCEPTED, DeliveryState.TAKEN)
"""ACCEPTED too: a kiosk without a network tells later that its door was opened."""

_IN_LOCKER = (DeliveryState.ACCEPTED, DeliveryState.UNCONFIRMED)
"""UNCONFIRMED: digits were tried, and no kiosk has said that the envelope is out."""


def accept(books: Books, who: Who, application: str) -> str:
    """The first volunteer to say so brings it; the others are told. Returns the delivery's id.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; TAKEN_BY_ANOTHER; NOT_NOW if there is nothing to bring any more.
    """
    demand(who, Deed.DELIVER)
    row = applications.get(books, application)
    if live(books, application) is not None:
        raise Refused(Cause.TAKEN_BY_ANOTHER)
    if row.state is not State.OFFERED or row.kiosk is None:
        raise Refused(Cause.NOT_NOW, row.state.value)
    volunteer = books.db.get_one(Staff, who.staff)
    delivery = Delivery(
        id=new_id(),
        application=row.id,
        volunteer=volunteer.id,
        state=DeliveryState.ACCEPTED,
        accepted_at=books.now,
    )
    books.db.add(delivery)
    applications.move(books, row, State.ACCEPTED, who.as_staff)
    given = DeliveryGiven(delivery=delivery.id, application=row.id, volunteer=volunteer.kiosk_name)
    changes.queue(books, row.kiosk, given)
    _tell_of_acceptance(books, row, delivery)
    return delivery.id


def give_back(books: Books, who: Who, delivery: str) -> None:
    """The volunteer cannot come after all: the others are asked again.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if it is out of the locker.
    """
    row = _own(books, who, delivery)
    if row.state is not DeliveryState.ACCEPTED:
        raise Refused(Cause.NOT_NOW, row.state.value)
    _offer_again(books, row, What.GIVEN_BACK, who.as_staff)


def take_away(books: Books, who: Who, delivery: str) -> None:
    """A coordinator asks the others instead of this volunteer, who is told.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if it is out of the locker.
    """
    demand(who, Deed.SETTLE)
    row = get(books, delivery)
    if row.state not in _IN_LOCKER or row.taken_at is not None:
        raise Refused(Cause.NOT_NOW, row.state.value)
    _offer_again(books, row, What.TAKEN_AWAY, who.as_staff)
    notices.tell_staff(books, Tell.DELIVERY_AWAY, row.volunteer, applications.get(books, row.application))


def give_back_all(books: Books, volunteer: str) -> None:
    """They have left the staff: the others are asked for everything that they have not taken out of the locker yet."""
    rows = select(Delivery).where(Delivery.volunteer == volunteer, Delivery.state == DeliveryState.ACCEPTED)
    for row in books.db.scalars(rows).all():
        _offer_again(books, row, What.TAKEN_AWAY, "hub")


def hand_over(books: Books, who: Who, delivery: str, digits: str) -> HandOver:
    """The volunteer enters what the resident read out.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if this delivery is over.
    """
    row = _in_hand(books, who, delivery)
    application = applications.get(books, row.application)
    if matches(digits, row.code_hash):
        _conclude(books, row, application, who.as_staff)
        return HandOver.DONE
    row.wrong_tries += 1
    trail.add(books, application, What.WRONG_CODE, who.as_staff)
    if row.wrong_tries < MAX_WRONG_TRIES:
        return HandOver.WRONG
    _unconfirmed(books, row, application, who, What.OUT_OF_TRIES)
    notices.tell_all(books, Tell.OUT_OF_TRIES, Deed.SETTLE, application)
    return HandOver.OUT_OF_TRIES


def hand_over_without_code(books: Books, who: Who, delivery: str) -> None:
    """The volunteer says it was handed over, and nobody read digits out; a coordinator asks the household.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if this delivery is over, or no kiosk has said that it was taken.
    """
    row = _in_hand(books, who, delivery)
    if row.state is not DeliveryState.TAKEN:
        raise Refused(Cause.NOT_NOW, row.state.value)
    application = applications.get(books, row.application)
    _unconfirmed(books, row, application, who, What.UNCONFIRMED)
    notices.tell_all(books, Tell.UNCONFIRMED, Deed.SETTLE, application)


def new_code(books: Books, who: Who, application: str) -> str:
    """New digits for the resident, to be shown once: only a hash is kept. The earlier ones have ended.

    Raises:
        Refused: NOT_FOUND if it is not theirs; NOT_NOW if nobody is on the way.
    """
    row = applications.get(books, application)
    if who.person != row.person:
        raise Refused(Cause.NOT_FOUND)
    delivery = live(books, application)
    if delivery is None or delivery.state not in _IN_HAND:
        raise Refused(Cause.NOT_NOW)
    code = new_digits(HAND_OVER_DIGITS)
    delivery.code_hash, delivery.wrong_tries = hash_typed(code), 0
    notices.replace_code(books, application, code)
    return code


def settle(books: Books, who: Who, delivery: str, *, handed_over: bool) -> None:
    """A coordinator asked the household: it arrived, or it is lost. What nobody has taken is not lost: take_away().

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND; NOT_NOW if there is nothing to settle.
    """
    demand(who, Deed.SETTLE)
    row = get(books, delivery)
    if row.state not in {DeliveryState.TAKEN, DeliveryState.UNCONFIRMED}:
        raise Refused(Cause.NOT_NOW, row.state.value)
    application = applications.get(books, row.application)
    if handed_over:
        _conclude(books, row, application, who.as_staff)
    elif row.taken_at is None:
        raise Refused(Cause.NOT_NOW, "no kiosk has said that it was taken")
    else:
        _close(books, row, DeliveryState.ENDED)
        applications.move(books, application, State.LOST, who.as_staff)


def get(books: Books, delivery: str) -> Delivery:
    """The row of this delivery.

    Raises:
        Refused: NOT_FOUND.
    """
    row = books.db.get(Delivery, delivery)
    if row is None:
        raise Refused(Cause.NOT_FOUND)
    return row


def live(books: Books, application: str) -> Delivery | None:
    """The delivery of this application that is under way or waits for a coordinator."""
    rows = select(Delivery).where(Delivery.application == application, Delivery.state.in_(LIVE_DELIVERY))
    return books.db.scalars(rows).first()


def newest(books: Books, *, volunteer: str | None = None, limit: int = 200) -> tuple[Delivery, ...]:
    """Deliveries, of one volunteer or of all, the newest first."""
    rows = select(Delivery).order_by(Delivery.accepted_at.desc()).limit(limit)
    return tuple(books.db.scalars(rows if volunteer is None else rows.where(Delivery.volunteer == volunteer)))


def offer(books: Books, application: Application, who: str, but: str | None = None) -> None:
    """Ask the volunteers, except the one who has just given it back."""
    applications.move(books, application, State.OFFERED, who)
    notices.tell_all(books, Tell.OFFER, Deed.DELIVER, application, but)


def end(books: Books, row: Delivery, application: Application) -> None:
    """This volunteer does not bring it: they may not take it any more, and the resident's digits end."""
    _close(books, row, DeliveryState.ENDED)
    _shut_out(books, row, application)
    notices.drop(books, Tell.DELIVERY_YOURS, application.id)
    notices.drop(books, Tell.VOLUNTEER_COMES, application.id)


def tell_digits(books: Books, row: Application, delivery: Delivery) -> None:
    """Tell the resident who comes, and new digits to read out to them."""
    code = new_digits(HAND_OVER_DIGITS)
    delivery.code_hash, delivery.wrong_tries = hash_typed(code), 0
    volunteer = books.db.get_one(Staff, delivery.volunteer)
    notices.tell_person(books, Tell.VOLUNTEER_COMES, row, {"volunteer": volunteer.name, "code": code})


def _tell_of_acceptance(books: Books, row: Application, delivery: Delivery) -> None:
    assert row.kiosk is not None
    notices.drop(books, Tell.OFFER, row.id)
    notices.tell_all(books, Tell.OFFER_GONE, Deed.DELIVER, row, but=delivery.volunteer)
    code = signed_codes.grant(books, Right.DELIVERY, row.kiosk, delivery.id)
    notices.tell_staff(books, Tell.DELIVERY_YOURS, delivery.volunteer, row, code=code)
    tell_digits(books, row, delivery)


def _offer_again(books: Books, row: Delivery, why: What, who: str) -> None:
    application = applications.get(books, row.application)
    trail.add(books, application, why, who)
    end(books, row, application)
    offer(books, application, who, but=row.volunteer)


def _own(books: Books, who: Who, delivery: str) -> Delivery:
    """The volunteer's own; of another volunteer's they learn nothing."""
    demand(who, Deed.DELIVER)
    row = get(books, delivery)
    if row.volunteer != who.staff:
        raise Refused(Cause.NOT_FOUND)
    return row


def _in_hand(books: Books, who: Who, delivery: str) -> Delivery:
    row = _own(books, who, delivery)
    if row.state not in _IN_HAND:
        raise Refused(Cause.NOT_NOW, row.state.value)
    return row


def _unconfirmed(books: Books, row: Delivery, application: Application, who: Who, what: What) -> None:
    row.state = DeliveryState.UNCONFIRMED
    row.code_hash = None
    applications.move(books, application, State.UNCONFIRMED, who.as_staff, what=what)


def _conclude(books: Books, row: Delivery, application: Application, who: str) -> None:
    _close(books, row, DeliveryState.HANDED_OVER)
    if row.taken_at is None:
        _shut_out(books, row, application)
    applications.move(books, application, State.HANDED_OVER, who)


def _shut_out(books: Books, row: Delivery, application: Application) -> None:
    """This delivery opens no door any more."""
    assert application.kiosk is not None
    changes.queue(books, application.kiosk, DeliveryEnded(delivery=row.id))


def _close(books: Books, row: Delivery, state: DeliveryState) -> None:
    row.state, row.code_hash, row.ended_at = state, None, books.now
