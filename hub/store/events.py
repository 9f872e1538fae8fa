"""What the kiosks tell: each event is kept once, and what follows from it is done in the same transaction.

An event that is not known, comes too late, speaks of what its kiosk does not have or trips the hub itself is kept with
its problem, and the next one goes on: nothing but a failing database blocks a kiosk's queue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hub.facts import DeliveryFacts, PaperFacts, ParcelFacts, SettledFacts, Settlement
from hub.notices import Tell
from hub.refusals import Cause, Refused
from hub.states import DeliveryState, State, What
from hub.store import applications, deliveries, notices, papers, signed_codes, trail
from hub.store.schema import Application, Delivery, Kiosk, KioskEvent
from hub.store.store import Books
from link.hub import Event
from link.signed_code import Right
from link.way import Way

_log = structlog.get_logger()


def take(books: Books, kiosk: str, events: tuple[Event, ...]) -> tuple[str, ...]:
    """Keep these events of this kiosk and do what follows from them; returns the ids of all of them."""
    books.db.get_one(Kiosk, kiosk).last_heard_at = books.now
    for event in events:
        if books.db.get(KioskEvent, (kiosk, event.id)) is None:
            _keep(books, kiosk, event)
    return tuple(event.id for event in events)


def problems(books: Books, limit: int = 100) -> tuple[KioskEvent, ...]:
    """Events from which nothing followed although something should have, newest first."""
    rows = select(KioskEvent).where(KioskEvent.problem.is_not(None)).order_by(KioskEvent.received_at.desc())
    return tuple(books.db.scalars(rows.limit(limit)))


@dataclass(frozen=True)
class _Told:
    """One event on its way through its function."""

    kiosk: str
    at: datetime
    facts: dict[str, str | int | None]

    @property
    def who(self) -> str:
        """How a trail names whoever is behind it."""
        return f"kiosk:{self.kiosk}"


def _keep(books: Books, kiosk: str, event: Event) -> None:
    at = _utc(event.at, books.now)
    row = KioskEvent(kiosk=kiosk, id=event.id, at=at, received_at=books.now, event=event.event, facts=dict(event.facts))
    books.db.add(row)
    books.db.flush()
    follow = _FOLLOWS.get(event.event)
    if follow is None:
        return
    try:
        with books.db.begin_nested():
            # A kiosk's clock may run ahead; a trail that lies in the future would say that it is still to come.
            follow(books, _Told(kiosk, min(at, books.now), event.facts))
    except Refused as refused:
        row.problem = refused.cause.value
    except ValidationError:
        row.problem = Cause.NOT_UNDERSTOOD.value
    except OperationalError:
        raise  # the database, not the event: Store.write or the kiosk tries again
    except Exception:  # noqa: BLE001 (logged, and the queue goes on; every other event would wait behind this one)
        _log.exception("event_not_followed", kiosk=kiosk, id=event.id, name=event.event)
        row.problem = Cause.NOT_FOLLOWED.value


def _utc(at: datetime, now: datetime) -> datetime:
    """In UTC; a time that UTC has no room for (year 1, east of it) is taken for now."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return now


def _printed(books: Books, told: _Told) -> None:
    facts = PaperFacts.model_validate(told.facts)
    papers.use_up(books, *papers.held_by(books, told.kiosk, facts.number, facts.application), State.PRINTED, told.at)


def _not_printed(books: Books, told: _Told) -> None:
    """The kiosk still has it, and may try again when somebody asks it to."""
    facts = PaperFacts.model_validate(told.facts)
    _, row = papers.held_by(books, told.kiosk, facts.number, facts.application)
    trail.add(books, row, What.NOT_PRINTED, told.who, kiosk=told.kiosk, at=told.at)


def _uncertain(books: Books, told: _Told) -> None:
    """It stays with its kiosk, whose staff settle it."""
    facts = PaperFacts.model_validate(told.facts)
    _, row = papers.held_by(books, told.kiosk, facts.number, facts.application)
    _move(books, row, State.UNCERTAIN, told)


def _settled(books: Books, told: _Told) -> None:
    facts = SettledFacts.model_validate(told.facts)
    paper, row = papers.held_by(books, told.kiosk, facts.number, facts.application)
    if row.state is not State.UNCERTAIN:
        raise Refused(Cause.NOT_NOW, row.state.value)
    match facts.settlement:
        case Settlement.ISSUED:
            papers.use_up(books, paper, row, State.PRINTED, told.at)
        case Settlement.VOID:
            papers.use_up(books, paper, row, State.VOID, told.at)
            notices.tell_person(books, Tell.VOID, row)


def _released(books: Books, told: _Told) -> None:
    facts = PaperFacts.model_validate(told.facts)
    paper, row = papers.held_by(books, told.kiosk, facts.number, facts.application)
    papers.release(books, paper, row, told.who, told.at)


def _stored(books: Books, told: _Told) -> None:
    facts = ParcelFacts.model_validate(told.facts)
    row = _application(books, told, facts.application)
    if row is None:
        return
    if row.way is Way.KIOSK:
        raise Refused(Cause.NOT_NOW, "not for the locker")
    carried = deliveries.live(books, row.id)
    if carried is not None and row.state in {State.TAKEN, State.UNCONFIRMED}:
        deliveries.end(books, carried, row)
    row.compartment = facts.compartment
    _move(books, row, State.IN_LOCKER, told, facts.compartment)
    if row.way is Way.DOOR:
        deliveries.offer(books, row, "hub")
    else:
        code = signed_codes.grant(books, Right.PARCEL, told.kiosk, row.id)
        notices.tell_person(books, Tell.IN_LOCKER, row, {"compartment": facts.compartment}, code)


def _collected(books: Books, told: _Told) -> None:
    """By its own code. What a volunteer takes, delivery_taken tells instead."""
    facts = ParcelFacts.model_validate(told.facts)
    row = _application(books, told, facts.application)
    if row is not None:
        _out_of_locker(books, row, State.COLLECTED, told, facts)


def _removed(books: Books, told: _Told) -> None:
    """Staff found its compartment empty; the resident is told, and may know more."""
    facts = ParcelFacts.model_validate(told.facts)
    row = _application(books, told, facts.application)
    if row is not None:
        _out_of_locker(books, row, State.REMOVED, told, facts)
        notices.tell_person(books, Tell.REMOVED, row, {"compartment": facts.compartment})


def _taken(books: Books, told: _Told) -> None:
    """What the door saw holds, even if the volunteer had given the delivery back a moment before."""
    facts = DeliveryFacts.model_validate(told.facts)
    row = _application(books, told, facts.application)
    delivery = books.db.get(Delivery, facts.delivery)
    if row is None or delivery is None or delivery.application != row.id:
        raise Refused(Cause.NOT_THIS_KIOSKS)
    delivery.taken_at = delivery.taken_at or told.at
    who = f"staff:{delivery.volunteer}"
    if delivery.state in {DeliveryState.HANDED_OVER, DeliveryState.UNCONFIRMED}:
        # The kiosk was without a network while the paper was already at the door.
        trail.add(books, row, What.TAKEN, who, kiosk=told.kiosk, compartment=facts.compartment, at=told.at)
        return
    overtaken = deliveries.live(books, row.id)
    if overtaken is not None and overtaken.id != delivery.id:
        _spare(books, overtaken, row)
    applications.move(books, row, State.TAKEN, who, kiosk=told.kiosk, compartment=facts.compartment, at=told.at)
    delivery.state, delivery.ended_at = DeliveryState.TAKEN, None
    if delivery.code_hash is None:
        deliveries.tell_digits(books, row, delivery)


def _out_of_locker(books: Books, row: Application, to: State, told: _Told, facts: ParcelFacts) -> None:
    """Nobody needs to come for it any more, neither the resident nor a volunteer who was about to."""
    _move(books, row, to, told, facts.compartment)
    carried = deliveries.live(books, row.id)
    if carried is not None:
        _spare(books, carried, row)
    notices.drop(books, Tell.OFFER, row.id)
    notices.drop(books, Tell.IN_LOCKER, row.id)


def _spare(books: Books, delivery: Delivery, row: Application) -> None:
    """This volunteer need not go any more."""
    deliveries.end(books, delivery, row)
    notices.tell_staff(books, Tell.DELIVERY_OVER, delivery.volunteer, row)


def _move(books: Books, row: Application, to: State, told: _Told, compartment: int | None = None) -> None:
    applications.move(books, row, to, told.who, kiosk=told.kiosk, compartment=compartment, at=told.at)


def _application(books: Books, told: _Told, application: str | None) -> Application | None:
    """The application that the kiosk speaks of; None: it speaks of none.

    Raises:
        Refused: NOT_THIS_KIOSKS.
    """
    if application is None:
        return None
    row = books.db.get(Application, application)
    if row is None or row.kiosk != told.kiosk or row.number is None:
        raise Refused(Cause.NOT_THIS_KIOSKS)
    return row


_FOLLOWS: dict[str, Callable[[Books, _Told], None]] = {
    "paper_printed": _printed,
    "paper_not_printed": _not_printed,
    "paper_uncertain": _uncertain,
    "paper_settled": _settled,
    "paper_released": _released,
    "parcel_stored": _stored,
    "parcel_collected": _collected,
    "parcel_removed": _removed,
    "delivery_taken": _taken,
}
