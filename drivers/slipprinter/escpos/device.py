"""An ESC/POS printer as a SlipPrinter: questions with deadlines, a picture in pieces, and what became of it.

Knows the codec and the transport. Does not know how a line is opened, or what is on a slip. A line that is lost stays
lost; whoever opened it opens it again.
"""

import asyncio
from collections.abc import Callable, Sequence

from PIL import Image

from drivers.errors import BadReply, DriverError, NoReply
from drivers.slipprinter.api import SlipOutcome, SlipStatus
from drivers.slipprinter.escpos import codec, raster
from drivers.slipprinter.escpos.settings import EscposSettings
from drivers.transport.api import NothingSent, Transport

_BITS_PER_BYTE = 10
"""Start bit, eight data bits, stop bit."""
_LATE_S = 1.0
"""How long after its deadline an answer may still come; it would be taken for one to another kind of question."""
_MOST_KEPT_BYTES = 64


class EscposPrinter:
    """See SlipPrinter. The one owner of its line."""

    def __init__(self, settings: EscposSettings, transport: Transport) -> None:
        self._settings = settings
        self._transport = transport
        self._turn = asyncio.Lock()
        self._in_step = False
        """Whether the printer is known to wait for a command. A picture may have been broken off on an earlier line."""
        self._paper_is_clean = False
        """Whether nothing of an earlier slip can hang out of the printer."""
        self._line_free_s = 0.0
        self._owed_until_s = 0.0

    @property
    def name(self) -> str:
        """See SlipPrinter.name."""
        return self._settings.name

    async def status(self) -> SlipStatus:
        """See SlipPrinter.status."""
        async with self._turn:
            return await self._status()

    async def print(self, image: Image.Image) -> SlipOutcome:
        """See SlipPrinter.print."""
        pieces = raster.pieces_of(image, self._settings)
        async with self._turn:
            try:
                if not (await self._status()).is_ready:
                    return SlipOutcome.NOT_PRINTED
            except DriverError:
                return SlipOutcome.NOT_PRINTED
            if not self._paper_is_clean:
                pieces = [raster.clearing(self._settings), *pieces]
            return await self._send(pieces)

    async def _send(self, pieces: Sequence[bytes]) -> SlipOutcome:
        self._in_step = self._paper_is_clean = False
        is_under_way = False
        try:
            for piece in pieces:
                await self._write(piece)
                is_under_way = True
                if not await self._goes_on():
                    return SlipOutcome.UNCERTAIN
            await self._ask(codec.ARE_YOU_DONE, codec.is_done, within_s=self._settings.finish_within_s, attempts=1)
            self._in_step = True
            status = await self._status()
        except NothingSent:
            return SlipOutcome.UNCERTAIN if is_under_way else SlipOutcome.NOT_PRINTED
        except DriverError:
            return SlipOutcome.UNCERTAIN
        if not status.is_ready:
            return SlipOutcome.UNCERTAIN
        self._paper_is_clean = True
        return SlipOutcome.PRINTED

    async def _goes_on(self) -> bool:
        if codec.is_online(await self._ask_status(codec.HOW_ARE_YOU)):
            return True
        # Dots that happen to read like a question are answered, too; what was asked last is known once it is quiet.
        self._owed_until_s = self._line_free_s + self._settings.reply_within_s
        return (await self._questions()).is_ready

    async def _status(self) -> SlipStatus:
        if not self._in_step:
            # Before any question: one that ends up in the head of a broken-off picture would make it endless.
            await self._write(codec.PADDING * raster.MOST_PIECE_BYTES)
        status = await self._questions()
        self._in_step = True
        return status

    async def _questions(self) -> SlipStatus:
        return codec.status_of([await self._ask_status(kind) for kind in codec.STATUS_KINDS])

    async def _ask_status(self, kind: int) -> int:
        return await self._ask(
            codec.ask_status(kind),
            codec.is_status,
            within_s=self._settings.reply_within_s,
            attempts=self._settings.status_attempts,
        )

    async def _ask(self, question: bytes, is_answer: Callable[[int], bool], *, within_s: float, attempts: int) -> int:
        for _attempt in range(attempts - 1):
            try:
                return await self._ask_once(question, is_answer, within_s)
            except (NoReply, BadReply):
                continue
        return await self._ask_once(question, is_answer, within_s)

    async def _ask_once(self, question: bytes, is_answer: Callable[[int], bool], within_s: float) -> int:
        await self._hush()
        await self._write(question)
        deadline_s = self._line_free_s + within_s
        # Also true when this is cancelled: the answer may then still come.
        self._owed_until_s = deadline_s + _LATE_S
        received = bytearray()
        while data := await self._transport.read(deadline_s):
            answer = next((byte for byte in data if is_answer(byte)), None)
            if answer is not None:
                self._owed_until_s = 0.0
                return answer
            received += data[: _MOST_KEPT_BYTES - len(received)]
            if asyncio.get_running_loop().time() >= deadline_s:
                break
        if received:
            raise BadReply(self._transport.address, bytes(received))
        raise NoReply(self._transport.address, within_s)

    async def _hush(self) -> None:
        """Drop what is left of earlier questions; wait for a late answer as long as one can come."""
        loop = asyncio.get_running_loop()
        enough_s = max(self._owed_until_s, loop.time()) + self._settings.reply_within_s
        while data := await self._transport.read(self._owed_until_s):
            if loop.time() >= enough_s:
                raise BadReply(self._transport.address, data[:_MOST_KEPT_BYTES])

    async def _write(self, data: bytes) -> None:
        now_s = asyncio.get_running_loop().time()
        self._line_free_s = max(self._line_free_s, now_s) + len(data) * _BITS_PER_BYTE / self._settings.baud
        deadline_s = self._line_free_s + self._settings.reply_within_s
        try:
            async with asyncio.timeout_at(deadline_s):
                await self._transport.write(data)
        except TimeoutError as error:
            raise NoReply(self._transport.address, deadline_s - now_s) from error
