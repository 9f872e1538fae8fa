"""What lies on the reader, and whether there is a reader and a service at all: one thread that asks PC/SC for ever.

Knows readers, states and pcscd's coming and going. Does not know cards, and reads none.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event

from drivers.cardreader.pcsc import winscard
from drivers.cardreader.pcsc.lane import in_loop, in_thread
from drivers.cardreader.pcsc.winscard import PcscFailed, ReaderState

BEAT_S = 0.5
"""It says what it sees at least so often, also when nothing changes: silence means that pcscd is frozen."""

_BEAT_MS = int(BEAT_S * 1000)
_AGAIN_S = 0.2
_STOP_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Laid:
    """A card that lies on a reader. Another card, or the same one laid again, is another Laid."""

    reader: str
    generation: int
    """Counts what was laid on the reader since the monitor began."""
    count: int
    """PC/SC's own count of insertions and removals at this reader."""
    mute: bool = False
    """PC/SC says that it does not answer to power."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is the case now. Without a reader, missing says why."""

    reader: str | None = None
    laid: Laid | None = None
    missing: str = ""


class Monitor:
    """Calls tell in the loop that starts it, for every change and every BEAT_S."""

    def __init__(self, name: str, reader: str, tell: Callable[[Sight], None]) -> None:
        """The name is the thread's; reader is a part of the reader's name."""
        self._name = name
        self._wanted = reader
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._stopping = Event()
        self._stopped = asyncio.Event()
        self._context: int | None = None
        self._generation = 0
        self._laid: Laid | None = None

    def start(self) -> None:
        """Begin."""
        in_thread(self._name, self._run)

    async def stop(self) -> None:
        """End, within a second. A thread that hangs in a frozen pcscd is left behind and ends when that thaws."""
        self._stopping.set()
        if (context := self._context) is not None:
            # This call hangs too when pcscd is frozen.
            in_thread(f"{self._name}-cancel", lambda: winscard.cancel(context))
        try:
            async with asyncio.timeout(_STOP_WITHIN_S):
                await self._stopped.wait()
        except TimeoutError:
            return

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow_service()
            except PcscFailed as failed:
                self._say(Sight(missing=str(failed)))
            self._stopping.wait(_AGAIN_S)
        in_loop(self._loop, self._stopped.set)

    def _follow_service(self) -> None:
        """From one start of pcscd to its end, or to that of the reader."""
        self._context = context = winscard.establish()
        try:
            while not self._stopping.is_set():
                names = winscard.readers(context)
                reader = next((name for name in names if self._wanted in name), None)
                if reader is None:
                    self._say(Sight(missing=f"no reader named {self._wanted!r} among {list(names)}"))
                    winscard.look(context, None, _BEAT_MS)
                else:
                    self._follow_reader(context, reader)
        finally:
            self._context = None
            winscard.release(context)

    def _follow_reader(self, context: int, reader: str) -> None:
        known = ReaderState(reader, winscard.UNAWARE)
        while not self._stopping.is_set():
            known = winscard.look(context, known, _BEAT_MS)
            self._say(Sight(reader, self._noted(known)))

    def _noted(self, seen: ReaderState) -> Laid | None:
        if not seen.state & winscard.PRESENT:
            return None
        laid = Laid(seen.reader, self._generation, seen.state >> winscard.COUNT_SHIFT, bool(seen.state & winscard.MUTE))
        if laid != self._laid:
            self._generation += 1
            laid = replace(laid, generation=self._generation)
        return laid

    def _say(self, sight: Sight) -> None:
        self._laid = sight.laid
        if not in_loop(self._loop, lambda: self._tell(sight)):
            self._stopping.set()
