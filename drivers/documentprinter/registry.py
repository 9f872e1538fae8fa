"""Every document-printer protocol there is.

Adding one: its folder, its settings in DocumentPrinterSettings, its case in open_document_printer. Knows no simulated
printer.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import assert_never

import httpx

from drivers.documentprinter.api import DocumentPrinter
from drivers.documentprinter.ipp.device import open_ipp
from drivers.documentprinter.ipp.settings import IppSettings

DocumentPrinterSettings = IppSettings
"""The second protocol makes this a union, told apart where settings hold it by Field(discriminator="protocol")."""


@asynccontextmanager
async def open_document_printer(
    settings: DocumentPrinterSettings, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[DocumentPrinter]:
    """Yield the printer; sends nothing by itself, so that one that is switched off can be opened.

    Args:
        settings: the printer.
        transport: carries a network printer's requests instead of the network.

    Raises:
        TransportLost: something of this machine that the settings name cannot be used.
    """
    match settings:
        case IppSettings():
            async with open_ipp(settings, transport) as printer:
                yield printer
        case _:
            assert_never(settings)
