"""A lock bus of the rig as its users meet it: a pty or a socket with its boards, and the hands of the control page."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drivers.errors import TransportLost
from drivers.lockboard.api import ChannelState, UnlockReply
from drivers.lockboard.registry import open_lock_bus
from tests.drivers.simhost.lock_bus import Bench, plugged_in

WITHIN_S = 5.0


@pytest.fixture(params=["port"], ids=["pty"])
async def bench(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bench]:
    async with plugged_in(request.param, tmp_path) as bench:
        yield bench


both_lines = pytest.mark.parametrize("bench", ["port", "socket://127.0.0.1:0"], indirect=True, ids=["pty", "tcp"])


@both_lines
async def test_a_door_opens_and_can_be_pushed_shut(bench: Bench) -> None:
    async with open_lock_bus(bench.settings) as boards:
        assert await boards["left"].unlock(3) is UnlockReply.RELEASED
        assert (await boards["left"].read())[3] is ChannelState.OPEN
        await bench.post("/doors/3/push")
        assert (await boards["left"].read())[3] is ChannelState.CLOSED


async def test_two_boards_share_a_line_and_their_doors_are_counted_through(bench: Bench) -> None:
    async with open_lock_bus(bench.settings) as boards:
        assert await boards["right"].unlock(12) is UnlockReply.RELEASED
        left, right = await boards["left"].read(), await boards["right"].read()

    doors = bench.device.state()["doors"]
    assert left == dict.fromkeys(range(1, 25), ChannelState.CLOSED)
    assert [channel for channel, state in right.items() if state is ChannelState.OPEN] == [12]
    assert [(door["number"], door["board"], door["channel"]) for door in doors if door["open"]] == [(36, "right", 12)]


async def test_a_door_that_is_held_shut_is_refused_and_one_that_is_forced_is_seen(bench: Bench) -> None:
    await bench.post("/doors/4/stick")
    await bench.post("/doors/5/pull")

    async with open_lock_bus(bench.settings) as boards:
        assert await boards["left"].unlock(4) is UnlockReply.REFUSED
        await bench.post("/doors/4/free")
        assert await boards["left"].unlock(4) is UnlockReply.RELEASED
        states = await boards["left"].read()

    assert [channel for channel, state in states.items() if state is ChannelState.OPEN] == [4, 5]


async def test_a_door_that_bounces_opens_and_is_shut_again_until_it_is_freed(bench: Bench) -> None:
    await bench.post("/doors/6/bounce")

    async with open_lock_bus(bench.settings) as boards:
        await boards["left"].unlock(6)
        assert bench.device.state()["doors"][5]["openings"] == 1
        async with asyncio.timeout(WITHIN_S):
            while (await boards["left"].read())[6] is ChannelState.OPEN:
                pass
        await bench.post("/doors/6/free")
        await boards["left"].unlock(6)
        assert (await boards["left"].read())[6] is ChannelState.OPEN


async def test_what_lies_behind_a_door_is_what_hands_did(bench: Bench) -> None:
    assert bench.device.state()["doors"][0]["contents"] is None
    assert (await bench.post("/doors/1/fill"))["doors"][0]["contents"] is True
    assert (await bench.post("/doors/1/empty"))["doors"][0]["contents"] is False


@both_lines
async def test_a_pulled_plug_is_a_lost_line_until_it_is_back_at_the_same_address(bench: Bench) -> None:
    settings = bench.settings
    async with open_lock_bus(settings) as boards:
        await boards["left"].read()
        await bench.post("/faults", connected=False)
        with pytest.raises(TransportLost):
            await boards["left"].read()
        assert await boards["left"].unlock(1) is UnlockReply.NOT_SENT
    with pytest.raises(TransportLost):
        async with open_lock_bus(settings):
            pass

    await bench.post("/faults")

    async with open_lock_bus(settings) as boards:
        assert await boards["left"].unlock(1) is UnlockReply.RELEASED


async def test_another_adapter_that_hears_itself_changes_no_answer(bench: Bench) -> None:
    await bench.post("/faults", wire={"echo": True})
    await bench.post("/doors/2/stick")

    async with open_lock_bus(bench.settings) as boards:
        assert await boards["left"].unlock(1) is UnlockReply.RELEASED
        assert await boards["left"].unlock(2) is UnlockReply.REFUSED


async def test_the_wire_log_shows_what_went_over_the_line(bench: Bench) -> None:
    async with open_lock_bus(bench.settings) as boards:
        await boards["left"].read()

    bursts = (await bench.hands.get("/wire")).json()
    assert [(burst["direction"], burst["hex"]) for burst in bursts] == [
        ("to_board", "80 01 01 33 B3"),
        ("from_board", "80 01 01 11 91"),
        ("to_board", "80 01 00 33 B2"),
        ("from_board", "80 01 FF FF FF 33 4D"),
    ]
    assert (await bench.hands.get("/wire", params={"after": bursts[-1]["number"]})).json() == []


async def test_what_no_hand_can_do_is_an_error(bench: Bench) -> None:
    paths = ["/doors/0/push", "/doors/37/push", "/doors/1/kick", "/faults"]
    answers = [(await bench.hands.post(path, json={"wire": {"colour": "red"}})).status_code for path in paths]
    assert answers == [404, 404, 422, 422]
