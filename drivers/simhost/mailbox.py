"""A mail server on a rig: whatever the hub's notices send arrives here and nowhere else.

A real SMTP conversation, by aiosmtpd. No device of a kiosk: the people of a demo read their mail here. Knows what is
kept and at which address it is fetched; what stands in a mail, letters.py says.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel, ConfigDict

from drivers.simhost.device import DeviceName, LocalPort, RigDevice
from drivers.simhost.letters import Attachment, Letter, read_letter

MOST_MESSAGES = 200
MOST_BYTES = 64_000_000
"""What is kept, together; the oldest goes first, and the newest always stays."""
MOST_BYTES_OF_ONE = 16_000_000
"""A mail that is longer is refused (RFC 5321 section 4.5.3.1.7 asks for at least 64000)."""

_PICTURES = {"image/png", "image/jpeg", "image/gif"}
"""What a browser may show. Anything else a stranger sent it saves: a page of his would run beside the rig's own."""


class RigMailboxSettings(BaseModel):
    """A mail server of a rig file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: DeviceName
    port: LocalPort = 0
    """SMTP's."""

    def device(self, run_dir: Path) -> RigDevice:  # noqa: ARG002 (it is reached at a port)
        """See RigDeviceSettings.device."""
        return RigMailbox(self)


@dataclass(frozen=True)
class _Kept:
    raw: bytes
    letter: Letter
    at: datetime


class RigMailbox:
    """See RigDevice. Messages are numbered from 1 and keep their numbers when others go."""

    def __init__(self, settings: RigMailboxSettings, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._name = settings.name
        self._port = settings.port
        self._server: asyncio.Server | None = None
        self._conversations: WeakSet[SMTP] = WeakSet()
        self._messages: dict[int, _Kept] = {}
        self._came = 0

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._name

    @property
    def address(self) -> str:
        """smtp://host:port."""
        return f"smtp://127.0.0.1:{self._port}"

    async def connect(self) -> None:
        """See RigDevice.connect."""
        self._server = await asyncio.get_running_loop().create_server(self._converse, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        if self._server is None:
            return
        # Forgotten first: while it waits, somebody may connect it again.
        server, self._server = self._server, None
        server.close()
        for conversation in self._conversations:
            if isinstance(conversation.transport, asyncio.Transport):
                conversation.transport.abort()
        await server.wait_closed()

    async def handle_DATA(self, _server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Called by aiosmtpd when a message has come whole."""
        self.keep(bytes(envelope.original_content or b""))
        return "250 kept"

    def keep(self, raw: bytes) -> None:
        """A message has come; old ones go until there is room."""
        self._came += 1
        self._messages[self._came] = _Kept(raw, read_letter(raw), datetime.now(UTC))
        while len(self._messages) > 1 and not self._has_room():
            del self._messages[min(self._messages)]

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state; messages, oldest first."""
        return {"messages": [_shown(number, kept) for number, kept in self._messages.items()]}

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.get("/messages/{number}.eml")
        async def _message(number: int) -> Response:
            return _to_be_saved(self._message(number).raw, f"{number}.eml")

        @router.get("/messages/{number}/attachments/{place}")
        async def _attachment(number: int, place: int) -> Response:
            attachments = self._message(number).letter.attachments
            if not 1 <= place <= len(attachments):
                raise HTTPException(404, f"it has {len(attachments)} attachments")
            return _served(attachments[place - 1])

        @router.post("/clear")
        async def _clear() -> Mapping[str, Any]:
            self._messages.clear()
            return self.state()

        return router

    def _converse(self) -> SMTP:
        # Without a name for itself aiosmtpd asks the network for one, and everything waits.
        conversation = SMTP(self, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=MOST_BYTES_OF_ONE)
        self._conversations.add(conversation)
        return conversation

    def _has_room(self) -> bool:
        in_all = sum(len(kept.raw) for kept in self._messages.values())
        return len(self._messages) <= MOST_MESSAGES and in_all <= self._most_bytes

    def _message(self, number: int) -> _Kept:
        if number not in self._messages:
            raise HTTPException(404, "it never came, or it is gone")
        return self._messages[number]


def _shown(number: int, kept: _Kept) -> Mapping[str, Any]:
    return {
        "number": number,
        "at": kept.at.isoformat(timespec="seconds"),
        "to": kept.letter.to,
        "subject": kept.letter.subject,
        "text": kept.letter.text,
        "attachments": [
            {"place": place, "name": part.name, "bytes": len(part.content), "is_picture": part.media_type in _PICTURES}
            for place, part in enumerate(kept.letter.attachments, 1)
        ],
    }


def _served(attachment: Attachment) -> Response:
    if attachment.media_type in _PICTURES:
        return Response(attachment.content, media_type=attachment.media_type)
    return _to_be_saved(attachment.content, attachment.name or "attachment")


def _to_be_saved(content: bytes, name: str) -> Response:
    # RFC 6266 section 4.1; quoted, so that a name ends no header.
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='', errors='replace')}"}
    return Response(content, media_type="application/octet-stream", headers=headers)
