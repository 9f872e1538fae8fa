"""Card readers: the service knows the reader, and a card that somebody lays on it proves who it is."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.hil.bench import Bench, BenchCardReader
from tests.hil.hands import Hands
from tests.processes import ROOT

STARTS_WITHIN_S = 20.0
LAID_WITHIN_S = 180.0
"""A person has to find the card first."""

Says = Callable[[], Awaitable[str]]


@asynccontextmanager
async def watched(reader: BenchCardReader) -> AsyncIterator[Says]:
    """What the reader tells, line by line, from a process of its own: a process can talk to one pcscd only."""
    settings = reader.model_dump_json(exclude={"card_id"})
    command = [sys.executable, "-m", "tests.hil.card_watcher", settings]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    lines = process.stdout

    async def says() -> str:
        async with asyncio.timeout(LAID_WITHIN_S):
            return (await lines.readline()).decode().strip()

    try:
        async with asyncio.timeout(STARTS_WITHIN_S):
            assert await says() == "in service"
        yield says
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_it_is_in_service(bench: Bench, card_reader: str) -> None:
    async with watched(bench.card_reader(card_reader)):
        pass


@pytest.mark.hands
async def test_a_card_is_read_for_who_it_is_and_seen_to_go(bench: Bench, card_reader: str, hands: Hands) -> None:
    hands.take(card_reader)
    async with watched(bench.card_reader(card_reader)) as says:
        hands.lay(card_reader)
        assert await says() == f"read {bench.card_reader(card_reader).card_id}"

        hands.take(card_reader)
        assert await says() == "gone"
