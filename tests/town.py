"""A whole town in processes of its own: a kiosk with every device, the hub, its worker, and everybody's mailbox.

Used by the story and the system tests. Beside what a Site knows, knows how the hub is started and what people read.
"""

import asyncio
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from socket import create_server
from typing import Any, Self

import httpx

from config.hub import HubSettings
from config.kiosk import KioskSettings
from config.load import load
from hub.core import opened
from hub.keys import make_demo_keys
from hub.roles import Role as HubRole
from hub.store import kiosks, people
from hub.store import trail as trails
from kiosk.cli.ask import credentials
from kiosk.hub_calls import connect, enrol
from kiosk.identity import Keys, save
from link import admin
from link.hub import Enrolled
from link.staff import Role
from tests.processes import STARTS_WITHIN_S, Site, demo

PINS = {"김소담": "135790", "정나루": "246801", "한새롬": "357912", "오다온": "468023"}
"""Everybody of the staff, by their name at hub and kiosk: a coordinator, an officer, two volunteers."""
ROLES = {"김소담": "coordinator", "정나루": "officer", "한새롬": "volunteer", "오다온": "volunteer"}
LOOK_EVERY_S = 0.1


def address_of(name: str) -> str:
    """The mail address of a member of staff."""
    return f"staff{list(PINS).index(name)}@example.kr"


@dataclass
class Town(Site):
    """One kiosk with all its devices, one hub."""

    devices: dict[str, str] = field(default_factory=dict)
    hub: subprocess.Popen[str] | None = None
    hub_url: str = ""

    @property
    def hub_settings(self) -> Path:
        """The hub's."""
        return self.folder / "hub.toml"

    def rig_text(self) -> str:
        """The demo's rig wherever there is room, its printer quicker than people."""
        text = re.sub(r"port = \d+", "port = 0", demo("rig/demo.toml"))
        return text.replace("warm_up_s = 0.5", "warm_up_s = 0.1").replace("sheet_s = 1.5", "sheet_s = 0.5")

    def kiosk_text(self, devices: Mapping[str, str]) -> str:
        """The demo's kiosk at this rig and this hub."""
        self.devices = dict(devices)
        self.hub_url = f"http://127.0.0.1:{_free_port()}"
        text = demo("kiosk.demo.toml").replace("var/demo", str(self.folder))
        text = re.sub(r'address = "ipp://[^"]+"', f'address = "{devices["papers"]}"', text)
        text = re.sub(r'address = "http://[^"]+"', f'address = "{devices["window"]}"', text)
        return re.sub(r'url = "http://[^"]+"', f'url = "{self.hub_url}"', text)

    def __enter__(self) -> Self:
        super().__enter__()
        self.hub_settings.write_text(self._hub_text(), encoding="utf-8")
        return self

    def open_for_business(self) -> None:
        """Everything runs, kiosk and hub know each other, and the staff can sign in at both."""
        keys = load(self.hub_settings, HubSettings).keys
        make_demo_keys(keys, datetime.now(UTC))
        self.start_hub()
        self.start_worker()
        self._await_hub()
        self._introduce()
        self.start_controller()
        self._hire_at_the_kiosk()

    def start_hub(self) -> None:
        """Start the hub's web service."""
        self.hub = self.start("-m", "hub", "serve", "--config", str(self.hub_settings), stderr="hub.log")

    def start_worker(self) -> None:
        """Start the process that sends the hub's notices."""
        self.start("-m", "hub", "worker", "--config", str(self.hub_settings), stderr="worker.log")

    def trail(self, application: str) -> list[str]:
        """What the hub knows of who had this application when."""
        with opened(load(self.hub_settings, HubSettings)) as hub:
            return [step.what.value for step in hub.store.read(trails.of, application)]

    def device(self, name: str) -> dict[str, Any]:
        """A device of the rig as it looks now."""
        state: dict[str, Any] = self.hands.get("/state").json()["devices"][name]
        return state

    def do(self, name: str, deed: str, **body: object) -> None:
        """Somebody's hand at a device of the rig."""
        self.hands.post(f"/devices/{name}/{deed}", json=body or None).raise_for_status()

    def fetch(self, path: str) -> bytes:
        """A picture or a message of the rig."""
        return self.hands.get(path).raise_for_status().content

    def codes_in(self, picture: bytes) -> list[str]:
        """The texts of the QR codes in a picture."""
        codes: list[str] = self.hands.post("/codes", content=picture).raise_for_status().json()["codes"]
        return codes

    def mail(self, to: str) -> list[dict[str, Any]]:
        """Everything that this address received, oldest first."""
        return [message for message in self.device("mail")["messages"] if message["to"] == to]

    def _await_hub(self) -> None:
        deadline_s = time.monotonic() + STARTS_WITHIN_S
        while not _answers(f"{self.hub_url}/health"):
            assert time.monotonic() < deadline_s, (self.folder / "hub.log").read_text(encoding="utf-8")
            time.sleep(LOOK_EVERY_S)

    def _introduce(self) -> None:
        """As `hub people add`, `hub kiosks add` and `kiosk enrol` do it, without starting each as a process."""
        with opened(load(self.hub_settings, HubSettings)) as hub:
            for name, role in ROLES.items():
                hub.store.write(people.add, name, address_of(name), HubRole(role), name)
            code = hub.store.write(kiosks.add, "소담 키오스크")
        keys = Keys.new()
        save(load(self.settings, KioskSettings).paths.identity, keys, asyncio.run(_enrolled(self.hub_url, code, keys)))

    def _hire_at_the_kiosk(self) -> None:
        coordinator = credentials("김소담", PINS["김소담"])
        for name, role in ROLES.items():
            by = None if name == "김소담" else coordinator
            hired = self.ask(admin.AddStaff(who=credentials(name, PINS[name]), role=Role(role), by=by))
            assert isinstance(hired, admin.Done), hired

    def _hub_text(self) -> str:
        host, port = self.devices["mail"].removeprefix("smtp://").split(":")
        text = demo("hub.demo.toml").replace("var/demo", str(self.folder))
        text = re.sub(r"mailto://[^/]+/", f"mailto://{host}:{port}/", text)
        text = re.sub(r"http://127\.0\.0\.1:\d+", self.hub_url, text)
        return re.sub(r"\nport = \d+", f"\nport = {self.hub_url.rpartition(':')[2]}", text)


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as line:
        port: int = line.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


async def _enrolled(url: str, code: str, keys: Keys) -> Enrolled:
    async with connect(url) as http:
        return await enrol(http, code, keys)
