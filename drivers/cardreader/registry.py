"""Every way to talk to a card reader that there is.

Adding one: its folder, its settings in CardReaderSettings, its cases here. Knows no simulated reader.
"""

from collections.abc import Callable, Container
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import assert_never

from drivers.cardreader.api import CardReader
from drivers.cardreader.pcsc.device import open_pcsc
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.cardreader.pcsc.virtual import find_virtual_pcsc

CardReaderSettings = PcscSettings
"""The second way makes this a union, told apart where settings hold it by Field(discriminator="protocol")."""


def open_card_reader(
    settings: CardReaderSettings, *, revoked: Callable[[], Container[int]], now: Callable[[], datetime]
) -> AbstractAsyncContextManager[CardReader]:
    """Yield the reader, whether or not it is there yet; watch says so.

    Args:
        settings: the reader, and whom it believes.
        revoked: the serial numbers of certificates that are revoked now.
        now: the time, with its zone, by a clock that is right: certificates are judged by it.

    Raises:
        DriverError: something of this machine that the settings name cannot be used.
    """
    match settings:
        case PcscSettings():
            return open_pcsc(settings, revoked=revoked, now=now)
        case _:
            assert_never(settings)


async def find_virtual_reader(settings: CardReaderSettings) -> str | None:
    """What this machine has of a reader that shows cards which do not exist, for staff to read; None if nothing."""
    match settings:
        case PcscSettings():
            return await find_virtual_pcsc(settings)
        case _:
            assert_never(settings)
