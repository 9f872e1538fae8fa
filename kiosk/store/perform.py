"""Which function of the store carries out which domain effect."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, assert_never

from kiosk.flows.effects import codes, deliveries, locker
from kiosk.flows.effects import papers as about_papers
from kiosk.flows.effects import staff as about_staff
from kiosk.identity import Identity
from kiosk.store import openings, papers, parcels, prints, signed_codes, staff, tickets
from kiosk.store.store import Books
from locker.parcel import Spot

Decision = locker.Decision | codes.Decision | about_papers.Decision | deliveries.Decision | about_staff.Decision


@dataclass(frozen=True)
class Circumstances:
    """What holds at this kiosk when a decision is carried out."""

    spots: AbstractSet[Spot]
    """All compartments."""
    shut: AbstractSet[int]
    """Those whose door is seen closed now."""
    identity: Identity | None
    """None: this kiosk was never enrolled at a hub."""

    @property
    def usable(self) -> AbstractSet[Spot]:
        """The compartments that may be given away, if they are free."""
        return {spot for spot in self.spots if spot.number in self.shut}


def perform(books: Books, decision: Decision, now: Circumstances) -> Any:
    """Carry out decision in this transaction; its outcome is of the type that the effect names."""
    if isinstance(decision, about_staff.Decision):
        return _about_staff(books, decision)
    if isinstance(decision, codes.Decision | deliveries.Decision):
        return _about_codes(books, decision, now.identity)
    if isinstance(decision, about_papers.Decision):
        return _about_papers(books, decision, now.identity)
    return _about_the_locker(books, decision, now)


def _about_staff(books: Books, decision: about_staff.Decision) -> Any:
    match decision:
        case about_staff.ListStaff():
            return staff.depositors(books)
        case about_staff.SignIn(member, pin):
            return staff.sign_in(books, member, pin)
        case _:
            assert_never(decision)


def _about_codes(books: Books, decision: codes.Decision | deliveries.Decision, identity: Identity | None) -> Any:
    match decision:
        case codes.CheckPrintCode(text):
            return signed_codes.check_print(books, identity, text)
        case codes.CheckPrintBirthDate():
            return signed_codes.check_print_birth_date(books, identity, decision)
        case codes.CheckParcelCode(text):
            return signed_codes.check_parcel(books, identity, text)
        case codes.CheckParcelBirthDate():
            return signed_codes.check_parcel_birth_date(books, decision)
        case deliveries.CheckDeliveryCode(text):
            return signed_codes.check_delivery(books, identity, text)
        case _:
            assert_never(decision)


def _about_papers(books: Books, decision: about_papers.Decision, identity: Identity | None) -> Any:
    match decision:
        case about_papers.FindByCard(card):
            return papers.of_card(books, identity, card)
        case about_papers.ListEnvelopes(member):
            return papers.envelopes(books, identity, member)
        case about_papers.RecordPaperTaken(number, member):
            return papers.taken(books, number, member)
        case about_papers.RecordPrintUncertain(intent):
            return prints.record_uncertain(books, intent)
        case _:
            assert_never(decision)


def _about_the_locker(books: Books, decision: locker.Decision, now: Circumstances) -> Any:
    match decision:
        case locker.CheckCode():
            return tickets.check(books, decision)
        case locker.Reserve():
            return parcels.reserve(books, decision, now.usable, now.identity)
        case locker.RecordStored(intent):
            return openings.record_stored(books, intent, now.shut)
        case locker.RecordCodeTold(parcel):
            return parcels.record_code_told(books, parcel)
        case locker.Conclude(intent, ending):
            return openings.conclude(books, intent, ending, now.shut)
        case locker.RecordUncleared(intent, why):
            return openings.record_uncleared(books, intent, why)
        case _:
            assert_never(decision)
