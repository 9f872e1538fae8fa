"""A far end that is no printer, or one out of its mind."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from looptime import new_event_loop

from drivers.errors import BadReply, DriverError, NoReply
from drivers.slipprinter.api import SlipOutcome, SlipStatus
from drivers.slipprinter.escpos.device import EscposPrinter
from drivers.transport.cable import Timed
from drivers.transport.memory import MemoryTransport
from tests.drivers.slipprinter.escpos.bench import SETTINGS
from tests.drivers.slipprinter.pictures import noise

pytestmark = pytest.mark.looptime


class Says:
    """Answers everything with the next of these bytes, then nothing more."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = iter(answers)

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        return [Timed(now_s, next(self._answers, b""))] if data else []


class Babbles:
    """A line that gives bytes whenever it is asked, and takes what it is given."""

    address = "babble"

    def __init__(self, babble: bytes) -> None:
        self._babble = babble

    async def write(self, data: bytes) -> None:
        """Nobody listens."""

    async def read(self, deadline_s: float) -> bytes:
        _ = deadline_s
        await asyncio.sleep(0.01)
        return self._babble

    async def close(self) -> None:
        """Nothing to give back."""


class Held(Babbles):
    """A line whose far end holds it: it takes no byte and gives none."""

    async def write(self, data: bytes) -> None:
        _ = data
        await asyncio.Event().wait()

    async def read(self, deadline_s: float) -> bytes:
        await asyncio.sleep(max(0.0, deadline_s - asyncio.get_running_loop().time()))
        return b""


async def test_bytes_that_are_no_status_raise_bad_reply_with_those_bytes() -> None:
    printer = EscposPrinter(SETTINGS, MemoryTransport(Says(b"", *[b"what?"] * 3)))

    with pytest.raises(BadReply) as raised:
        await printer.status()

    assert raised.value.received == b"what?"


@pytest.mark.parametrize("babble", [b"\x12" * 4096, b"\x1a" * 4096, b"\xff" * 4096, bytes(range(256))])
async def test_a_line_that_never_stops_talking_is_given_up_on(babble: bytes) -> None:
    printer = EscposPrinter(SETTINGS, Babbles(babble))

    with pytest.raises(BadReply):
        await printer.status()
    assert await printer.print(noise(5)) is SlipOutcome.NOT_PRINTED
    assert asyncio.get_running_loop().time() < 60


async def test_a_line_that_takes_no_byte_is_given_up_on() -> None:
    printer = EscposPrinter(SETTINGS, Held(b""))

    with pytest.raises(NoReply):
        await printer.status()
    assert await printer.print(noise(5)) is SlipOutcome.NOT_PRINTED
    assert asyncio.get_running_loop().time() < 60


@given(answers=st.lists(st.binary(max_size=12), max_size=12))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_back_there_is_a_status_or_a_driver_error_and_an_outcome(answers: list[bytes]) -> None:
    async def ask() -> tuple[SlipStatus | None, SlipOutcome]:
        printer = EscposPrinter(SETTINGS, MemoryTransport(Says(*answers)))
        try:
            status = await printer.status()
        except DriverError:
            status = None
        return status, await printer.print(noise(5))

    loop = new_event_loop()
    try:
        loop.run_until_complete(ask())
    finally:
        loop.close()
