"""Which function of the store carries out which domain effect."""

from collections.abc import Set as AbstractSet
from typing import Any

from kiosk.flows import effects
from kiosk.flows.api import DomainEffect
from kiosk.store import codes, openings, parcels, staff
from kiosk.store.store import Books
from locker.parcel import Spot


def perform(books: Books, effect: DomainEffect[Any], usable: AbstractSet[Spot]) -> Any:
    """Carry out effect in this transaction; its outcome is of the type that effect names.

    usable are the compartments whose door is seen closed.
    """
    match effect:
        case effects.CheckCode():
            return codes.check(books, effect)
        case effects.ListStaff():
            return staff.depositors(books)
        case effects.SignIn(member, pin):
            return staff.sign_in(books, member, pin)
        case effects.Reserve():
            return parcels.reserve(books, effect, usable)
        case effects.RecordStored(intent):
            return openings.record_stored(books, intent)
        case effects.RecordNotStored(intent):
            return openings.record_not_stored(books, intent)
        case effects.RecordCollected(intent):
            return openings.record_collected(books, intent)
        case effects.RecordStillInside(intent):
            return openings.record_still_inside(books, intent)
        case effects.RecordUncleared(intent, why):
            return openings.record_uncleared(books, intent, why)
        case _:
            raise TypeError(effect)
