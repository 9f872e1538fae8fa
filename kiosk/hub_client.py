"""The kiosk's end of the line to its hub: takes in changes as they come, sends events as they happen.

Knows HTTP and the cursor. What a change means stands in kiosk.store.hub. A kiosk whose hub is away serves on.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import TypeVar

import httpx
import structlog
from pydantic import BaseModel, ValidationError

from kiosk.bell import Bell
from kiosk.errors import HubAway
from kiosk.identity import Identity, Keys
from kiosk.store import hub
from kiosk.store.store import Now, Store
from link.hub import (
    AUTHORIZATION,
    CHANGES_PATH,
    ENROLMENT_PATH,
    EVENTS_PATH,
    LONG_POLL_S,
    Accepted,
    Enrolled,
    Enrolment,
    Event,
    Events,
    Heard,
    HeardChanges,
    Numbered,
    change,
    in_base64,
)

ANSWER_WITHIN_S = 10.0
LOOK_EVERY_S = 1.0
"""How long an event waits at most before it is sent."""

B = TypeVar("B", bound=BaseModel)

_JSON = {"Content-Type": "application/json"}

_log = structlog.get_logger()


class _Behind(HubAway):
    """The hub never gave out the cursor that it was asked with."""


class HubClient:
    """One enrolled kiosk. connect opens a client; tests give one that ends in the hub's own program."""

    def __init__(self, http: httpx.AsyncClient, identity: Identity, store: Store, bell: Bell, now: Now) -> None:
        self._http = http
        self._identity = identity
        self._store = store
        self._bell = bell
        self._now = now

    async def follow(self, in_service: Callable[[], None]) -> None:
        """Take in changes, for ever.

        Raises:
            HubAway
        """
        loop = asyncio.get_running_loop()
        if await self._store.transact(partial(hub.begin, kiosk=self._identity.kiosk)):
            _log.info("the hub's changes are followed from the start", kiosk=self._identity.kiosk)
        while True:
            asked_s = loop.time()
            changes = await self._changes()
            in_service()
            for heard in changes.changes:
                await self._take_in(heard)
            if changes.changes:
                self._bell.ring()
            else:
                # A hub, or something before it, that does not wait must not be asked without a pause.
                await asyncio.sleep(asked_s + LOOK_EVERY_S - loop.time())

    async def report(self, in_service: Callable[[], None]) -> None:
        """Send what happened, in order, for ever. What was not acknowledged is sent again under the same id.

        Raises:
            HubAway
        """
        while True:
            events = await self._store.transact(hub.unsent)
            if events:
                accepted = await self._deliver(events)
                in_service()
                await self._store.transact(partial(hub.mark_sent, ids=_known(events, accepted)))
            else:
                await asyncio.sleep(LOOK_EVERY_S)

    async def _take_in(self, heard: Heard) -> None:
        kiosk = self._identity.kiosk
        try:
            numbered = Numbered(cursor=heard.cursor, change=change.validate_python(heard.change))
            await self._store.transact(partial(hub.take_in, numbered=numbered, identity=self._identity))
        except ValidationError as error:
            # Not the error itself: its text quotes what it did not understand.
            _log.warning("change not understood", cursor=heard.cursor, wrong_fields=error.error_count())
            await self._store.transact(partial(hub.pass_over, heard=heard, kiosk=kiosk, why="not_understood"))
        except hub.ChangeRefused as refused:
            _log.error("change passed over: it cannot be stored", cursor=heard.cursor, cause=str(refused))
            await self._store.transact(partial(hub.pass_over, heard=heard, kiosk=kiosk, why="refused"))
        else:
            _log.info("change taken in", cursor=numbered.cursor, type=numbered.change.type)

    async def _changes(self) -> HeardChanges:
        after = await self._store.transact(hub.cursor)
        query = {"after": after, "wait_s": LONG_POLL_S}
        within_s = LONG_POLL_S + ANSWER_WITHIN_S
        request = self._http.build_request("GET", CHANGES_PATH, params=query, timeout=within_s, headers=self._who())
        try:
            return _read(await _send(request, self._http), HeardChanges)
        except _Behind:
            if after > 0:
                _log.warning("the hub has forgotten; its changes are taken in from the start", after=after)
                await self._store.transact(partial(hub.begin_again, kiosk=self._identity.kiosk))
            return HeardChanges(changes=())

    async def _deliver(self, events: tuple[Event, ...]) -> Accepted:
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


def _known(events: tuple[Event, ...], accepted: Accepted) -> tuple[str, ...]:
    """The ids that the hub has now.

    Raises:
        HubAway: it has none of them; asking again at once would be asking for ever.
    """
    known = tuple(event.id for event in events if event.id in accepted.ids)
    if not known:
        raise HubAway("the hub acknowledged none of the events")
    return known


async def _send(request: httpx.Request, http: httpx.AsyncClient) -> httpx.Response:
    """The hub's answer, when it is a good one.

    Raises:
        HubAway
    """
    try:
        answer = await http.send(request)
    except httpx.HTTPError as error:
        raise HubAway(f"{request.url.path}: {type(error).__name__}") from error
    if answer.status_code == HTTPStatus.CONFLICT:
        raise _Behind(f"{request.url.path}: the hub was restored from a backup")
    if answer.status_code != HTTPStatus.OK:
        raise HubAway(f"{request.url.path}: the hub answered {answer.status_code}")
    return answer


def _read(answer: httpx.Response, expected: type[B]) -> B:
    try:
        return expected.model_validate_json(answer.content)
    except ValidationError as error:
        raise HubAway(f"{answer.request.url.path}: {error.error_count()} fields are not understood") from error
