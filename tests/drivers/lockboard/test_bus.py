import asyncio
from collections.abc import Sequence

import pytest

from drivers.errors import BadReply, NoReply, TransportLost
from drivers.lockboard.bus import Bus
from drivers.transport.api import NothingSent
from drivers.transport.cable import Timed
from drivers.transport.memory import MemoryTransport

pytestmark = pytest.mark.looptime


class Answering:
    """Answers each request with its own bytes in capitals after the given delays, then at once."""

    def __init__(self, *delays_s: float) -> None:
        self.requests: list[bytes] = []
        self._delays_s = iter(delays_s)

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        self.requests.append(data)
        return [Timed(now_s + next(self._delays_s, 0.0), data.upper())]


def a_word(received: bytes, _quiet: bool) -> bytes | None:  # noqa: FBT001 -- a Decoder's shape
    return received if len(received) == 3 else None


def silence(received: bytes, quiet: bool) -> bytes | None:  # noqa: FBT001 -- a Decoder's shape
    return received if received and quiet else None


async def test_an_exchange_gives_what_its_decoder_finds() -> None:
    assert await Bus(MemoryTransport(Answering())).exchange(b"abc", a_word, within_s=1) == b"ABC"


async def test_a_decoder_is_told_when_the_line_has_been_silent_for_five_milliseconds() -> None:
    loop = asyncio.get_running_loop()

    assert await Bus(MemoryTransport(Answering())).exchange(b"abc", silence, within_s=1) == b"ABC"
    # Three bytes each way at 9600 baud, then the gap.
    assert loop.time() == pytest.approx(6 * 10 / 9600 + 0.005, abs=1e-4)


async def test_exchanges_that_are_asked_for_at_once_do_not_mix() -> None:
    peer = Answering(0.3, 0.1, 0.2)
    bus = Bus(MemoryTransport(peer))

    words = await asyncio.gather(*(bus.exchange(word, a_word, within_s=1) for word in (b"one", b"two", b"six")))

    assert words == [b"ONE", b"TWO", b"SIX"]
    assert peer.requests == [b"one", b"two", b"six"]


async def test_silence_raises_no_reply_at_the_deadline() -> None:
    bus = Bus(MemoryTransport(Answering(9.0)))

    with pytest.raises(NoReply):
        await bus.exchange(b"abc", a_word, within_s=1)

    assert asyncio.get_running_loop().time() == pytest.approx(1, abs=1e-4)


async def test_bytes_that_no_decoder_wants_raise_bad_reply_with_those_bytes() -> None:
    with pytest.raises(BadReply) as raised:
        await Bus(MemoryTransport(Answering())).exchange(b"four", a_word, within_s=1)

    assert raised.value.received == b"FOUR"


async def test_a_reply_that_comes_after_its_deadline_never_answers_the_next_request() -> None:
    bus = Bus(MemoryTransport(Answering(1.1, 0.1)))
    with pytest.raises(NoReply):
        await bus.exchange(b"one", a_word, within_s=1)

    assert await bus.exchange(b"two", a_word, within_s=1) == b"TWO"


async def test_the_reply_to_a_cancelled_request_never_answers_the_next_one() -> None:
    bus = Bus(MemoryTransport(Answering(0.5, 0.1)))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await bus.exchange(b"one", a_word, within_s=1)

    assert await bus.exchange(b"two", a_word, within_s=1) == b"TWO"


async def test_bytes_that_came_unasked_are_dropped_before_a_request() -> None:
    peer = Answering()
    line = MemoryTransport(peer)
    await line.write(b"old")
    await asyncio.sleep(1)

    assert await Bus(line).exchange(b"new", a_word, within_s=1) == b"NEW"


async def test_a_line_that_is_gone_before_the_request_has_sent_nothing() -> None:
    line = MemoryTransport(Answering())
    line.cut()

    with pytest.raises(NothingSent):
        await Bus(line).exchange(b"abc", a_word, within_s=1)


async def test_a_line_that_goes_while_a_reply_is_awaited_is_lost() -> None:
    line = MemoryTransport(Answering(0.5))
    asyncio.get_running_loop().call_later(0.2, line.cut)

    with pytest.raises(TransportLost) as raised:
        await Bus(line).exchange(b"abc", a_word, within_s=1)

    assert not isinstance(raised.value, NothingSent)


async def test_a_reply_without_its_echo_is_not_believed_where_the_adapter_hears_itself() -> None:
    bus = Bus(MemoryTransport(Answering()))
    bus.echoes = True

    with pytest.raises(BadReply):
        await bus.exchange(b"abc", a_word, within_s=1)
