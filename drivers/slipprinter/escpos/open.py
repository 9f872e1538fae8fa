"""From settings to an open slip printer. Knows no simulated one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from drivers.slipprinter.escpos.device import SlipPrinter
from drivers.slipprinter.escpos.settings import SlipPrinterSettings
from drivers.transport.api import LineSettings
from drivers.transport.open import open_transport


@asynccontextmanager
async def open_slip_printer(settings: SlipPrinterSettings) -> AsyncIterator[SlipPrinter]:
    """Open the port and yield its printer. Sends nothing by itself.

    Raises:
        TransportLost: the port cannot be opened.
    """
    async with open_transport(settings.address, LineSettings(settings.baud)) as transport:
        yield SlipPrinter(settings, transport)
