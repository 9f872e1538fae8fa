"""Making one certificate after the other, in one thread of its own: the typesetter stays warm there and is used by one.

Knows how a certificate is called for. Does not know applications or kiosks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from printer.certificates.forms import Form
from printer.certificates.issue import Certificate, Issuance
from printer.certificates.keys import IssuingKey

Printing = Callable[[Form, dict[str, Any], Issuance, IssuingKey], Awaitable[Certificate]]
"""printer.certificates.issue.issue, or what stands in for it in tests that are not about papers."""


class Press:
    """Call make() from a thread of the server's; not from an event loop, which it would hold up."""

    def __init__(self, printing: Printing, key: IssuingKey) -> None:
        self._printing = printing
        self._key = key
        self._lane = ThreadPoolExecutor(1, thread_name_prefix="press")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lane.shutdown()

    def make(self, form: Form, data: dict[str, Any], issuance: Issuance) -> Certificate:
        """The finished certificate.

        Raises:
            CertificateError: of printer.certificates; what the data says cannot be made into one.
        """
        return self._lane.submit(self._make, form, data, issuance).result()

    def _make(self, form: Form, data: dict[str, Any], issuance: Issuance) -> Certificate:
        async def run() -> Certificate:
            return await self._printing(form, data, issuance, self._key)

        return asyncio.run(run())
