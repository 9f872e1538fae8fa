"""Which kiosk is calling: its CALL code, signed with the key that it enrolled with.

Clocks may differ by CLOCKS_DIFFER: a code is taken that long after its end, and none is taken that is good for longer
than it should be. Within that time a code that somebody saw could be sent again; it travels by https only, and the
calls that it opens do no harm when they come twice.
"""

from datetime import timedelta
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, HTTPException, Request

from hub.core import Hub
from hub.guard import hub_of
from hub.store import kiosks
from link.hub import AUTHORIZATION, CALL_GOOD_FOR_S, HUB_AUDIENCE
from link.signed_code import CodeProblem, Right, SignedCode, key_id, read

CLOCKS_DIFFER = timedelta(minutes=2)


def caller(request: Request) -> str:
    """The id of the enrolled kiosk that sent this.

    Raises:
        HTTPException: 401 with the problem; the Date of the answer tells a kiosk how wrong its clock is.
    """
    scheme, _, code = request.headers.get("authorization", "").partition(" ")
    found = _kiosk_of(hub_of(request), code) if scheme == AUTHORIZATION else CodeProblem.UNREADABLE
    if isinstance(found, CodeProblem):
        raise HTTPException(401, {"reason": found.value}, {"WWW-Authenticate": AUTHORIZATION})
    return found


Caller = Annotated[str, Depends(caller)]


def _kiosk_of(hub: Hub, code: str) -> str | CodeProblem:
    keys = {id: Ed25519PublicKey.from_public_bytes(raw) for id, raw in hub.store.read(kiosks.signing_keys).items()}
    call = _read(hub, code, *keys.values())
    if isinstance(call, CodeProblem):
        return call
    own = keys.get(call.subject)
    if own is None or not isinstance(_read(hub, code, own), SignedCode):
        # Signed by one kiosk, in the name of another.
        return CodeProblem.FORGED
    if call.not_after > hub.now() + timedelta(seconds=CALL_GOOD_FOR_S) + CLOCKS_DIFFER:
        return CodeProblem.EXPIRED
    return call.subject


def _read(hub: Hub, code: str, *trusted: Ed25519PublicKey) -> SignedCode | CodeProblem:
    by_id = {key_id(key): key for key in trusted}
    return read(code, by_id, audience=HUB_AUDIENCE, right=Right.CALL, now=hub.now() - CLOCKS_DIFFER)
