"""What the office sees: everybody's applications, and what is to be decided about them. Coordinators look on."""

from typing import Any

from hub.applying import printed_data
from hub.core import Hub
from hub.names import Names
from hub.roles import Deed, Who, demand
from hub.states import State
from hub.store import applications
from hub.store.store import Books
from hub.views.shown import ApplicationView, TrailView


def waiting(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """What waits for a decision, longest first."""
    demand(who, Deed.SEE_APPLICATIONS)
    return _in_state(hub, State.SUBMITTED)


def released(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """Numbers that no kiosk has: to be given to one again, or given up."""
    demand(who, Deed.SEE_APPLICATIONS)
    return _in_state(hub, State.RELEASED)


def uncertain(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """Prints of which nobody knows; staff settle them at the kiosk. For who decides."""
    demand(who, Deed.DECIDE)
    return _in_state(hub, State.UNCERTAIN)


def everything(hub: Hub, who: Who, limit: int = 200) -> tuple[ApplicationView, ...]:
    """The newest applications of everybody."""
    demand(who, Deed.SEE_APPLICATIONS)
    return hub.store.read(lambda books: Names(hub, books).applications(applications.newest(books, limit)))


def one(hub: Hub, who: Who, application: str) -> ApplicationView:
    """One application, whoever's.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND.
    """
    demand(who, Deed.SEE_APPLICATIONS)
    return hub.store.read(lambda books: Names(hub, books).application(applications.get(books, application)))


def trail(hub: Hub, who: Who, application: str) -> tuple[TrailView, ...]:
    """Who had it when, oldest first.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND.
    """
    demand(who, Deed.SEE_APPLICATIONS)
    return hub.store.read(lambda books: Names(hub, books).trail(applications.get(books, application)))


def preview(hub: Hub, who: Who, application: str) -> dict[str, Any]:
    """What the paper will say, by the names of its form's schema. For who decides.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND, NO_SUCH_FORM, NO_DATA.
    """
    demand(who, Deed.DECIDE)
    return printed_data(hub, hub.store.read(applications.get, application))


def _in_state(hub: Hub, state: State) -> tuple[ApplicationView, ...]:
    def look(books: Books) -> tuple[ApplicationView, ...]:
        return Names(hub, books).applications(applications.in_states(books, state))

    return hub.store.read(look)
