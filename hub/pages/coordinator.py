"""A coordinator's work: every delivery by how it stands, hand-overs to ask about, people to call, and the roster."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from hub.guard import hub_of
from hub.pages.page import PageRoute, attempt, go, page
from hub.pages.sender import Sender, Signed
from hub.refusals import Cause
from hub.states import DeliveryState
from hub.store import deliveries, notices
from hub.views import coordinators

router = APIRouter(prefix="/coordinator", route_class=PageRoute, include_in_schema=False)

BOARD = "/coordinator"
CALLS = "/coordinator/calls"

_ORDER = (
    DeliveryState.UNCONFIRMED,
    DeliveryState.TAKEN,
    DeliveryState.ACCEPTED,
    DeliveryState.HANDED_OVER,
    DeliveryState.ENDED,
)
"""What needs the coordinator first."""


@router.get("")
def board(request: Request, who: Signed) -> Response:
    """Every delivery, by how it stands."""
    hub = hub_of(request)
    everything = coordinators.deliveries(hub, who)
    groups = [(state.value, [one for one in everything if one.state is state]) for state in _ORDER]
    return page(request, who, "board.html", groups=groups, offered=coordinators.offered(hub, who))


@router.post("/deliveries/{id}/settle")
def settle(request: Request, who: Sender, id: str, arrived: Annotated[bool, Form()]) -> Response:
    """The household was asked: it arrived, or it did not."""
    changed, settled = {Cause.NOT_NOW: go(BOARD, "changed")}, go(BOARD, "settled")
    return attempt(request, changed, lambda _: settled, deliveries.settle, who, id, handed_over=arrived)


@router.post("/deliveries/{id}/take-away")
def take_away(request: Request, who: Sender, id: str) -> Response:
    """The volunteer does not come: the others are asked again."""
    changed, settled = {Cause.NOT_NOW: go(BOARD, "changed")}, go(BOARD, "settled")
    return attempt(request, changed, lambda _: settled, deliveries.take_away, who, id)


@router.get("/calls")
def calls(request: Request, who: Signed) -> Response:
    """Whom to call, and what to say."""
    return page(request, who, "calls.html", calls=coordinators.calls(hub_of(request), who))


@router.post("/calls/{id}/done")
def called(request: Request, who: Sender, id: str) -> Response:
    """They were told."""
    late = {Cause.ALREADY_DECIDED: go(CALLS, "changed")}
    return attempt(request, late, lambda _: go(CALLS, "called"), notices.called, who, id)


@router.get("/roster")
def roster(request: Request, who: Signed) -> Response:
    """Everybody of the staff."""
    return page(request, who, "roster.html", staff=coordinators.roster(hub_of(request), who))
