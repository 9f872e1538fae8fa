"""What volunteers see: what there is to bring, and what they have brought themselves."""

from hub.core import Hub
from hub.names import Names
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand
from hub.states import State
from hub.store import applications, deliveries
from hub.store.store import Books
from hub.views.shown import OfferView, VolunteerDeliveryView


def offers(hub: Hub, who: Who) -> tuple[OfferView, ...]:
    """What they can accept, longest waiting first."""
    demand(who, Deed.DELIVER)

    def look(books: Books) -> tuple[OfferView, ...]:
        names = Names(hub, books)
        return tuple(names.offer(row) for row in applications.in_states(books, State.OFFERED))

    return hub.store.read(look)


def mine(hub: Hub, who: Who) -> tuple[VolunteerDeliveryView, ...]:
    """Their own deliveries, newest first."""
    demand(who, Deed.DELIVER)

    def look(books: Books) -> tuple[VolunteerDeliveryView, ...]:
        names = Names(hub, books)
        return tuple(names.for_volunteer(row) for row in deliveries.newest(books, volunteer=who.staff))

    return hub.store.read(look)


def one(hub: Hub, who: Who, delivery: str) -> VolunteerDeliveryView:
    """One of their own.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND.
    """
    demand(who, Deed.DELIVER)

    def look(books: Books) -> VolunteerDeliveryView:
        row = deliveries.get(books, delivery)
        if row.volunteer != who.staff:
            raise Refused(Cause.NOT_FOUND)
        return Names(hub, books).for_volunteer(row)

    return hub.store.read(look)
