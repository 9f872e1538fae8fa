"""What follows from what a kiosk tells (link.events): where an application stands, and who hears of it.

Knows what must be so for it to follow. That an event is kept, once and whatever it says, hub.store.events sees to.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hub.notices import Tell
from hub.refusals import Cause, Refused
from hub.states import DeliveryState, State, What
from hub.store import applications, deliveries, notices, papers, signed_codes, trail
from hub.store.schema import Application, Assignment, Delivery
from hub.store.store import Books
from link.events import (
    DeliveryTaken,
    Finding,
    Followed,
    PaperNotPrinted,
    PaperPrinted,
    PaperReleased,
    PaperSettled,
    PaperUncertain,
    ParcelCollected,
    ParcelRemoved,
    ParcelStored,
)
from link.signed_code import Right
from link.way import Way

_OfPaper = PaperPrinted | PaperNotPrinted | PaperUncertain | PaperSettled | PaperReleased
_OfParcel = ParcelStored | ParcelCollected | ParcelRemoved


@dataclass(frozen=True)
class Teller:
    """Which kiosk tells it, and when it happened there."""

    kiosk: str
    at: datetime

    @property
    def who(self) -> str:
        """How a trail names whoever is behind it."""
        return f"kiosk:{self.kiosk}"


def follow(books: Books, teller: Teller, event: Followed) -> None:
    """Do what follows from this event.

    Raises:
        Refused: NOT_THIS_KIOSKS, NOT_NOW; nothing of it may stay then.
    """
    match event:
        case PaperPrinted() | PaperNotPrinted() | PaperUncertain() | PaperSettled() | PaperReleased():
            _follow_paper(books, teller, event)
        case ParcelStored() | ParcelCollected() | ParcelRemoved():
            if event.application is not None:
                row = _application(books, teller, event.application)
                _follow_parcel(books, row, _in_order(books, row, teller), event)
        case DeliveryTaken():
            row = _application(books, teller, event.application)
            _taken(books, row, _in_order(books, row, teller), event)


def _follow_paper(books: Books, teller: Teller, event: _OfPaper) -> None:
    assignment, row = papers.held_by(books, teller.kiosk, event.number, event.application)
    teller = _in_order(books, row, teller)
    match event:
        case PaperPrinted():
            papers.use_up(books, assignment, row, State.PRINTED, teller.at)
        case PaperNotPrinted():
            trail.add(books, row, What.NOT_PRINTED, teller.who, kiosk=teller.kiosk, at=teller.at)
        case PaperUncertain():
            _uncertain(books, row, teller)
        case PaperSettled(settlement=finding):
            _settled(books, assignment, row, teller, finding)
        case PaperReleased():
            _released(books, assignment, row, teller)


def _follow_parcel(books: Books, row: Application, teller: Teller, event: _OfParcel) -> None:
    match event:
        case ParcelStored():
            _stored(books, row, teller, event.compartment)
        case ParcelCollected():
            _out_of_locker(books, row, State.COLLECTED, teller, event.compartment)
        case ParcelRemoved():
            _out_of_locker(books, row, State.REMOVED, teller, event.compartment)
            notices.tell_person(books, Tell.REMOVED, row, {"compartment": event.compartment})


def _uncertain(books: Books, row: Application, teller: Teller) -> None:
    if _only_keys_are_void(books, row):
        trail.add(books, row, What.UNCERTAIN, teller.who, kiosk=teller.kiosk, at=teller.at)
    else:
        _move(books, row, State.UNCERTAIN, teller)


def _released(books: Books, assignment: Assignment, row: Application, teller: Teller) -> None:
    """A kiosk that once said uncertain has seen it at the printer: its older database may not unsay that."""
    if row.state is State.UNCERTAIN and not _only_keys_are_void(books, row):
        raise Refused(Cause.NOT_NOW, row.state.value)
    at = max(teller.at, row.recalled_at or teller.at)
    papers.release(books, assignment, row, teller.who, at)


def _only_keys_are_void(books: Books, row: Application) -> bool:
    """Whether it is uncertain because its kiosk's keys are void, and the kiosk itself has not said so."""
    why = trail.last_of(books, row, (What.UNCERTAIN, What.KEYS_VOID))
    return row.state is State.UNCERTAIN and why is What.KEYS_VOID


def _settled(books: Books, assignment: Assignment, row: Application, teller: Teller, finding: Finding) -> None:
    if row.state is not State.UNCERTAIN:
        raise Refused(Cause.NOT_NOW, row.state.value)
    match finding:
        case Finding.ISSUED:
            papers.use_up(books, assignment, row, State.PRINTED, teller.at)
        case Finding.VOID:
            papers.use_up(books, assignment, row, State.VOID, teller.at)
            notices.tell_person(books, Tell.VOID, row)


def _stored(books: Books, row: Application, teller: Teller, compartment: int) -> None:
    if row.way is Way.KIOSK:
        raise Refused(Cause.NOT_NOW, "not for the locker")
    carried = deliveries.live(books, row.id)
    if carried is not None and row.state in {State.TAKEN, State.UNCONFIRMED}:
        deliveries.end(books, carried, row)
    row.compartment = compartment
    _move(books, row, State.IN_LOCKER, teller, compartment)
    if row.way is Way.DOOR:
        deliveries.offer(books, row, "hub")
    else:
        code = signed_codes.grant(books, Right.PARCEL, teller.kiosk, row.id)
        notices.tell_person(books, Tell.IN_LOCKER, row, {"compartment": compartment}, code)


def _out_of_locker(books: Books, row: Application, to: State, teller: Teller, compartment: int) -> None:
    """Nobody needs to come for it any more, neither the resident nor a volunteer who was about to."""
    _move(books, row, to, teller, compartment)
    carried = deliveries.live(books, row.id)
    if carried is not None:
        _spare(books, carried, row)
    notices.drop(books, Tell.OFFER, row.id)
    notices.drop(books, Tell.IN_LOCKER, row.id)


def _taken(books: Books, row: Application, teller: Teller, event: DeliveryTaken) -> None:
    """What the door saw holds, even if the volunteer had given the delivery back a moment before."""
    delivery = books.db.get(Delivery, event.delivery)
    if delivery is None or delivery.application != row.id:
        raise Refused(Cause.NOT_THIS_KIOSKS)
    teller = replace(teller, at=max(teller.at, delivery.accepted_at))
    delivery.taken_at = delivery.taken_at or teller.at
    who = f"staff:{delivery.volunteer}"
    if delivery.state in {DeliveryState.HANDED_OVER, DeliveryState.UNCONFIRMED}:
        # The kiosk was without a network while the paper was already at the door.
        trail.add(books, row, What.TAKEN, who, kiosk=teller.kiosk, compartment=event.compartment, at=teller.at)
        return
    overtaken = deliveries.live(books, row.id)
    if overtaken is not None and overtaken.id != delivery.id:
        _spare(books, overtaken, row)
    applications.move(books, row, State.TAKEN, who, kiosk=teller.kiosk, compartment=event.compartment, at=teller.at)
    delivery.state, delivery.ended_at = DeliveryState.TAKEN, None
    if delivery.code_hash is None:
        deliveries.tell_digits(books, row, delivery)


def _spare(books: Books, delivery: Delivery, row: Application) -> None:
    """This volunteer need not go any more."""
    deliveries.end(books, delivery, row)
    notices.tell_staff(books, Tell.DELIVERY_OVER, delivery.volunteer, row)


def _move(books: Books, row: Application, to: State, teller: Teller, compartment: int | None = None) -> None:
    applications.move(books, row, to, teller.who, kiosk=teller.kiosk, compartment=compartment, at=teller.at)


def _in_order(books: Books, row: Application, teller: Teller) -> Teller:
    """A kiosk's clock may stand at 2000: nothing happened there before what had happened there already."""
    return replace(teller, at=max(teller.at, trail.reached(books, row, teller.kiosk) or teller.at))


def _application(books: Books, teller: Teller, application: str) -> Application:
    """The application that the kiosk speaks of.

    Raises:
        Refused: NOT_THIS_KIOSKS.
    """
    row = books.db.get(Application, application)
    if row is None or row.kiosk != teller.kiosk or row.number is None:
        raise Refused(Cause.NOT_THIS_KIOSKS)
    return row
