"""The rig as its users meet it: a process, its ports and its control page."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from drivers.errors import TransportLost
from drivers.lockboard.api import ChannelState, UnlockReply
from drivers.lockboard.registry import LockBus, open_lock_bus

RIG = """
[[lock_buses]]
name = "by-pty"
address = "port"
boards = [{ protocol = "xor8a", name = "board", address = 1, channels = 24, closed_bit = 1 }]

[[lock_buses]]
name = "by-tcp"
address = "socket://127.0.0.1:0"
boards = [
    { protocol = "xor8a", name = "left", address = 1, channels = 8, closed_bit = 0 },
    { protocol = "xor8a", name = "right", address = 2, channels = 12, closed_bit = 1, status_order = "ascending" },
]
"""


class Host:
    """A running simhost."""

    def __init__(self, process: asyncio.subprocess.Process, ready: dict[str, Any], control: httpx.AsyncClient) -> None:
        self.process = process
        self.ready = ready
        self.control = control

    def bus(self, name: str, *boards: dict[str, Any]) -> LockBus:
        return LockBus.model_validate({"name": name, "address": self.ready["buses"][name], "boards": boards})

    @property
    def by_pty(self) -> LockBus:
        return self.bus("by-pty", {"protocol": "xor8a", "name": "board", "address": 1, "channels": 24, "closed_bit": 1})

    async def post(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self.control.post(path, json=body)
        state: dict[str, Any] = answer.raise_for_status().json()
        return state

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            return await self.process.wait()


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    (tmp_path / "rig.toml").write_text(RIG)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "drivers.simhost",
        str(tmp_path / "rig.toml"),
        "--json",
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        ready = json.loads(await process.stdout.readline())
        async with httpx.AsyncClient(base_url=ready["control"]) as control:
            yield Host(process, ready, control)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_door_behind_a_pty_opens_and_can_be_pushed_shut(host: Host) -> None:
    async with open_lock_bus(host.by_pty) as boards:
        assert await boards["board"].unlock(3) is UnlockReply.RELEASED
        assert (await boards["board"].read())[3] is ChannelState.OPEN
        await host.post("/doors/3/push")
        assert (await boards["board"].read())[3] is ChannelState.CLOSED


async def test_two_boards_share_a_tcp_port(host: Host) -> None:
    bus = host.bus(
        "by-tcp",
        {"protocol": "xor8a", "name": "left", "address": 1, "channels": 8, "closed_bit": 0},
        {"protocol": "xor8a", "name": "right", "address": 2, "channels": 12, "closed_bit": 1}
        | {"status_order": "ascending"},
    )

    async with open_lock_bus(bus) as boards:
        assert await boards["right"].unlock(12) is UnlockReply.RELEASED
        left, right = await boards["left"].read(), await boards["right"].read()

    doors = (await host.control.get("/state")).json()["doors"]
    assert left == dict.fromkeys(range(1, 9), ChannelState.CLOSED)
    assert [channel for channel, state in right.items() if state is ChannelState.OPEN] == [12]
    assert [(door["number"], door["board"], door["channel"]) for door in doors if door["open"]] == [(44, "right", 12)]


async def test_a_door_that_is_held_shut_is_refused_and_one_that_is_forced_is_seen(host: Host) -> None:
    await host.post("/doors/4/stick")
    await host.post("/doors/5/pull")

    async with open_lock_bus(host.by_pty) as boards:
        assert await boards["board"].unlock(4) is UnlockReply.REFUSED
        states = await boards["board"].read()

    assert [channel for channel, state in states.items() if state is ChannelState.OPEN] == [5]


async def test_lost_replies_leave_the_outcome_unknown_and_the_door_open(host: Host) -> None:
    async with open_lock_bus(host.by_pty) as boards:
        await boards["board"].read()
        await host.post("/buses/by-pty/faults", {"wire": {"drop_replies": True}})

        assert await boards["board"].unlock(6) is UnlockReply.UNKNOWN

    state = (await host.control.get("/state")).json()
    assert [door["number"] for door in state["doors"] if door["open"]] == [6]


async def test_a_pulled_plug_is_a_lost_line_until_it_is_back(host: Host) -> None:
    async with open_lock_bus(host.by_pty) as boards:
        await boards["board"].read()
        await host.post("/buses/by-pty/faults", {"connected": False})
        with pytest.raises(TransportLost):
            await boards["board"].read()
        assert await boards["board"].unlock(1) is UnlockReply.NOT_SENT
    with pytest.raises(TransportLost):
        async with open_lock_bus(host.by_pty):
            pass

    await host.post("/buses/by-pty/faults", {"connected": True})

    async with open_lock_bus(host.by_pty) as boards:
        assert await boards["board"].unlock(1) is UnlockReply.RELEASED


async def test_another_adapter_that_hears_itself_changes_no_answer(host: Host) -> None:
    await host.post("/buses/by-pty/faults", {"wire": {"echo": True}})
    await host.post("/doors/2/stick")

    async with open_lock_bus(host.by_pty) as boards:
        assert await boards["board"].unlock(1) is UnlockReply.RELEASED
        assert await boards["board"].unlock(2) is UnlockReply.REFUSED


async def test_the_wire_log_shows_what_went_over_the_line(host: Host) -> None:
    async with open_lock_bus(host.by_pty) as boards:
        await boards["board"].read()

    bursts = (await host.control.get("/wire")).json()
    assert [(burst["direction"], burst["hex"]) for burst in bursts] == [
        ("to_board", "80 01 01 33 B3"),
        ("from_board", "80 01 01 11 91"),
        ("to_board", "80 01 00 33 B2"),
        ("from_board", "80 01 FF FF FF 33 4D"),
    ]
    assert (await host.control.get("/wire", params={"after": bursts[-1]["number"]})).json() == []


async def test_the_page_and_its_files_are_served(host: Host) -> None:
    page = (await host.control.get("/")).raise_for_status()
    script = (await host.control.get("/page/page.js")).raise_for_status()

    assert "소담 모의 장비" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "javascript" in script.headers["content-type"]


async def test_another_page_of_the_same_browser_opens_no_door(host: Host) -> None:
    answer = await host.control.post("/doors/1/pull", headers={"Sec-Fetch-Site": "same-site"})

    assert answer.status_code == 403
    assert not (await host.control.get("/state")).json()["doors"][0]["open"]


async def test_what_the_rig_has_not_is_an_error(host: Host) -> None:
    paths = ["/doors/0/push", "/doors/45/push", "/doors/1/kick", "/buses/none/faults"]

    answers = {path: (await host.control.post(path, json={})).status_code for path in paths}

    assert answers == {paths[0]: 404, paths[1]: 404, paths[2]: 422, paths[3]: 404}


async def test_a_terminated_rig_ends_cleanly_and_takes_its_port_away(host: Host) -> None:
    link = host.ready["buses"]["by-pty"]
    assert is_link(link)

    assert await host.stop() == 0
    assert not is_link(link)


def is_link(path: str) -> bool:
    return Path(path).is_symlink()
