"""What coordinators see: every delivery, who is to be called, and the roster."""

from collections import Counter

from hub.core import Hub
from hub.names import Names
from hub.roles import Deed, Who, demand
from hub.states import LIVE_DELIVERY, State
from hub.store import applications, notices, people
from hub.store import deliveries as delivery_rows
from hub.store.store import Books
from hub.views.shown import ApplicationView, CallView, DeliveryView, StaffView


def deliveries(hub: Hub, who: Who, limit: int = 200) -> tuple[DeliveryView, ...]:
    """The newest deliveries of everybody."""
    demand(who, Deed.SETTLE)
    return hub.store.read(lambda books: Names(hub, books).deliveries(delivery_rows.newest(books, limit=limit)))


def offered(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """What no volunteer has accepted yet, longest waiting first."""
    demand(who, Deed.SETTLE)

    def look(books: Books) -> tuple[ApplicationView, ...]:
        return Names(hub, books).applications(applications.in_states(books, State.OFFERED))

    return hub.store.read(look)


def calls(hub: Hub, who: Who) -> tuple[CallView, ...]:
    """Whom to call, longest waiting first. The worker fills this list."""
    demand(who, Deed.SETTLE)

    def look(books: Books) -> tuple[CallView, ...]:
        names = Names(hub, books)
        return tuple(names.call(row) for row in notices.calls(books))

    return hub.store.read(look)


def roster(hub: Hub, who: Who) -> tuple[StaffView, ...]:
    """All staff, by name."""
    demand(who, Deed.SETTLE)
    return hub.store.read(_roster)


def _roster(books: Books) -> tuple[StaffView, ...]:
    busy = Counter(row.volunteer for row in delivery_rows.newest(books, limit=1000) if row.state in LIVE_DELIVERY)
    return tuple(
        StaffView(row.id, row.name, row.email, row.role, row.kiosk_name, row.is_active, busy[row.id])
        for row in people.everyone(books)
    )
