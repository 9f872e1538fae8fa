"""The control page and its rig belong together: what it calls is there, what it reads is told, what it breaks breaks.

The page's own source is read for what it asks for; a browser is not needed.
"""

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from fastapi import FastAPI

from drivers.camera.camera import open_camera
from drivers.camera.settings import CameraSettings
from drivers.documentprinter.simmfp import Incident, Trouble
from drivers.simhost.control import control_app
from drivers.simhost.device import RigDevice
from drivers.simhost.lock_buses import Hand
from drivers.simhost.mailbox import RigMailbox
from drivers.simhost.rig import RigSettings, devices_of, running
from tests.drivers.simhost.buttons import FAULTS, SCRIPTS, pressed
from tests.drivers.simhost.mails import SIGNED_CODE, notice, png_of

RIG = RigSettings.model_validate(
    {
        "lock_buses": [
            {
                "name": "bus",
                "address": "socket://127.0.0.1:0",
                "boards": [{"protocol": "xor8a", "name": "board", "address": 1, "channels": 8, "closed_bit": 1}],
            }
        ],
        "document_printers": [{"name": "printer", "warm_up_s": 0, "sheet_s": 0.001}],
        "slip_printers": [{"protocol": "escpos", "name": "slip-printer", "address": "slips"}],
        "cameras": [{"name": "camera"}],
        "card_readers": [{"name": "card-reader", "cards": [{"name": "김소담", "card_id": "0" * 32}]}],
        "mailboxes": [{"name": "mail"}],
    }
)
NAMES = {
    "lock_bus": "bus",
    "document_printer": "printer",
    "slip_printer": "slip-printer",
    "camera": "camera",
    "card_reader": "card-reader",
}
"""The device of each kind that can be broken."""


class Desk:
    """A rig in this process, its control page's server, and who asks it."""

    def __init__(self, devices: Mapping[str, RigDevice], app: FastAPI, asks: httpx.AsyncClient) -> None:
        self.devices = devices
        self.app = app
        self.asks = asks

    async def state(self) -> dict[str, Any]:
        """Every device as it looks."""
        state: dict[str, Any] = (await self.asks.get("/state")).json()["devices"]
        return state

    async def post(self, address: str, body: object = None) -> Any:
        return (await self.asks.post(address, json=body or {})).raise_for_status().json()

    def routes(self, method: str) -> set[str]:
        """Every address for this method, its places as stars."""
        paths = self.app.openapi()["paths"]
        return {re.sub(r"\{[^}]*\}", "*", path) for path, methods in paths.items() if method.lower() in methods}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    devices = devices_of(RIG, tmp_path)
    app = control_app(devices)
    transport = httpx.ASGITransport(app)
    async with running(devices), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7180") as asks:
        yield Desk(devices, app, asks)


def called(method: str) -> set[str]:
    """Every address of the rig that stands in the scripts, its places as stars."""
    found: set[str] = set()
    for script in SCRIPTS.values():
        for before, address in re.findall(r"""(.{0,12})["`](/(?:[^"`$]|\$\{(?:[^{}]|\{[^}]*\})*\})*)["`]""", script):
            is_post = before.endswith("post(") or address.endswith("/faults") or address == "/codes"
            if is_post == (method == "POST"):
                found.add(re.sub(r"\$\{[^}]*\}", "*", address.partition("?")[0]))
    return found


def is_same(asked: str, served: str) -> bool:
    """Whether an address of the page can be that of a route; a star stands for any one part."""
    asked_parts, served_parts = asked.split("/"), served.split("/")
    return len(asked_parts) == len(served_parts) and all(
        "*" in {one, other} or one == other for one, other in zip(asked_parts, served_parts, strict=True)
    )


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_every_address_that_the_page_calls_is_served(desk: Desk, method: str) -> None:
    asked = called(method)
    assert len(asked) >= 6
    assert [one for one in asked if not any(is_same(one, served) for served in desk.routes(method))] == []


async def test_every_hand_of_the_rig_is_on_the_page(desk: Desk) -> None:
    asked = called("POST")
    assert len(desk.routes("POST")) > 15
    assert [one for one in desk.routes("POST") if not any(is_same(address, one) for address in asked)] == []
    assert [hand for hand in get_args(Hand) if not re.search(rf'"{hand}"|/{hand}`', SCRIPTS["cabinet"])] == []


async def test_what_the_page_is_made_of_is_served_from_here_and_nowhere_else(desk: Desk) -> None:
    index = await desk.asks.get("/")
    files = [*re.findall(r'(?:href|src)="(/[^"]+)"', index.text), *(f"/page/{name}.js" for name in SCRIPTS)]
    imports = {f"/page/{name}" for script in SCRIPTS.values() for name in re.findall(r'from "\./([^"]+)"', script)}
    texts = {file: (await desk.asks.get(file)).raise_for_status().text for file in files}

    assert '<html lang="ko">' in index.text
    assert {"/page/page.css", "/page/page.js"} | imports <= set(texts)
    assert [file for file, text in [("/", index.text), *texts.items()] if "://" in text] == []
    assert (await desk.asks.get("/page/../control.py")).status_code == 404


async def test_the_state_has_what_every_panel_reads(desk: Desk) -> None:
    mailbox = desk.devices["mail"]
    assert isinstance(mailbox, RigMailbox)
    mailbox.keep(notice(png_of("SODAM1:ONE")))
    await desk.post("/devices/printer/copy/3")
    state = await desk.state()
    devices = {name: {"name": name, **device} for name, device in state.items()}
    door = devices["bus"]["doors"][0]
    told = {
        "door": door,
        "hands": door,
        "doorWrong": door,
        "lockBus": devices["bus"],
        "documentPrinter": devices["printer"],
        "slipPrinter": devices["slip-printer"],
        "camera": devices["camera"],
        "cardReader": devices["card-reader"],
        "card": devices["card-reader"]["cards"][0],
        "mailbox": devices["mail"],
        "message": devices["mail"]["messages"][0],
        "attachment": devices["mail"]["messages"][0]["attachments"][0],
        "sheet": {"number": 1, "job": "", "pages": []},
    }
    read = {name: names for name, names in heads().items() if name in told}

    assert set(read) == set(told)
    assert [(name, one) for name, names in read.items() for one in names if one not in told[name]] == []


def heads() -> dict[str, list[str]]:
    """What each function of the page takes out of what it is given, by the function's name."""
    found = [
        pair
        for script in SCRIPTS.values()
        for pair in re.findall(r"(?:function |const )(\w+)(?: = )?\([^{()]*\{ ([\w, ]+) \}", script)
    ]
    return {name: names.split(", ") for name, names in found}


async def test_a_device_is_put_into_one_panel_by_what_it_shows(desk: Desk) -> None:
    known_by = re.findall(r'\["(\w+)", \w+, "\w+"\]', SCRIPTS["page"])
    devices = await desk.state()
    assert {name: [one for one in known_by if one in device] for name, device in devices.items()} == {
        "bus": ["doors"],
        "printer": ["tray"],
        "slip-printer": ["slips"],
        "camera": ["before_lens"],
        "card-reader": ["cards"],
        "mail": ["messages"],
    }


@pytest.mark.parametrize("kind", list(FAULTS))
async def test_every_fault_button_breaks_that_and_nothing_else_and_mends_it_again(desk: Desk, kind: str) -> None:
    address = f"/devices/{NAMES[kind]}/faults"
    well = await faults_of(desk, kind)
    for fault in FAULTS[kind]:
        broken = pressed(fault, well)
        assert broken != well, fault
        await desk.post(address, broken)
        assert await faults_of(desk, kind) == broken
        await desk.post(address)
        assert await faults_of(desk, kind) == well


def test_every_fault_of_a_device_has_a_button() -> None:
    assert set(FAULTS) == set(NAMES)
    assert all(fault["ko"] and fault["en"] for faults in FAULTS.values() for fault in faults)


@pytest.mark.parametrize("kind", list(FAULTS))
async def test_no_fault_of_the_rig_is_without_a_button(desk: Desk, kind: str) -> None:
    buttons = [tuple(fault["path"]) for fault in FAULTS[kind]]
    buttons.append(("incidents",))  # these have their own, with the sheet that they happen at
    assert [path for path in leaves(await faults_of(desk, kind)) if path not in buttons] == []


def test_everything_that_can_happen_to_the_printer_has_a_button() -> None:
    troubles = [fault["member"] for fault in FAULTS["document_printer"] if "member" in fault]
    assert troubles == [trouble.value for trouble in Trouble]
    assert [one.value for one in Incident if f'["{one.value}", "' not in SCRIPTS["paper"]] == []


def leaves(faults: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (name, *rest)
        for name, value in faults.items()
        for rest in (leaves(value) if isinstance(value, dict) and value else [()])
    ]


async def faults_of(desk: Desk, kind: str) -> dict[str, Any]:
    faults: dict[str, Any] = (await desk.state())[NAMES[kind]]["faults"]
    return faults


async def test_the_code_that_came_by_mail_is_held_before_the_camera_and_read_there(desk: Desk) -> None:
    mailbox = desk.devices["mail"]
    assert isinstance(mailbox, RigMailbox)
    mailbox.keep(notice(png_of(SIGNED_CODE)))
    picture = await desk.asks.get("/devices/mail/messages/1/attachments/1")

    answer = await desk.asks.post("/codes", content=picture.content)
    (text,) = answer.raise_for_status().json()["codes"]
    await desk.post("/devices/camera/show", {"text": text, "seconds": 30, "on": "dark_phone"})

    async with open_camera(CameraSettings(name="window", address=desk.devices["camera"].address)) as camera:
        camera.looking = True
        assert (await camera.next_code()).payload == SIGNED_CODE.encode()


async def test_what_is_no_picture_has_no_codes(desk: Desk) -> None:
    assert (await desk.asks.post("/codes", content=b"%PDF-1.7")).status_code == 422


async def test_another_page_can_move_no_hand(desk: Desk) -> None:
    addresses = [
        "/devices/bus/doors/1/pull",
        "/devices/bus/faults",
        "/devices/printer/power/false",
        "/devices/mail/clear",
        "/codes",
    ]
    answers = {
        (await desk.asks.post(address, json={}, headers={"Origin": "http://127.0.0.1:8000"})).status_code
        for address in addresses
    }
    assert answers == {403}
    assert not (await desk.state())["bus"]["doors"][0]["open"]
