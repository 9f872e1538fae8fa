"""The channels out: a message, an address, and whether it was taken. Apprise behind them, chosen by address.

Knows Apprise. Does not know who people are, and lets no address into any log: Apprise writes them, so it is silenced.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apprise
from apprise.attachment.memory import AttachMemory

from config.hub import Notices
from hub.keys import channel_secret
from hub.notify.words import Message


@dataclass(frozen=True)
class Parcel:
    """One message on its way to one person."""

    id: str
    """Of the notice; the same when it is sent again, for whoever compares: {id} in a channel's address."""
    message: Message
    picture: bytes | None
    """A PNG."""


class Channels:
    """The site's channels with their secrets. Not for several threads at once."""

    def __init__(self, notices: Notices, keys: Path) -> None:
        """Read the channels' secrets.

        Raises:
            hub.keys.KeysUnusable
        """
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
        self._mail, self._text = notices.mail, notices.text
        self._secrets = {channel: channel_secret(keys, channel) for channel in ("mail", "text")}

    def send(self, parcel: Parcel, *, email: str | None, phone: str | None) -> bool | None:
        """By mail if there is an address, else as a text. True: taken; False: not now; None: there is no way."""
        if email and self._mail:
            return self._send(self._mail, self._secrets["mail"], email, parcel)
        if phone and self._text:
            return self._send(self._text, self._secrets["text"], phone, parcel)
        return None

    @staticmethod
    def _send(template: str, secret: str, to: str, parcel: Parcel) -> bool:
        address = template.format(to=quote(to, safe=""), secret=quote(secret, safe=""), id=quote(parcel.id, safe=""))
        sender = apprise.Apprise()
        if not sender.add(address):
            return False
        picture = None
        if parcel.picture is not None:
            memory: Any = AttachMemory  # it has no types
            picture = memory(parcel.picture, name="code.png", mimetype="image/png")
        done = sender.notify(
            title=parcel.message.subject,
            body=parcel.message.body,
            body_format=apprise.NotifyFormat.TEXT,
            attach=picture,
        )
        return bool(done)
