"""What needs no sign-in: the way in, the language, the style sheet, and the word to search engines to stay away."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from hub.guard import check_same_site, who_is
from hub.pages.page import PageRoute, first_page, go, local_path
from hub.pages.render import LANGUAGE_COOKIE, STATIC
from hub.pages.words import LANGUAGES
from hub.roles import Who

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_YEAR_S = 31_536_000
_KEEP = f"public, max-age={_YEAR_S}, immutable"
"""render.py names a file anew when its content changes."""
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@router.get("/")
def home(who: Annotated[Who | None, Depends(who_is)]) -> Response:
    """Everybody's first page."""
    return go(first_page(who) if who else "/sign-in")


@router.post("/language", dependencies=[Depends(check_same_site)])
def language(request: Request, language: Annotated[str, Form()] = "", then: Annotated[str, Form()] = "/") -> Response:
    """The same page in another language, and every page after it."""
    answer = go(local_path(then))
    if language in LANGUAGES:
        is_secure = request.url.scheme == "https"
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_S, httponly=True, samesite="lax", secure=is_secure)
    return answer


@router.get("/static/{name}")
def static(name: str) -> Response:
    """The style sheet, the script and the icon; they hold nothing about anybody.

    Raises:
        HTTPException: 404.
    """
    known = re.fullmatch(r"[a-z]+\.(css|js|svg)", name)
    if known is None or not (STATIC / name).is_file():
        raise HTTPException(404)
    return FileResponse(STATIC / name, media_type=_TYPES[known[1]], headers={"Cache-Control": _KEEP})


@router.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
