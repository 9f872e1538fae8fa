"""Every language of slip printers that there is.

Adding one: its folder, its settings in SlipPrinterSettings, its case in attach. Knows no simulated printer.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import assert_never

from drivers.slipprinter.api import SlipPrinter
from drivers.slipprinter.escpos.device import EscposPrinter
from drivers.slipprinter.escpos.settings import EscposSettings
from drivers.transport.api import LineSettings, Transport
from drivers.transport.open import open_transport

SlipPrinterSettings = EscposSettings
"""The second language makes this a union, told apart where settings hold it by Field(discriminator="protocol")."""


@asynccontextmanager
async def open_slip_printer(settings: SlipPrinterSettings) -> AsyncIterator[SlipPrinter]:
    """Open the port and yield its printer. Sends nothing by itself.

    Raises:
        TransportLost: the port cannot be opened.
    """
    async with open_transport(settings.address, LineSettings(settings.baud)) as transport:
        yield attach(settings, transport)


def attach(settings: SlipPrinterSettings, transport: Transport) -> SlipPrinter:
    """The printer on a line that is open."""
    match settings:
        case EscposSettings():
            return EscposPrinter(settings, transport)
        case _:
            assert_never(settings)
