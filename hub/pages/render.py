"""Turns a template and what it shows into a page.

Knows Jinja2, the language cookie and the headers that every page carries. Does not know who asks, or what a page means.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.pages.words import LANGUAGES, Words

LANGUAGE_COOKIE = "sodam_language"
STATIC = Path(__file__).parent / "static"

_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Every page may show somebody's name, and many are read on shared computers.
    "Cache-Control": "no-store",
}


def words_for(request: Request) -> Words:
    """The sentences in the language that this browser chose, else Korean."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return Words(chosen if chosen in LANGUAGES else LANGUAGES[0])


def render(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """The page that template makes of what is shown."""
    words = words_for(request)
    text = _environment().get_template(template).render(w=words, **shown)
    return HTMLResponse(text, status)


def private(response: Response) -> Response:
    """Response with the headers that keep a page private; those that it has already stay."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"asset": _asset, "zip": zip}
    return environment


@cache
def _asset(name: str) -> str:
    """The address of a static file; it changes with the content, so that a browser may keep it for ever."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
