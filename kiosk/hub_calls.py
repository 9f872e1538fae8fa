"""The calls of a kiosk to its hub: one request each, and its answer, or HubAway.

Knows HTTP and the bodies of link.hub. Does not know the database, and tries nothing again.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from kiosk.errors import HubAway
from kiosk.identity import Identity, Keys
from kiosk.store.store import Now
from link.hub import (
    AUTHORIZATION,
    CHANGES_PATH,
    ENROLMENT_PATH,
    EVENTS_PATH,
    LONG_POLL_S,
    PAPERS_PATH,
    Accepted,
    Enrolled,
    Enrolment,
    Event,
    Events,
    HeardChanges,
    PapersHeld,
    in_base64,
)

ANSWER_WITHIN_S = 10.0

B = TypeVar("B", bound=BaseModel)

_JSON = {"Content-Type": "application/json"}


class Behind(HubAway):
    """The hub never gave out the cursor that it was asked with: it was restored from a backup."""


class HubCalls:
    """What an enrolled kiosk can ask its hub. Every call raises HubAway where there is no good answer."""

    def __init__(self, http: httpx.AsyncClient, identity: Identity, now: Now) -> None:
        self._http = http
        self._identity = identity
        self._now = now

    async def changes(self, after: int) -> HeardChanges:
        """What changed after this cursor; waits for up to LONG_POLL_S until something does.

        Raises:
            Behind, HubAway
        """
        query = {"after": after, "wait_s": LONG_POLL_S}
        within_s = LONG_POLL_S + ANSWER_WITHIN_S
        request = self._http.build_request("GET", CHANGES_PATH, params=query, timeout=within_s, headers=self._who())
        return _read(await _send(request, self._http), HeardChanges)

    async def papers(self) -> PapersHeld:
        """The numbers that this kiosk may print, as the hub knows it."""
        request = self._http.build_request("GET", PAPERS_PATH, headers=self._who())
        return _read(await _send(request, self._http), PapersHeld)

    async def tell(self, events: tuple[Event, ...]) -> Accepted:
        """Send these events."""
        headers = {**self._who(), **_JSON}
        body = Events(events=events).model_dump_json()
        request = self._http.build_request("POST", EVENTS_PATH, content=body, headers=headers)
        return _read(await _send(request, self._http), Accepted)

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"{AUTHORIZATION} {self._identity.call(self._now())}"}


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client for the hub at url. Its certificate is verified; nothing follows a redirect."""
    async with httpx.AsyncClient(base_url=url, timeout=ANSWER_WITHIN_S) as http:
        yield http


async def enrol(http: httpx.AsyncClient, code: str, keys: Keys) -> Enrolled:
    """Introduce this kiosk with the code that the hub's operator was shown.

    Sent again with the same code and the same keys, the hub answers the same.

    Raises:
        HubAway: the hub cannot be reached, or does not take the code.
    """
    body = Enrolment(
        code=code,
        signing_key=in_base64(keys.signing.public_key().public_bytes_raw()),
        sealing_key=in_base64(keys.sealing.public_key().public_bytes_raw()),
    )
    request = http.build_request("POST", ENROLMENT_PATH, content=body.model_dump_json(), headers=_JSON)
    return _read(await _send(request, http), Enrolled)


async def _send(request: httpx.Request, http: httpx.AsyncClient) -> httpx.Response:
    """The hub's answer, when it is a good one.

    Raises:
        Behind, HubAway
    """
    try:
        answer = await http.send(request)
    except httpx.HTTPError as error:
        raise HubAway(f"{request.url.path}: {type(error).__name__}") from error
    if answer.status_code == HTTPStatus.CONFLICT:
        raise Behind(f"{request.url.path}: the hub was restored from a backup")
    if answer.status_code != HTTPStatus.OK:
        raise HubAway(f"{request.url.path}: the hub answered {answer.status_code}")
    return answer


def _read(answer: httpx.Response, expected: type[B]) -> B:
    try:
        return expected.model_validate_json(answer.content)
    except ValidationError as error:
        raise HubAway(f"{answer.request.url.path}: {error.error_count()} fields are not understood") from error
