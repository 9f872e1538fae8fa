"""The calls of a kiosk: enrol once, hear what changed, tell what happened, and ask what it may still print."""

import time
from typing import Annotated

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool

from hub.api.caller import Caller
from hub.guard import hub_of
from hub.refusals import Refused
from hub.store import changes, events, kiosks, papers
from link.hub import (
    CHANGES_PATH,
    ENROLMENT_PATH,
    EVENTS_PATH,
    LONG_POLL_S,
    PAPERS_PATH,
    Accepted,
    Changes,
    Enrolled,
    Enrolment,
    Events,
    PapersHeld,
    Trusted,
    in_base64,
)

LOOKS_EVERY_S = 1.0
"""Changes that another process commits ring no bell here."""

router = APIRouter(tags=["kiosk"])


@router.post(ENROLMENT_PATH)
def enrol(request: Request, body: Enrolment) -> Enrolled:
    """Take a kiosk's keys for the one-time code that `hub kiosks add` or `renew` showed.

    403: the code is not good (any more).
    """
    hub = hub_of(request)
    _check_keys(body)
    try:
        id = hub.store.write(kiosks.enrol, body.code, body.signing_key, body.sealing_key)
    except Refused as refused:
        raise HTTPException(403, {"reason": refused.cause.value}) from refused
    own = Trusted(key=in_base64(hub.keys.codes.public_key().public_bytes_raw()))
    return Enrolled(kiosk=id, keys=(own,), demo=hub.is_demo)


@router.get(CHANGES_PATH)
async def hear(
    request: Request,
    kiosk: Caller,
    after: Annotated[int, Query(ge=0, description="The cursor of the last change that the kiosk has kept")] = 0,
    wait_s: Annotated[float, Query(ge=0, le=LONG_POLL_S, description="How long to wait for a change")] = LONG_POLL_S,
) -> Changes:
    """What changed after a cursor, oldest first. Waits for the next change if there is none yet.

    409: there has been no such cursor (this hub was restored, or the kiosk has another identity): ask again after 0.
    """
    if after > await run_in_threadpool(hub_of(request).store.read, changes.last, kiosk):
        raise HTTPException(409, {"reason": "cursor_ahead"})
    if await _comes(request, kiosk, after, wait_s):
        return Changes(changes=await run_in_threadpool(hub_of(request).store.write, changes.serve, kiosk, after))
    return Changes(changes=())


@router.post(EVENTS_PATH)
def tell(request: Request, kiosk: Caller, body: Events) -> Accepted:
    """Keep what happened at the kiosk; each event once, however often it comes."""
    return Accepted(ids=hub_of(request).store.write(events.take, kiosk, body.events))


@router.get(PAPERS_PATH)
def held(request: Request, kiosk: Caller) -> PapersHeld:
    """Every number that this kiosk may print, and the last that it told.

    One that was restored from a backup asks before it prints again, and before it tells anything.
    """
    return hub_of(request).store.read(papers.held, kiosk)


async def _comes(request: Request, kiosk: str, after: int, wait_s: float) -> bool:
    """Whether there is something to hear before wait_s is over, and somebody still there to hear it."""
    hub = hub_of(request)
    until_s = time.monotonic() + wait_s
    with hub.store.bell.listening() as ear:
        while not await run_in_threadpool(hub.store.read, changes.are_waiting, kiosk, after):
            left_s = until_s - time.monotonic()
            if left_s <= 0 or await request.is_disconnected():
                return False
            await ear.wait(min(left_s, LOOKS_EVERY_S))
        return True


def _check_keys(body: Enrolment) -> None:
    """Both keys must be usable, or the kiosk would be enrolled and never be heard."""
    try:
        Ed25519PublicKey.from_public_bytes(body.signing_key)
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(body.sealing_key))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise HTTPException(422, {"reason": "a key is not one"}) from error
