"""The rig as a process: what it says when it is ready, what it serves, and how it ends."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from drivers.lockboard.api import UnlockReply
from drivers.lockboard.registry import LockBus, open_lock_bus

RIG = """
[[lock_buses]]
name = "bus"
address = "port"
boards = [{ protocol = "xor8a", name = "board", address = 1, channels = 24, closed_bit = 1 }]

[[card_readers]]
name = "cards"
cards = []
"""
BOARD = {"protocol": "xor8a", "name": "board", "address": 1, "channels": 24, "closed_bit": 1}
WITHIN_S = 10.0


class Host:
    """A running simhost."""

    def __init__(self, process: asyncio.subprocess.Process, ready: dict[str, Any], control: httpx.AsyncClient) -> None:
        self.process = process
        self.ready = ready
        self.control = control

    def address(self, name: str) -> str:
        return str(self.ready["devices"][name])

    async def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        async with asyncio.timeout(WITHIN_S):
            return await self.process.wait()


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    # Not tmp_path: a socket's path is short.
    with TemporaryDirectory(prefix="sodam-") as folder:
        rig = Path(folder) / "rig.toml"
        rig.write_text(RIG)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "drivers.simhost", str(rig), "--json", stdout=asyncio.subprocess.PIPE
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


async def test_it_says_where_its_devices_are_and_they_are_there(host: Host) -> None:
    bus = LockBus.model_validate({"name": "bus", "address": host.address("bus"), "boards": [BOARD]})

    async with open_lock_bus(bus) as boards:
        assert await boards["board"].unlock(3) is UnlockReply.RELEASED

    devices = (await host.control.get("/state")).json()["devices"]
    assert {name: device["address"] for name, device in devices.items()} == host.ready["devices"]
    assert [door["number"] for door in devices["bus"]["doors"] if door["open"]] == [3]
    assert is_answered(host.address("cards"))


async def test_the_page_and_its_files_are_served_and_no_other_page_moves_a_hand(host: Host) -> None:
    page = (await host.control.get("/")).raise_for_status()
    script = (await host.control.get("/page/page.js")).raise_for_status()
    refused = await host.control.post("/devices/bus/doors/1/pull", headers={"Sec-Fetch-Site": "same-site"})
    unknown = await host.control.post("/devices/none/faults", json={})

    assert "소담 모의 장비" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "javascript" in script.headers["content-type"]
    assert (refused.status_code, unknown.status_code) == (403, 404)
    assert not (await host.control.get("/state")).json()["devices"]["bus"]["doors"][0]["open"]


async def test_a_terminated_rig_ends_cleanly_and_takes_its_devices_away(host: Host) -> None:
    assert is_there(host.address("bus"))

    assert await host.end(signal.SIGTERM) == 0
    assert not is_there(host.address("bus"))
    assert not is_there(host.address("cards"))


async def test_a_killed_rig_leaves_no_pcscd_behind(host: Host) -> None:
    await host.end(signal.SIGKILL)

    async with asyncio.timeout(WITHIN_S):
        await silence(host.address("cards"))


async def silence(path: str) -> None:
    while True:
        if not is_answered(path):
            return
        await asyncio.sleep(0.02)  # real time: the kernel tells pcscd to end


def is_there(path: str) -> bool:
    return Path(path).is_symlink() or Path(path).exists()


def is_answered(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(path) == 0
