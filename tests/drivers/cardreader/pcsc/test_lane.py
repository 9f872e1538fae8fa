import asyncio
import threading
from collections.abc import Iterator

import pytest

from drivers.cardreader.pcsc.lane import Lane

WITHIN_S = 3.0


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane("lane-under-test")
    yield lane
    lane.end()


async def test_work_is_done_in_one_thread_of_its_own_and_in_order(lane: Lane) -> None:
    names: list[str] = []
    lane.later(lambda: names.append("first"))

    assert await lane.do(lambda: threading.current_thread().name) == "lane-under-test"
    assert names == ["first"]


async def test_what_work_raises_is_raised_where_it_is_awaited(lane: Lane) -> None:
    with pytest.raises(ZeroDivisionError):
        await lane.do(lambda: 1 // 0)

    assert await lane.do(lambda: "still there") == "still there"


async def test_who_is_cancelled_does_not_wait_for_work_that_hangs(lane: Lane) -> None:
    hang = threading.Event()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await lane.do(lambda: hang.wait(WITHIN_S))

    hang.set()
    assert await lane.do(lambda: "free again") == "free again"


async def test_work_that_nobody_waits_for_any_more_is_not_begun(lane: Lane) -> None:
    hang, done = threading.Event(), list[str]()

    for work in (lambda: hang.wait(WITHIN_S), lambda: done.append("too late")):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await lane.do(work)
    hang.set()

    assert await lane.do(lambda: done) == []


def test_a_loop_that_is_over_does_not_end_the_lane(lane: Lane) -> None:
    hang = threading.Event()

    async def leave() -> None:
        async with asyncio.timeout(0.01):
            await lane.do(lambda: hang.wait(WITHIN_S))

    with pytest.raises(TimeoutError):
        asyncio.run(leave())
    hang.set()

    async def come_back() -> str:
        return await lane.do(lambda: "still there")

    assert asyncio.run(come_back()) == "still there"


async def test_a_lane_that_was_ended_finishes_what_it_was_given() -> None:
    lane = Lane("lane-to-end")
    done = threading.Event()

    lane.later(done.set)
    lane.end()

    assert await asyncio.to_thread(done.wait, WITHIN_S)
