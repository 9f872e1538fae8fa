"""Who may open a door for what, and how that stands in the row of an opening."""

from enum import Enum

from kiosk.flows.effects.locker import Delivery, Deposit, Inspection, Pickup, Purpose
from kiosk.roles import Deed
from kiosk.store import parcels, staff
from kiosk.store.schema import Compartment, Opening, Parcel, Ticket
from kiosk.store.schema import Delivery as DeliveryRow
from kiosk.store.store import Books
from locker.parcel import Condition, ParcelState

_STAFF = "staff:"


class _Why(Enum):
    """Opening.purpose, as it stands in databases and, in small letters, in the audit log: the values never change."""

    PICKUP = "Pickup"
    DEPOSIT = "Deposit"
    DELIVERY = "Delivery"
    INSPECTION = "Inspection"


def claim(books: Books, intent: Opening, purpose: Purpose) -> bool:
    """Write who and why into intent, and move the parcel with it. False: the right to open is gone."""
    match purpose:
        case Pickup(ticket):
            intent.purpose, intent.who = _Why.PICKUP.value, f"ticket:{ticket}"
            return _take_out(books, intent, ticket)
        case Delivery(delivery, ticket, member):
            intent.purpose, intent.who, intent.delivery = _Why.DELIVERY.value, _STAFF + member, delivery
            return _may_deliver(books, purpose) and _take_out(books, intent, ticket)
        case Deposit(parcel, member):
            intent.purpose, intent.who, intent.parcel = _Why.DEPOSIT.value, _STAFF + member, parcel
            return _may_put_in(books, purpose, intent.compartment)
        case Inspection(member):
            intent.purpose, intent.who = _Why.INSPECTION.value, _STAFF + member
            return _may_look_inside(books, purpose, intent.compartment)


def read(row: Opening) -> Purpose:
    """What claim wrote into the row of an opening."""
    member = row.who.removeprefix(_STAFF)
    match _Why(row.purpose), row.delivery, row.ticket, row.parcel:
        case _Why.DELIVERY, str(delivery), str(ticket), _:
            return Delivery(delivery, ticket, member)
        case _Why.PICKUP, _, str(ticket), _:
            return Pickup(ticket)
        case _Why.DEPOSIT, _, _, str(parcel):
            return Deposit(parcel, member)
        case _Why.INSPECTION, _, _, _:
            return Inspection(member)
        case _:
            raise ValueError(row.purpose, row.id)


def _may_deliver(books: Books, purpose: Delivery) -> bool:
    given = books.db.get_one(DeliveryRow, purpose.delivery)
    return staff.may_now(books, purpose.staff, Deed.DELIVER) and not given.ended


def _may_put_in(books: Books, purpose: Deposit, compartment: int) -> bool:
    is_reserved = books.db.get_one(Parcel, purpose.parcel).state is ParcelState.RESERVED
    is_clear = books.db.get_one(Compartment, compartment).condition is Condition.CLEAR
    return staff.may_now(books, purpose.staff, Deed.DEPOSIT) and is_reserved and is_clear


def _may_look_inside(books: Books, purpose: Inspection, compartment: int) -> bool:
    """Not into a compartment that somebody's visit is about to use."""
    there = parcels.live_parcel(books, compartment)
    is_reserved = there is not None and there.state is ParcelState.RESERVED
    return staff.may_now(books, purpose.staff, Deed.OPEN) and not is_reserved


def _take_out(books: Books, intent: Opening, ticket: str) -> bool:
    """Spend the ticket for the parcel. False: it is spent, or the parcel is not there to be taken."""
    row = books.db.get_one(Ticket, ticket)
    parcel = books.db.get_one(Parcel, row.parcel)
    if row.spent_by is not None or parcel.state is not ParcelState.STORED:
        return False
    intent.ticket, intent.parcel = ticket, parcel.id
    parcel.state = ParcelState.OUT
    return True
