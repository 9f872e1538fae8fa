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

from config.hub import Channel, Notices
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
        self._notices = notices
        self._secrets = {channel.name: channel_secret(keys, channel.name) for channel in notices.channels}

    def send(self, parcel: Parcel, *, email: str | None, phone: str | None) -> bool | None:
        """By the first channel that takes it. True: one has; False: none does now; None: none reaches this person."""
        ways = self._notices.reaching(email=email, phone=phone)
        return any(self._send(channel, to, parcel) for channel, to in ways) if ways else None

    def _send(self, channel: Channel, to: str, parcel: Parcel) -> bool:
        fills = {"to": to, "secret": self._secrets[channel.name], "id": parcel.id}
        address = channel.address.format_map({name: quote(fill, safe="") for name, fill in fills.items()})
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
