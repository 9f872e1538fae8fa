"""What residents see: their own applications, and nobody else's."""

from hub.core import Hub
from hub.names import Names
from hub.refusals import Cause, Refused
from hub.roles import Who, resident
from hub.store import applications
from hub.store.schema import Application
from hub.store.store import Books
from hub.views.shown import ApplicationView, TrailView


def mine(hub: Hub, who: Who) -> tuple[ApplicationView, ...]:
    """Their applications, newest first.

    Raises:
        Refused: NOT_ALLOWED, for somebody who is not in the register.
    """
    person = resident(who)

    def look(books: Books) -> tuple[ApplicationView, ...]:
        return Names(hub, books).applications(applications.of_person(books, person))

    return hub.store.read(look)


def one(hub: Hub, who: Who, application: str) -> ApplicationView:
    """One of theirs.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND.
    """
    return hub.store.read(lambda books: Names(hub, books).application(_own(books, who, application)))


def trail(hub: Hub, who: Who, application: str) -> tuple[TrailView, ...]:
    """Who had it when, oldest first.

    Raises:
        Refused: NOT_ALLOWED, NOT_FOUND.
    """
    return hub.store.read(lambda books: Names(hub, books).trail(_own(books, who, application)))


def _own(books: Books, who: Who, application: str) -> Application:
    person, row = resident(who), applications.get(books, application)
    if row.person != person:
        raise Refused(Cause.NOT_FOUND)
    return row
