"""An officer's work: what waits for a decision, what the paper would say, prints that nobody is sure of, asking back.

Knows pages. What may be decided when, the hub's own functions say.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from hub import approving
from hub.guard import hub_of
from hub.pages import printed
from hub.pages.page import PageRoute, attempt, go, page
from hub.pages.render import words_for
from hub.pages.sender import Sender, Signed
from hub.pages.telling import facts, steps, told
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, may
from hub.states import State
from hub.store import applications, kiosks, papers
from hub.views import officers
from hub.views.shown import ApplicationView

router = APIRouter(route_class=PageRoute, include_in_schema=False)

LONGEST_REASON = 500

Text = Annotated[str, Form()]


@router.get("/office")
def waiting(request: Request, who: Signed) -> Response:
    """What waits for an officer, what waits longest first."""
    hub, words = hub_of(request), words_for(request)
    shown: dict[str, Any] = {
        "waiting": [told(words, one, f"/office/{one.id}") for one in officers.waiting(hub, who)],
        "released": [told(words, one, f"/office/{one.id}") for one in officers.released(hub, who)],
    }
    return page(request, who, "office.html", **shown)


@router.get("/office/papers")
def uncertain(request: Request, who: Signed) -> Response:
    """Prints of which nobody knows whether they are good."""
    found = officers.uncertain(hub_of(request), who)
    shown = [told(words_for(request), one, f"/office/{one.id}") for one in found]
    return page(request, who, "papers.html", papers=shown)


@router.get("/all")
def everything(request: Request, who: Signed) -> Response:
    """Every application, the newest first."""
    words = words_for(request)
    found = [told(words, one, f"/office/{one.id}") for one in officers.everything(hub_of(request), who)]
    return page(request, who, "all.html", applications=found)


@router.get("/office/{id}")
def one(request: Request, who: Signed, id: str) -> Response:
    """One application with everything that is known of it."""
    return _one(request, who, id)


@router.post("/office/{id}/approve")
def approve(request: Request, who: Sender, id: str, kiosk: Text = "") -> Response:
    """Number it, make it, and give it to one kiosk; also again, after a kiosk gave it back."""
    try:
        approving.approve(hub_of(request), who, id, kiosk or None)
    except Refused as refused:
        match refused.cause:
            case Cause.CHOOSE_KIOSK:
                return _one(request, who, id, problems={"kiosk": "office.kiosk_missing"})
            case cause if cause in _moved_on(id):
                return _moved_on(id)[cause]
            case _:
                raise
    return go("/office", "approved")


@router.post("/office/{id}/reject")
def reject(request: Request, who: Sender, id: str, reason: Text = "") -> Response:
    """Say no, and why."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return _one(request, who, id, problems={"reason": "office.reject_missing"}, reason=reason)
    said = go("/office", "rejected")
    return attempt(request, _moved_on(id), lambda _: said, applications.reject, who, id, " ".join(reason.split()))


@router.post("/office/{id}/recall")
def recall(request: Request, who: Sender, id: str) -> Response:
    """Ask the kiosk for the number back."""
    return attempt(request, _moved_on(id), lambda _: go(f"/office/{id}", "recalled"), papers.recall, who, id)


@router.post("/office/{id}/give-up")
def give_up(request: Request, who: Sender, id: str) -> Response:
    """Give up the number of a paper that no kiosk has."""
    return attempt(request, _moved_on(id), lambda _: go(f"/office/{id}", "given_up"), papers.void, who, id)


def _moved_on(id: str) -> dict[Cause, Response]:
    return {cause: go(f"/office/{id}", "changed") for cause in (Cause.ALREADY_DECIDED, Cause.NOT_NOW)}


def _one(request: Request, who: Who, id: str, problems: dict[str, str] | None = None, reason: str = "") -> Response:
    hub, words = hub_of(request), words_for(request)
    application = officers.one(hub, who, id)
    may_decide = may(who, Deed.DECIDE) and application.state in {State.SUBMITTED, State.RELEASED}
    may_recall = may(who, Deed.DECIDE) and application.state in {State.APPROVED, State.FETCHED}
    outlets = hub.store.read(kiosks.enrolled)
    wished = next((kiosk.id for kiosk in outlets if kiosk.name == application.kiosk), "")
    is_wish_gone = application.state is State.SUBMITTED and bool(application.kiosk) and not wished
    shown: dict[str, Any] = {
        "one": told(words, application),
        "rows": facts(words, application, hub.forms),
        "printed": _printed(request, who, application) if may_decide else (),
        "may_decide": may_decide,
        "may_recall": may_recall and application.recalled_at is None,
        "kiosks": [(kiosk.id, kiosk.name, "") for kiosk in outlets],
        "wished": wished,
        "is_wish_gone": is_wish_gone,
        "reason": reason,
        "problems": {field: words(key) for field, key in (problems or {}).items()},
        "trail": steps(words, officers.trail(hub, who, id)),
    }
    return page(request, who, "office_application.html", status=422 if problems else 200, at=f"/office/{id}", **shown)


def _printed(request: Request, who: Who, application: ApplicationView) -> tuple[printed.Section, ...]:
    """What the paper would say; nothing if register or forms have changed, so that it cannot be made any more."""
    hub = hub_of(request)
    try:
        data = officers.preview(hub, who, application.id)
    except Refused as refused:
        if refused.cause not in {Cause.NO_DATA, Cause.NO_SUCH_FORM}:
            raise
        return ()
    return printed.sections(hub.forms[application.form], data, words_for(request))
