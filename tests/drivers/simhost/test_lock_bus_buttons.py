"""The fault buttons of a lock bus: what each of them does to the bytes and the doors at the other end of the line."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import TransportLost
from drivers.lockboard.api import UnlockReply
from drivers.lockboard.registry import open_lock_bus
from drivers.lockboard.xor8a.codec import unlock
from drivers.transport.api import LineSettings, Transport
from drivers.transport.open import open_transport
from tests.drivers.simhost.buttons import buttons, pressed
from tests.drivers.simhost.lock_bus import Bench, plugged_in

WITHIN_S = 5.0
QUIET_S = 0.15
"""Nothing more comes; the longest gap that a fault makes is 30 ms."""

QUESTION = bytes.fromhex("80 01 00 33 B2")
"""How are all doors of the left board?"""
ANSWER = bytes.fromhex("80 01 FF FF FF 33 4D")
"""All are closed."""
MANY = 20


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with plugged_in("socket://127.0.0.1:0", tmp_path) as bench:
        yield bench


async def test_nothing_is_wrong_with_a_line_that_nobody_touched(bench: Bench) -> None:
    async with line(bench) as transport:
        assert b"".join(await heard(transport, QUESTION)) == ANSWER
        assert b"".join(await heard(transport, *[QUESTION] * MANY)) == ANSWER * MANY


async def _connected(bench: Bench) -> None:
    with pytest.raises(TransportLost):
        async with line(bench):
            pass


async def _loss(bench: Bench) -> None:
    async with line(bench) as transport:
        assert 0 < len(b"".join(await heard(transport, *[QUESTION] * MANY))) < len(ANSWER * MANY)


async def _corruption(bench: Bench) -> None:
    async with line(bench) as transport:
        assert set(b"".join(await heard(transport, *[QUESTION] * MANY))) - set(ANSWER)


async def _noise(bench: Bench) -> None:
    async with line(bench) as transport:
        said = b"".join(await heard(transport, *[QUESTION] * MANY))
    assert ANSWER in said
    assert len(said) > said.count(ANSWER) * len(ANSWER)


async def _delay(bench: Bench) -> None:
    loop = asyncio.get_running_loop()
    async with line(bench) as transport:
        began_s = loop.time()
        await transport.write(QUESTION)
        assert await transport.read(began_s + WITHIN_S) == ANSWER
        assert loop.time() - began_s > 1


async def _split(bench: Bench) -> None:
    async with line(bench) as transport, asyncio.timeout(WITHIN_S):
        # A machine that is busy may put pieces together again; not each time.
        while len(pieces := await heard(transport, QUESTION)) == 1:
            pass
        assert b"".join(pieces) == ANSWER


async def _stale(bench: Bench) -> None:
    async with line(bench) as transport:
        said = b"".join(await heard(transport, QUESTION))
    assert (said[:-1], len(said)) == (ANSWER, len(ANSWER) + 1)


async def _drop_replies(bench: Bench) -> None:
    async with line(bench) as transport:
        assert await heard(transport, QUESTION, unlock(1, 6)) == []
    assert bench.open_doors() == [6]


async def _echo(bench: Bench) -> None:
    async with line(bench) as transport:
        assert b"".join(await heard(transport, QUESTION)) == QUESTION + ANSWER


async def _silent(bench: Bench) -> None:
    async with line(bench) as transport:
        assert await heard(transport, QUESTION, unlock(1, 6)) == []
    assert bench.open_doors() == []


async def _ack_but_stays_shut(bench: Bench) -> None:
    async with open_lock_bus(bench.settings) as boards:
        assert await boards["left"].unlock(1) is UnlockReply.RELEASED
    assert bench.open_doors() == []


async def _refuse_but_opens(bench: Bench) -> None:
    async with open_lock_bus(bench.settings) as boards:
        assert await boards["left"].unlock(1) is UnlockReply.REFUSED
    assert bench.open_doors() == [1]


EFFECTS: Mapping[str, Callable[[Bench], Coroutine[Any, Any, None]]] = {
    "connected": _connected,
    "loss=0.05": _loss,
    "corruption=0.05": _corruption,
    "noise=0.5": _noise,
    "delay_s=1": _delay,
    "split": _split,
    "stale": _stale,
    "drop_replies": _drop_replies,
    "echo": _echo,
    "silent": _silent,
    "ack_but_stays_shut": _ack_but_stays_shut,
    "refuse_but_opens": _refuse_but_opens,
}
"""What the host at the other end of the line meets, by button."""


@pytest.mark.parametrize("label", buttons("lock_bus"))
async def test_what_a_button_breaks_is_met_at_the_other_end_until_it_is_mended(bench: Bench, label: str) -> None:
    well = bench.device.state()["faults"]
    await bench.post("/faults", **pressed(buttons("lock_bus")[label], well))
    await EFFECTS[label](bench)
    await bench.post("/faults")
    async with line(bench) as transport:
        assert len(b"".join(await heard(transport, QUESTION))) == len(ANSWER)


def line(bench: Bench) -> Any:
    """The wire itself, without a driver that makes good what it can."""
    return open_transport(bench.device.address, LineSettings(9600))


async def heard(transport: Transport, *questions: bytes) -> list[bytes]:
    """Everything that comes until it is quiet, in the pieces in which it comes."""
    pieces: list[bytes] = []
    for question in questions:
        await transport.write(question)
    while piece := await transport.read(asyncio.get_running_loop().time() + QUIET_S):
        pieces.append(piece)
    return pieces
