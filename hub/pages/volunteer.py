"""A volunteer's work: what there is to bring, what they have said they will bring, and the moment at the door."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from hub import codes
from hub.guard import hub_of
from hub.pages.page import PageRoute, attempt, go, page
from hub.pages.qr import svg
from hub.pages.render import words_for
from hub.pages.sender import Sender, Signed, only_digits
from hub.refusals import Cause
from hub.roles import Who
from hub.states import LIVE_DELIVERY, DeliveryState, HandOver
from hub.store import deliveries
from hub.views import volunteers

router = APIRouter(prefix="/volunteer", route_class=PageRoute, include_in_schema=False)

HOME = "/volunteer"

_IN_HAND = {DeliveryState.ACCEPTED, DeliveryState.TAKEN}


@router.get("")
def work(request: Request, who: Signed) -> Response:
    """What there is to bring, and what is under way."""
    hub = hub_of(request)
    own = volunteers.mine(hub, who)
    shown: dict[str, Any] = {
        "offers": volunteers.offers(hub, who),
        "mine": [one for one in own if one.state in LIVE_DELIVERY],
        "past": [one for one in own if one.state not in LIVE_DELIVERY],
    }
    return page(request, who, "volunteer.html", **shown)


@router.post("/offers/{application}/accept")
def accept(request: Request, who: Sender, application: str) -> Response:
    """The first to say so brings it."""
    return attempt(
        request,
        {Cause.TAKEN_BY_ANOTHER: go(HOME, "late"), Cause.NOT_NOW: go(HOME, "gone")},
        lambda delivery: go(f"{HOME}/{delivery}", "accepted"),
        deliveries.accept,
        who,
        application,
    )


@router.get("/{id}")
def one(request: Request, who: Signed, id: str) -> Response:
    """One delivery: the code for the locker, where to go, what to do at the door."""
    return _one(request, who, id)


@router.post("/{id}/hand-over")
def hand_over(request: Request, who: Sender, id: str, digits: Annotated[str, Form()] = "") -> Response:
    """The digits that the resident read out."""
    typed = only_digits(digits)
    if len(typed) != deliveries.HAND_OVER_DIGITS:
        return _one(request, who, id, problem="delivery.digits_missing")

    def then(handed_over: HandOver) -> Response:
        match handed_over:
            case HandOver.DONE:
                return go(f"{HOME}/{id}", "delivered")
            case HandOver.WRONG:
                return _one(request, who, id, problem="delivery.wrong")
            case HandOver.OUT_OF_TRIES:
                return go(f"{HOME}/{id}", "out_of_tries")

    return attempt(request, _moved_on(id), then, deliveries.hand_over, who, id, typed)


@router.post("/{id}/without-code")
def without_code(request: Request, who: Sender, id: str) -> Response:
    """Handed over, and nobody read digits out: the coordinator asks."""
    done = go(f"{HOME}/{id}", "without_code")
    return attempt(request, _moved_on(id), lambda _: done, deliveries.hand_over_without_code, who, id)


@router.post("/{id}/give-back")
def give_back(request: Request, who: Sender, id: str) -> Response:
    """Cannot come after all."""
    return attempt(request, _moved_on(id), lambda _: go(HOME, "given_back"), deliveries.give_back, who, id)


def _moved_on(id: str) -> dict[Cause, Response]:
    return {Cause.NOT_NOW: go(f"{HOME}/{id}", "changed")}


def _one(request: Request, who: Who, id: str, problem: str = "") -> Response:
    hub, words = hub_of(request), words_for(request)
    delivery = volunteers.one(hub, who, id)
    is_in_locker = delivery.state is DeliveryState.ACCEPTED
    code = codes.code_of(hub, who, delivery.application) if is_in_locker else None
    shown: dict[str, Any] = {
        "one": delivery,
        "to": delivery.recipient,
        "is_open": delivery.state in _IN_HAND,
        "qr": code and svg(code.text, words("application.qr_what")),
        "until": code and code.not_after,
        "problem": words(problem, left=delivery.tries_left) if problem else "",
    }
    return page(request, who, "delivery.html", status=422 if problem else 200, at=f"{HOME}/{id}", **shown)
