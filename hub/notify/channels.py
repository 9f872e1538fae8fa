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
class Outgoing:
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
        self._secrets = {channel.name: channel_secret(keys, channel.name) for channel in notices.channels}

    def send(self, outgoing: Outgoing, channel: Channel, to: str) -> bool:
        """Whether the channel took it, the picture with it."""
        fills = {"to": to, "secret": self._secrets[channel.name], "id": outgoing.id}
        address = channel.address.format_map({name: quote(fill, safe="") for name, fill in fills.items()})
        service = apprise.Apprise.instantiate(address)
        if service is None or (outgoing.picture is not None and not service.attachment_support):
            return False
        picture = None
        if outgoing.picture is not None:
            memory: Any = AttachMemory  # it has no types
            picture = memory(outgoing.picture, name="code.png", mimetype="image/png")
        sender = apprise.Apprise(service)
        done = sender.notify(
            title=outgoing.message.subject,
            body=outgoing.message.body,
            body_format=apprise.NotifyFormat.TEXT,
            attach=picture,
        )
        return bool(done)
