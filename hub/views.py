"""What the pages show, for whoever may see it.

Every function asks hub.roles or looks whose it is; somebody else's is Refused with NOT_FOUND, as if it were not there.
"""

from collections import Counter
from typing import Any

from hub.applying import printed_data
from hub.core import Hub
from hub.names import Names
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, demand, may
from hub.shown import ApplicationView, CallView, DeliveryView, OfferView, StaffView, TrailView
from hub.states import LIVE_DELIVERY, State
from hub.store import applications, events, notices, people
from hub.store import deliveries as delivery_rows
from hub.store import kiosks as kiosk_rows
from hub.store import trail as trail_rows
from hub.store.schema import Application, Delivery, Kiosk, KioskEvent
from hub.store.store import Books


def mine(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """The resident's own applications, newest first."""
    if who.person is None:
        return ()
    return hub.store.read(_mine, hub, who.person)


def one(hub: Hub, who: Who, application: str) -> ApplicationView:
    """One application, for whom it is about and for staff who see all.

    Raises:
        Refused: NOT_FOUND.
    """
    return hub.store.read(lambda books: Names(hub, books).application(_seen(books, who, application)))


def preview(hub: Hub, who: Who, application: str) -> dict[str, Any]:
    """What the paper will say, by the names of its form's schema.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND, NO_SUCH_FORM, NO_DATA.
    """
    demand(who, Deed.DECIDE)
    return printed_data(hub, hub.store.read(applications.get, application))


def waiting(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """What waits for an officer's decision, longest first."""
    return _in_states(hub, who, State.SUBMITTED)


def uncertain(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """Prints of which nobody knows; staff settle them at the kiosk."""
    return _in_states(hub, who, State.UNCERTAIN)


def released(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """Numbers that no kiosk has: to be given to one again, or given up."""
    return _in_states(hub, who, State.RELEASED)


def at_kiosks(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """What could be recalled."""
    return _in_states(hub, who, State.APPROVED, State.FETCHED)


def all_applications(hub: Hub, who: Who, limit: int = 200) -> tuple[ApplicationView, ...]:
    """The newest applications of everybody."""
    demand(who, Deed.SEE_APPLICATIONS)
    return hub.store.read(lambda books: _all(hub, books, applications.newest(books, limit)))


def offers(hub: Hub, who: Who) -> tuple[OfferView, ...]:
    """What volunteers can accept, longest waiting first."""
    demand(who, Deed.DELIVER)

    def look(books: Books) -> tuple[OfferView, ...]:
        names = Names(hub, books)
        return tuple(names.offer(row) for row in applications.in_states(books, State.OFFERED))

    return hub.store.read(look)


def my_deliveries(hub: Hub, who: Who) -> tuple[DeliveryView, ...]:
    """The volunteer's own deliveries, newest first."""
    demand(who, Deed.DELIVER)
    return hub.store.read(lambda books: _deliveries(hub, books, delivery_rows.newest(books, volunteer=who.staff)))


def deliveries(hub: Hub, who: Who, limit: int = 200) -> tuple[DeliveryView, ...]:
    """The newest deliveries of everybody."""
    demand(who, Deed.SETTLE)
    return hub.store.read(lambda books: _deliveries(hub, books, delivery_rows.newest(books, limit=limit)))


def one_delivery(hub: Hub, who: Who, delivery: str) -> DeliveryView:
    """One delivery, for its volunteer and for coordinators.

    Raises:
        Refused: NOT_FOUND.
    """

    def look(books: Books) -> DeliveryView:
        row = delivery_rows.get(books, delivery)
        if row.volunteer != who.staff and not may(who, Deed.SETTLE):
            raise Refused(Cause.NOT_FOUND)
        return Names(hub, books).delivery(row)

    return hub.store.read(look)


def calls(hub: Hub, who: Who) -> tuple[CallView, ...]:
    """Whom to call, longest waiting first. The worker fills this list."""
    demand(who, Deed.SETTLE)
    return hub.store.read(lambda books: _calls(hub, books))


def roster(hub: Hub, who: Who) -> tuple[StaffView, ...]:
    """All staff, by name."""
    demand(who, Deed.SETTLE)
    return hub.store.read(_roster)


def trail(hub: Hub, who: Who, application: str) -> tuple[TrailView, ...]:
    """Who had it when, oldest first.

    Raises:
        Refused: NOT_FOUND.
    """

    def look(books: Books) -> tuple[TrailView, ...]:
        row = _seen(books, who, application)
        names = Names(hub, books)
        return tuple(
            TrailView(step.at, step.what, names.who(step.who), names.kiosk(step.kiosk), step.compartment)
            for step in trail_rows.of(books, row.id)
        )

    return hub.store.read(look)


def problems(hub: Hub, who: Who) -> tuple[KioskEvent, ...]:
    """What kiosks told and nothing followed from, newest first."""
    demand(who, Deed.SEE_APPLICATIONS)
    return hub.store.read(events.problems)


def kiosks(hub: Hub) -> tuple[Kiosk, ...]:
    """The kiosks that papers can be given to, by name."""
    return tuple(kiosk for kiosk in hub.store.read(kiosk_rows.everyone) if kiosk.enrolled_at is not None)


def _mine(books: Books, hub: Hub, person: str) -> tuple[ApplicationView, ...]:
    return _all(hub, books, applications.of_person(books, person))


def _all(hub: Hub, books: Books, rows: tuple[Application, ...]) -> tuple[ApplicationView, ...]:
    names = Names(hub, books)
    return tuple(names.application(row) for row in rows)


def _in_states(hub: Hub, who: Who, *states: State) -> tuple[ApplicationView, ...]:
    demand(who, Deed.SEE_APPLICATIONS)
    return hub.store.read(lambda books: _all(hub, books, applications.in_states(books, *states)))


def _deliveries(hub: Hub, books: Books, rows: tuple[Delivery, ...]) -> tuple[DeliveryView, ...]:
    names = Names(hub, books)
    return tuple(names.delivery(row) for row in rows)


def _calls(hub: Hub, books: Books) -> tuple[CallView, ...]:
    names = Names(hub, books)
    return tuple(names.call(row) for row in notices.calls(books))


def _roster(books: Books) -> tuple[StaffView, ...]:
    busy = Counter(row.volunteer for row in delivery_rows.newest(books, limit=1000) if row.state in LIVE_DELIVERY)
    return tuple(
        StaffView(row.id, row.name, row.email, row.role, row.kiosk_name, row.is_active, busy[row.id])
        for row in people.everyone(books)
    )


def _seen(books: Books, who: Who, application: str) -> Application:
    row = applications.get(books, application)
    if row.person != who.person and not may(who, Deed.SEE_APPLICATIONS):
        raise Refused(Cause.NOT_FOUND)
    return row
