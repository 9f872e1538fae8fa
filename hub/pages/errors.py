"""What a person sees when something is not possible: what, in plain words, and what they can do.

Knows which refusal is which sentence. Answers for pages only: kiosks, and whoever asks for /health, get JSON as before.
"""

from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from hub.guard import CrossSite, NotSignedIn, who_is
from hub.pages.kept import keep
from hub.pages.page import go, page
from hub.pages.render import private, words_for
from hub.refusals import Cause, Refused
from hub.roles import Who
from hub.slow_lane import Busy

_MACHINES = ("/kiosk/", "/health", "/openapi.json")
"""What starts like this is asked for by programs."""

_STATUS = {Cause.NOT_FOUND: 404, Cause.NO_SUCH_FORM: 404, Cause.NOT_ALLOWED: 403}
_CONFLICT = 409
_BUSY_FOR_S = 2
"""Longer than everybody who waits in hub.slow_lane takes."""

_MOST_ERRORS = 10

_OF_STATUS = {403: "cause.not_allowed", 404: "cause.not_found"}
"""What the web framework finds itself; everything else it finds is a request that no page of ours makes."""


def install(app: FastAPI) -> None:
    """Let people of this application have pages where something goes wrong."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(CrossSite, _cross_site)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(Exception, _broken)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    if _is_for_machines(request):
        return JSONResponse({"detail": error.cause.value}, _STATUS.get(error.cause, _CONFLICT))
    return _sorry(request, who_is(request), f"cause.{error.cause.value}", _STATUS.get(error.cause, _CONFLICT))


async def _not_signed_in(request: Request, error: Exception) -> Response:
    """To the sign-in, and back here afterwards; what was typed goes along."""
    assert isinstance(error, NotSignedIn)
    if request.method != "POST":
        return private(go(f"/sign-in?{urlencode({'then': request.url.path})}"))
    kept = keep(await request.form())
    shown = {"then": request.url.path, "kept": kept, "email": "", "problem": None, "at": "/sign-in"}
    return private(await run_in_threadpool(page, request, None, "sign_in.html", status=401, **shown))


def _cross_site(request: Request, error: Exception) -> Response:
    assert isinstance(error, CrossSite)
    return _sorry(request, who_is(request), "error.stale", 403)


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _is_for_machines(request):
        return JSONResponse({"detail": _what_is_wrong(error)}, 422)
    return _sorry(request, await run_in_threadpool(who_is, request), "error.bad", 422)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_for_machines(request):
        return await http_exception_handler(request, error)
    sentence = _OF_STATUS.get(error.status_code, "error.bad")
    return _sorry(request, await run_in_threadpool(who_is, request), sentence, error.status_code)


def _busy(request: Request, error: Exception) -> Response:
    """Plain, and without looking anything up: it is what stands between a flood and everybody else."""
    assert isinstance(error, Busy)
    answer = _sorry(request, None, "error.busy", 429)
    answer.headers["Retry-After"] = str(_BUSY_FOR_S)
    return answer


def _broken(request: Request, _: Exception) -> Response:
    """Starlette raises the error again after this, for the log and for tests."""
    if _is_for_machines(request):
        return JSONResponse({"detail": "internal error"}, 500)
    return _sorry(request, None, "error.broken", 500)


def _sorry(request: Request, who: Who | None, sentence: str, status: int) -> Response:
    """The page that says what is wrong (sentence.what in words.toml) and what to do (sentence.do)."""
    words = words_for(request)
    shown = {"what": words(f"{sentence}.what"), "do": words(f"{sentence}.do"), "at": "/"}
    return private(page(request, who, "error.html", status=status, **shown))


def _what_is_wrong(error: RequestValidationError) -> list[dict[str, Any]]:
    """Where and what, and not what was sent: an answer must not be longer than what it answers, or repeat a key."""
    return [{name: found[name] for name in ("type", "loc", "msg")} for found in error.errors()[:_MOST_ERRORS]]


def _is_for_machines(request: Request) -> bool:
    return request.url.path.startswith(_MACHINES)
