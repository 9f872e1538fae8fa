"""`python -m tests.drivers.simhost.card_watcher SOCKET AUTHORITIES`: say what a card reader tells, a line each.

A process of its own, because one process can talk to one pcscd only.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from drivers.cardreader.api import CardEvent, CardRead, CardRefused
from drivers.cardreader.registry import CardReaderSettings, open_card_reader
from drivers.errors import DriverError


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_event(event: CardEvent) -> None:
    match event:
        case CardRead(identity):
            say(f"read {identity.card_id}")
        case CardRefused(reason):
            say(reason.value)
        case _:
            say("gone")


async def watch(settings: CardReaderSettings) -> None:
    try:
        async with open_card_reader(settings, revoked=frozenset, now=lambda: datetime.now(UTC)) as reader:
            await reader.watch(say_event, lambda: say("in service"))
    except DriverError as error:
        say(type(error).__name__)


if __name__ == "__main__":
    pcscd_socket, authorities = map(Path, sys.argv[1:])
    asyncio.run(
        watch(
            CardReaderSettings(
                protocol="pcsc", name="card", authorities=authorities, pcscd_socket=pcscd_socket, lost_after_s=1.5
            )
        )
    )
