import asyncio
from collections.abc import Sequence

import pytest

from drivers.errors import TransportLost
from drivers.transport.api import NothingSent
from drivers.transport.cable import BYTE_S, Timed, WireFaults
from drivers.transport.memory import MemoryAddress, MemoryTransport

pytestmark = pytest.mark.looptime

HELLO = bytes(range(40))


class Parrot:
    """Answers every piece with the same bytes at once, and remembers when it came."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, bytes]] = []

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        self.heard.append((now_s, data))
        return [Timed(now_s, data)]


async def talk(faults: WireFaults, *, seed: int = 0) -> tuple[bytes, bytes]:
    """What the far end and the near end have heard one second after HELLO was sent."""
    parrot = Parrot()
    line = MemoryTransport(parrot, faults=faults, seed=seed)
    await line.write(HELLO)
    received = bytearray()
    while data := await line.read(asyncio.get_running_loop().time() + 1):
        received += data
    return b"".join(data for _at_s, data in parrot.heard), bytes(received)


async def test_a_clean_cable_changes_nothing() -> None:
    assert await talk(WireFaults()) == (HELLO, HELLO)


async def test_a_byte_takes_its_time_on_the_line() -> None:
    parrot = Parrot()
    await MemoryTransport(parrot).write(HELLO)
    await asyncio.sleep(1)

    ((at_s, data),) = parrot.heard
    assert data == HELLO
    assert at_s == pytest.approx(40 * BYTE_S, abs=1e-5)


async def test_a_splitting_cable_delivers_single_bytes_in_order() -> None:
    parrot = Parrot()
    await MemoryTransport(parrot, faults=WireFaults(split=True)).write(HELLO)
    await asyncio.sleep(1)

    assert [data for _at_s, data in parrot.heard] == [bytes([byte]) for byte in HELLO]


async def test_loss_takes_bytes_away_and_keeps_the_order() -> None:
    heard, _received = await talk(WireFaults(loss=0.3))

    assert heard == bytes(byte for byte in HELLO if byte in heard)
    assert 0 < len(heard) < len(HELLO)


async def test_corruption_changes_bytes_and_keeps_their_number() -> None:
    heard, _received = await talk(WireFaults(corruption=0.3))

    assert heard != HELLO
    assert len(heard) == len(HELLO)


async def test_noise_stands_before_the_message() -> None:
    heard, _received = await talk(WireFaults(noise=1))

    assert heard.endswith(HELLO)
    assert 1 <= len(heard) - len(HELLO) <= 6


async def test_an_echo_comes_before_the_reply() -> None:
    assert await talk(WireFaults(echo=True)) == (HELLO, HELLO + HELLO)


async def test_a_stale_byte_follows_the_reply() -> None:
    _heard, received = await talk(WireFaults(stale=True))

    assert (received[:-1], len(received)) == (HELLO, len(HELLO) + 1)


async def test_dropped_replies_leave_the_command_whole() -> None:
    assert await talk(WireFaults(drop_replies=True)) == (HELLO, b"")


async def test_the_same_seed_brings_the_same_faults() -> None:
    faults = WireFaults(loss=0.1, corruption=0.1, noise=0.5)

    assert await talk(faults, seed=7) == await talk(faults, seed=7)
    assert await talk(faults, seed=7) != await talk(faults, seed=8)


async def test_a_late_reply_is_late_by_what_was_asked() -> None:
    line = MemoryTransport(Parrot(), faults=WireFaults(delay_s=0.6))
    await line.write(HELLO)

    assert await line.read(0.6) == b""
    assert await line.read(0.6 + 81 * BYTE_S) == HELLO


@pytest.mark.parametrize("taken", range(5))
async def test_a_cut_cable_says_whether_anything_was_sent(taken: int) -> None:
    parrot = Parrot()
    line = MemoryTransport(parrot, cut_after_bytes=taken)

    with pytest.raises(TransportLost) as raised:
        await line.write(b"12345")

    await asyncio.sleep(1)
    assert isinstance(raised.value, NothingSent) == (taken == 0)
    assert b"".join(data for _at_s, data in parrot.heard) == b"12345"[:taken]


async def test_what_had_come_before_the_cut_can_still_be_read() -> None:
    line = MemoryTransport(Parrot(), cut_after_bytes=8)
    await line.write(b"12345")

    assert await line.read(1) == b"123"
    with pytest.raises(TransportLost):
        await line.read(2)


async def test_only_the_first_line_to_an_address_is_cut() -> None:
    address = MemoryAddress(Parrot(), cut_after_bytes=3)
    async with address.open() as line:
        with pytest.raises(TransportLost):
            await line.write(b"12345")

    async with address.open() as line:
        await line.write(b"12345")
        assert await line.read(1) == b"12345"


async def test_each_line_to_an_address_has_faults_of_its_own() -> None:
    parrot = Parrot()
    address = MemoryAddress(parrot, faults=WireFaults(corruption=0.5), seed=7)
    for _line in range(2):
        async with address.open() as line:
            await line.write(HELLO)
            await asyncio.sleep(1)

    (_first_s, first), (_second_s, second) = parrot.heard
    assert (first, second) == (
        (await talk(WireFaults(corruption=0.5), seed=7))[0],
        (await talk(WireFaults(corruption=0.5), seed=8))[0],
    )


async def test_a_line_to_an_address_is_given_back_with_its_block() -> None:
    async with MemoryAddress(Parrot()).open() as line:
        await line.write(HELLO)

    with pytest.raises(NothingSent):
        await line.write(HELLO)
