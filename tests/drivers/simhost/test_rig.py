"""A rig file and its devices: names, order, and what becomes of the others when one does not come up."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel, ValidationError

from drivers.simhost.control import control_app
from drivers.simhost.device import DeviceName, RigDevice
from drivers.simhost.mailbox import RigMailboxSettings
from drivers.simhost.rig import RigSettings, devices_of, load_rig, running


class Bell:
    """See RigDevice: the smallest device that there can be."""

    def __init__(self, name: str, *, is_broken: bool) -> None:
        self.is_there = False
        self._name = name
        self._is_broken = is_broken
        self._rung = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def address(self) -> str:
        return f"bell:{self._name}"

    async def connect(self) -> None:
        self.is_there = not self._is_broken
        if self._is_broken:
            raise OSError("no bell")

    async def disconnect(self) -> None:
        self.is_there = False

    def state(self) -> Mapping[str, Any]:
        return {"rung": self._rung}

    def routes(self) -> APIRouter:
        router = APIRouter()

        @router.post("/ring")
        async def _ring() -> Mapping[str, Any]:
            self._rung += 1
            return self.state()

        return router


class BellSettings(BaseModel):
    """See RigDeviceSettings."""

    name: DeviceName
    is_broken: bool = False

    def device(self, run_dir: Path) -> RigDevice:
        assert run_dir.is_dir()
        return Bell(self.name, is_broken=self.is_broken)


class RigWithBells(RigSettings):
    """What a line in RigSettings does for a new kind of device."""

    bells: tuple[BellSettings, ...] = ()


def test_a_new_kind_is_one_list_and_comes_after_those_before_it(tmp_path: Path) -> None:
    settings = RigWithBells.model_validate(
        {"bells": [{"name": "front"}, {"name": "back"}], "mailboxes": [{"name": "mail"}]}
    )
    assert list(devices_of(settings, tmp_path)) == ["mail", "front", "back"]


async def test_a_new_kind_is_seen_and_steered_without_another_line(tmp_path: Path) -> None:
    devices = devices_of(RigWithBells.model_validate({"bells": [{"name": "front"}]}), tmp_path)
    transport = httpx.ASGITransport(control_app(devices))
    async with running(devices), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asks:
        assert (await asks.post("/devices/front/ring")).json() == {"rung": 1}
        assert (await asks.get("/state")).json() == {"devices": {"front": {"address": "bell:front", "rung": 1}}}


async def test_when_one_device_does_not_come_up_the_others_are_taken_away(tmp_path: Path) -> None:
    entries = [{"name": "one"}, {"name": "two", "is_broken": True}, {"name": "three"}]
    devices = devices_of(RigWithBells.model_validate({"bells": entries}), tmp_path)
    with pytest.raises(OSError, match="no bell"):
        async with running(devices):
            pytest.fail("it came up")
    assert not any(isinstance(bell, Bell) and bell.is_there for bell in devices.values())


def test_two_devices_of_one_name_are_a_mistake_also_of_different_kinds() -> None:
    with pytest.raises(ValidationError, match="two devices of the rig have the same name: window"):
        RigSettings.model_validate({"mailboxes": [{"name": "window"}], "cameras": [{"name": "window"}]})


def test_a_rig_file_is_read_and_what_it_does_not_know_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "rig.toml"
    file.write_text('[[mailboxes]]\nname = "mail"\n')
    assert load_rig(file).entries == [RigMailboxSettings(name="mail")]
    file.write_text('[[trumpets]]\nname = "mail"\n')
    with pytest.raises(ValidationError, match="trumpets"):
        load_rig(file)
