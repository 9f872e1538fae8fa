"""How much a kiosk may send in one request: its body is read before it is known whose it is.

Knows paths and bytes. Does not know what a body says; how long a form may be, hub.pages.page says.
"""

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from link.hub import ENROLMENT_PATH, EVENTS_PATH

_MOST_BYTES = {ENROLMENT_PATH: 16_384, EVENTS_PATH: 1_048_576}


class BodyLimit:
    """Stops the reading of a body that is too long, whether or not its length was announced: 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        left = _MOST_BYTES.get(scope["path"]) if scope["type"] == "http" else None
        if left is None:
            await self._app(scope, receive, send)
            return

        async def counted() -> Message:
            nonlocal left
            assert left is not None
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, {"reason": "too_long"})
            return message

        await self._app(scope, counted, send)
