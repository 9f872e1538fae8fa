"""A real mail server on this machine that keeps what it is given, or refuses it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.hub import Channel, Notices


class Inbox:
    """What arrived, oldest first. Its methods are called in the server's thread."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[str] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 (aiosmtpd's signature)
        """Take a mail."""
        if self.refuses:
            return "451 later"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.to += envelope.rcpt_tos
        return "250 OK"

    def notices(self) -> Notices:
        """A hub's settings for telling people by this server."""
        address = f"mailto://127.0.0.1:{self.port}/?from=sodam@example.kr&to={{to}}&+X-Sodam-Notice={{id}}"
        return Notices(channels=(Channel(name="mail", to="email", address=address),))

    def last(self) -> str:
        """The text of the newest mail."""
        return text_of(self.mails[-1])

    def pictures(self) -> list[bytes]:
        """What is attached to the newest mail."""
        return [part.get_content() for part in self.mails[-1].iter_attachments()]


def text_of(mail: EmailMessage) -> str:
    """What a mail says."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def served() -> Iterator[Inbox]:
    """An inbox with its server, until the end of the block."""
    inbox, ready, end = Inbox(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(inbox, loop=loop), "127.0.0.1", 0)
        async with server:
            inbox.port = server.sockets[0].getsockname()[1]
            ready.set()
            await end.wait()

    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        thread = threading.Thread(target=runner.run, args=(serve(),))
        thread.start()
        assert ready.wait(10)
        try:
            yield inbox
        finally:
            loop.call_soon_threadsafe(end.set)
            thread.join()
