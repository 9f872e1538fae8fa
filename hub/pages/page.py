"""What every page has around what it shows: who is signed in, where they can go, the language, and what was just done.

Knows the rooms of the site and which role goes into which. Does not know what stands in a room.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from hub.guard import csrf_token, hub_of
from hub.pages.render import private, render
from hub.refusals import Cause, Refused
from hub.roles import Deed, Who, may
from hub.store.store import Books

T = TypeVar("T")
P = ParamSpec("P")

MOST_BODY_BYTES = 65_536
"""The largest form of ours, with a reason of 500 characters and everything kept over a sign-in, has about 10 kB."""

AREAS = (
    (Deed.DECIDE, "office", "/office"),
    (Deed.APPLY_FOR_OTHERS, "desk", "/desk"),
    (Deed.DECIDE, "papers", "/office/papers"),
    (Deed.DELIVER, "volunteer", "/volunteer"),
    (Deed.SETTLE, "board", "/coordinator"),
    (Deed.SETTLE, "calls", "/coordinator/calls"),
    (Deed.SETTLE, "roster", "/coordinator/roster"),
    (Deed.SEE_APPLICATIONS, "all", "/all"),
)

SAID = {
    "applied": "good",
    "desk_applied": "good",
    "approved": "good",
    "rejected": "good",
    "recalled": "good",
    "given_up": "good",
    "changed": "care",
    "accepted": "good",
    "late": "care",
    "gone": "care",
    "given_back": "good",
    "delivered": "good",
    "without_code": "good",
    "out_of_tries": "care",
    "settled": "good",
    "called": "good",
    "renewed": "good",
    "still_good": "good",
    "no_code": "care",
}
"""What a page can say about what was just done (said.<name> in words.toml), and in which tone."""


@dataclass(frozen=True)
class Area:
    """A room of the site that somebody can go into."""

    name: str
    href: str


@dataclass(frozen=True)
class Me:
    """Who is signed in, as the frame of a page shows them."""

    name: str
    role: str
    areas: tuple[Area, ...]
    csrf: str


@dataclass(frozen=True)
class Said:
    """What was just done."""

    key: str
    tone: str


class PageRoute(APIRoute):
    """A route whose answers are private, and that reads no more than a form of ours can hold."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        if self.methods and "GET" in self.methods:
            self.methods.add("HEAD")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler between the two."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            _demand_short(request)
            return private(await handle(request))

        return guarded


def page(request: Request, who: Who | None, template: str, *, status: int = 200, **shown: Any) -> Response:
    """The page that template makes of what is shown, for this person.

    at, among what is shown, is where a GET of this page is, if not at the address that was asked for.
    """
    hub = hub_of(request)
    frame = {
        "me": who and _me(request, who),
        "at": request.url.path,
        "said": _said(request),
        "is_trial": hub.is_demo,
        "help_phone": hub.settings.office.help_phone,
    }
    return render(request, template, status=status, **frame | shown)


def go(path: str, said: str | None = None) -> Response:
    """To another page of ours, which says what was done."""
    return RedirectResponse(f"{path}?{urlencode({'said': said})}" if said else path, 303)


def attempt(
    request: Request,
    too_late: Mapping[Cause, Response],
    done: Callable[[T], Response],
    work: Callable[Concatenate[Books, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Response:
    """Run work in a transaction of the store: what done makes of the result, or the answer for whoever came too late.

    Raises:
        Refused: for a cause that is not among too_late.
    """
    try:
        result = hub_of(request).store.write(work, *args, **kwargs)
    except Refused as refused:
        if refused.cause not in too_late:
            raise
        return too_late[refused.cause]
    return done(result)


def first_page(who: Who) -> str:
    """Where somebody begins: staff at their work, everybody else at their own applications."""
    return _areas(who)[0].href


def local_path(path: str) -> str:
    """Path if it is one of this site, else the first page: a link to us never leads on to somebody else."""
    is_local = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if is_local else "/"


def _me(request: Request, who: Who) -> Me:
    return Me(who.name, who.role.value if who.role else "resident", _areas(who), csrf_token(request))


def _areas(who: Who) -> tuple[Area, ...]:
    work = [Area(name, href) for deed, name, href in AREAS if may(who, deed)]
    own = [Area("mine", "/applications"), Area("new", "/applications/new")] if who.person else []
    return tuple(work + own)


def _said(request: Request) -> Said | None:
    name = request.query_params.get("said", "")
    return Said(f"said.{name}", SAID[name]) if name in SAID else None


def _demand_short(request: Request) -> None:
    """Browsers always say how long a form is; the server ends a body that is longer than it said.

    Raises:
        HTTPException: 411 or 413.
    """
    if request.method != "POST":
        return
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411)
    if int(length) > MOST_BODY_BYTES:
        raise HTTPException(413)
