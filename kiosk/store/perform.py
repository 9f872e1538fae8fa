"""Which function of the store carries out which domain effect."""

from collections.abc import Set as AbstractSet
from typing import Any, assert_never

from kiosk.flows.effects import locker
from kiosk.flows.effects import staff as about_staff
from kiosk.store import codes, openings, parcels, staff
from kiosk.store.store import Books
from locker.parcel import Spot

Decision = locker.Decision | about_staff.Decision


def perform(books: Books, decision: Decision, shut: AbstractSet[int], spots: AbstractSet[Spot]) -> Any:
    """Carry out decision in this transaction; its outcome is of the type that the effect names.

    shut are the compartments whose door is seen closed now, spots all compartments there are.
    """
    match decision:
        case locker.CheckCode():
            return codes.check(books, decision)
        case about_staff.ListStaff():
            return staff.depositors(books)
        case about_staff.SignIn(member, pin):
            return staff.sign_in(books, member, pin)
        case locker.Reserve():
            return parcels.reserve(books, decision, {spot for spot in spots if spot.number in shut})
        case locker.RecordStored(intent):
            return openings.record_stored(books, intent, shut)
        case locker.RecordCodeTold(parcel):
            return parcels.record_code_told(books, parcel)
        case locker.RecordNotStored(intent):
            return openings.record_not_stored(books, intent, shut)
        case locker.RecordCollected(intent):
            return openings.record_collected(books, intent, shut)
        case locker.RecordStillInside(intent):
            return openings.record_still_inside(books, intent, shut)
        case locker.RecordUncleared(intent, why):
            return openings.record_uncleared(books, intent, why)
        case _:
            assert_never(decision)
