"""A printer that speaks IPP as a DocumentPrinter: HTTP, deadlines, retries of reads, and whose job is whose.

Knows what a request becomes when the network fails. Does not know what is on the paper, or why.
"""

import asyncio
import secrets
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import NoReturn, TypeVar

import httpx

from drivers.documentprinter.api import Busy, JobRef, JobStatus, NotTaken, PrinterStatus, Refused
from drivers.documentprinter.ipp import codec, model
from drivers.documentprinter.ipp.message import Message
from drivers.documentprinter.ipp.settings import IppSettings
from drivers.errors import BadReply, DriverError, NoReply, TransportLost

MOST_REPLY_BYTES = 256 * 1024
"""What is asked for fits a few hundred bytes; a full description of a printer is about 20 KB."""
_SHOWN_BYTES = 64
_KEEP_LINE_S = 2.0
"""A line is used again within this time only: printers close idle ones, and a request may get lost in that moment."""
_HEADERS = {"Content-Type": "application/ipp", "Accept": "application/ipp", "Accept-Encoding": "identity"}

T = TypeVar("T")


@asynccontextmanager
async def open_ipp(
    settings: IppSettings, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator["IppPrinter"]:
    """Yield the printer; sends nothing by itself.

    Args:
        settings: where it is.
        transport: carries the requests instead of the network.

    Raises:
        TransportLost: ca_file cannot be read.
    """
    async with httpx.AsyncClient(
        transport=transport,
        verify=_trust(settings),
        headers=_HEADERS,
        timeout=httpx.Timeout(None, connect=settings.connect_within_s),
        limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEP_LINE_S),
        # A proxy from the environment has no business between a kiosk and its printer.
        trust_env=False,
    ) as client:
        yield IppPrinter(settings, client)


class IppPrinter:
    """See DocumentPrinter. One request at a time: small printers serve few lines."""

    def __init__(self, settings: IppSettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._client = client
        self._turn = asyncio.Lock()
        self._last_request_id = 0

    @property
    def name(self) -> str:
        """See DocumentPrinter.name."""
        return self._settings.name

    @property
    def counts_pages(self) -> bool:
        """See DocumentPrinter.counts_pages."""
        return self._settings.counts_pages

    async def status(self) -> PrinterStatus:
        """See DocumentPrinter.status."""
        return await self._read(lambda: model.get_printer(*self._target()), self._printer_status)

    async def create_job(self, title: str) -> JobRef:
        """See DocumentPrinter.create_job."""
        token = f"sodam-{secrets.token_hex(8)}"
        reply = await self._ask(model.create_job(*self._target(), model.job_name(token, title)))
        if reply.code in model.BUSY:
            raise Busy(self._settings.address, f"status {reply.code:#06x}")
        return JobRef(f"{self._understood(reply, model.created_job_id)}/{token}")

    async def send_document(self, job: JobRef, pdf: bytes) -> None:
        """See DocumentPrinter.send_document. A job that is not ours (any more) is not given it: NotTaken."""
        job_id, _token = _parsed(job)
        try:
            known = await self.job(job)
        except DriverError as error:
            raise NotTaken(error.address, error.detail) from error
        if known is None:
            raise NotTaken(self._settings.address, f"it knows no job {job}")
        request = model.send_document(*self._target(), job_id, pdf)
        self._accepted(await self._ask(request, self._settings.document_within_s))

    async def job(self, job: JobRef) -> JobStatus | None:
        """See DocumentPrinter.job."""
        job_id, token = _parsed(job)
        return await self._read(
            lambda: model.get_job(*self._target(), job_id), lambda reply: self._job_status(reply, token)
        )

    async def cancel(self, job: JobRef) -> None:
        """See DocumentPrinter.cancel. Looks first: the number may be somebody else's job by now."""
        job_id, _token = _parsed(job)
        known = await self.job(job)
        if known is None or known.state.ended:
            return
        reply = await self._ask(model.cancel_job(*self._target(), job_id))
        if reply.code != model.NOT_POSSIBLE and reply.code not in model.GONE:
            self._accepted(reply)

    def _target(self) -> tuple[str, int]:
        self._last_request_id += 1
        return self._settings.address, self._last_request_id

    def _printer_status(self, reply: Message) -> PrinterStatus:
        return self._understood(reply, model.printer_status)

    def _job_status(self, reply: Message, token: str) -> JobStatus | None:
        if reply.code in model.GONE:
            return None
        return self._understood(reply, lambda said: model.job_status(said, token))

    def _accepted(self, reply: Message) -> None:
        if not model.is_success(reply.code):
            raise Refused(self._settings.address, f"status {reply.code:#06x}")

    def _understood(self, reply: Message, meaning: Callable[[Message], T]) -> T:
        self._accepted(reply)
        try:
            return meaning(reply)
        except codec.Malformed as error:
            raise BadReply(self._settings.address, codec.encode(reply)) from error

    async def _read(self, question: Callable[[], Message], meaning: Callable[[Message], T]) -> T:
        for _attempt in range(self._settings.read_attempts - 1):
            try:
                return meaning(await self._ask(question()))
            except (TransportLost, NoReply, BadReply):
                continue
        return meaning(await self._ask(question()))

    async def _ask(self, request: Message, within_s: float | None = None) -> Message:
        """One exchange, sent once; the answer is to this request, whatever it says."""
        within_s = self._settings.reply_within_s if within_s is None else within_s
        async with self._turn:
            if self._client.is_closed:
                raise NotTaken(self._settings.address, "it has been given back")
            try:
                async with asyncio.timeout(self._settings.connect_within_s + within_s):
                    received = await self._post(codec.encode(request))
            except TimeoutError as error:
                raise NoReply(self._settings.address, within_s) from error
            except httpx.TransportError as error:
                self._failed(error)
        try:
            reply = codec.decode(received)
        except codec.Malformed as error:
            raise BadReply(self._settings.address, received[:_SHOWN_BYTES]) from error
        if reply.request_id != request.request_id or reply.version[0] not in {1, 2}:
            raise BadReply(self._settings.address, received[:_SHOWN_BYTES])
        return reply

    async def _post(self, content: bytes) -> bytes:
        async with self._client.stream("POST", self._settings.url, content=content) as response:
            if response.status_code != httpx.codes.OK:
                raise Refused(self._settings.address, f"HTTP status {response.status_code}")
            received = bytearray()
            # Raw: nobody asked for compression, and a few compressed bytes can be gigabytes.
            async for piece in response.aiter_raw():
                received += piece
                if len(received) > MOST_REPLY_BYTES:
                    raise BadReply(self._settings.address, bytes(received[:_SHOWN_BYTES]))
            return bytes(received)

    def _failed(self, error: httpx.TransportError) -> NoReturn:
        detail = str(error) or type(error).__name__
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            raise NotTaken(self._settings.address, detail) from error
        raise TransportLost(self._settings.address, detail) from error


def _trust(settings: IppSettings) -> ssl.SSLContext:
    """What signs the printer's certificate; nothing for a printer without TLS."""
    if settings.url.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:
        raise TransportLost(settings.address, f"{settings.ca_file}: {error}") from error


def _parsed(job: JobRef) -> tuple[int, str]:
    number, _, token = job.partition("/")
    if not number.isdecimal() or not token:
        raise ValueError(f"no job of an IPP printer: {job}")
    return int(number), token
