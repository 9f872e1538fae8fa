"""A mail server of the rig: whatever the hub's notices send arrives here and nowhere else.

A real SMTP conversation, by aiosmtpd. Knows messages. No device of a kiosk: the people of a demo read their mail here.
"""

import asyncio
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Annotated, Any

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

_KEPT = 200


class MailboxRigSettings(BaseModel):
    """A mail server of a rig file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """The SMTP port on 127.0.0.1; 0 takes a free one."""


class Mailbox:
    """See RigDevice. Keeps the last 200 messages, as they came."""

    def __init__(self, settings: MailboxRigSettings) -> None:
        self._settings = settings
        self._port = settings.port
        self._server: asyncio.Server | None = None
        self._messages: list[bytes] = []

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._settings.name

    @property
    def address(self) -> str:
        """smtp://host:port."""
        return f"smtp://127.0.0.1:{self._port}"

    async def connect(self) -> None:
        """See RigDevice.connect."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True), "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def handle_DATA(self, _server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Called by aiosmtpd when a message has come whole."""
        content = envelope.original_content or b""
        self._messages = [*self._messages, bytes(content)][-_KEPT:]
        return "250 kept"

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state."""
        return {"messages": [_row(number, raw) for number, raw in enumerate(self._messages, 1)]}

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.get("/messages/{number}.eml")
        async def _message(number: int) -> Response:
            if not 1 <= number <= len(self._messages):
                raise HTTPException(404, f"messages count from 1 to {len(self._messages)}")
            return Response(self._messages[number - 1], media_type="message/rfc822")

        @router.get("/messages/{number}/{attachment}")
        async def _attachment(number: int, attachment: str) -> Response:
            if not 1 <= number <= len(self._messages):
                raise HTTPException(404, f"messages count from 1 to {len(self._messages)}")
            for part in _parse(self._messages[number - 1]).iter_attachments():
                if part.get_filename() == Path(attachment).name:
                    return Response(part.get_content(), media_type=part.get_content_type())
            raise HTTPException(404, "this message has no such attachment")

        @router.post("/clear")
        async def _clear() -> Mapping[str, Any]:
            self._messages = []
            return self.state()

        return router


def _row(number: int, raw: bytes) -> Mapping[str, Any]:
    message = _parse(raw)
    body = message.get_body(("plain",))
    return {
        "number": number,
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "text": "" if body is None else body.get_content(),
        "attachments": [part.get_filename() for part in message.iter_attachments()],
    }


def _parse(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage), "the default policy makes nothing else"
    return message
