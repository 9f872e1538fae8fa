"""The rig's card reader as its users meet it: HTTP for the hands, a kiosk's process at the pcscd."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from drivers.cardreader.api import Refusal
from drivers.cardreader.pcsc.piv.talk import identify
from drivers.cardreader.pcsc.sim.issuing import CardAuthority
from drivers.simhost.card_readers import Kind, RigCard, RigCardReader, RigCardReaderSettings, card_of
from tests.drivers.cardreader.pcsc.cards import of, trust
from tests.drivers.simhost.buttons import buttons, pressed

WITHIN_S = 8.0
VOLUNTEER = "0e3b4a44-6b1d-4b0e-8a53-1c1d6f6a2f10"
SETTINGS = RigCardReaderSettings.model_validate(
    {
        "name": "card-reader",
        "cards": [
            {"name": "volunteer", "card_id": VOLUNTEER},
            {"name": "bus", "kind": "other", "card_id": VOLUNTEER},
        ],
    }
)


class Kiosk:
    """A process that watches the reader."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def says(self) -> str:
        assert self._process.stdout is not None
        async with asyncio.timeout(WITHIN_S):
            return (await self._process.stdout.readline()).decode().strip()


class Hands:
    """The control page's addresses of the device."""

    def __init__(self, device: RigCardReader) -> None:
        app = FastAPI()
        app.include_router(device.routes())
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://rig")

    async def post(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        state: dict[str, Any] = (await self.answer(path, body)).raise_for_status().json()
        return state

    async def answer(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self._client.post(path, json=body)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[RigCardReader]:
    device = RigCardReader(SETTINGS, tmp_path)
    await device.connect()
    yield device
    await device.disconnect()


@asynccontextmanager
async def watched(device: RigCardReader) -> AsyncIterator[Kiosk]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.drivers.simhost.card_watcher",
        device.address,
        str(device.authorities),
        stdout=asyncio.subprocess.PIPE,
    )
    kiosk = Kiosk(process)
    try:
        assert await kiosk.says() == "in service"
        yield kiosk
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_a_card_is_laid_on_the_reader_and_taken_away_by_name(device: RigCardReader) -> None:
    hands = Hands(device)
    async with watched(device) as kiosk:
        assert (await hands.post("/lay", {"card": "volunteer"}))["lying"] == "volunteer"
        assert await kiosk.says() == f"read {VOLUNTEER}"

        assert (await hands.post("/take"))["lying"] is None
        assert await kiosk.says() == "gone"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("expired", Refusal.EXPIRED),
        ("forged", Refusal.FORGED),
        ("unissued", Refusal.FOREIGN_CARD),
        ("other", Refusal.FOREIGN_CARD),
    ],
)
async def test_cards_of_other_kinds_are_refused_for_what_they_are(kind: Kind, reason: Refusal) -> None:
    authority = CardAuthority()
    card = card_of(RigCard(name="card", kind=kind, card_id=UUID(VOLUNTEER)), authority)

    assert await identify(of(card), trust(authority, now=datetime.now(UTC))) is reason


NO_SERVICE = ("TransportLost", "")
"""Its process ends."""

EFFECTS: Mapping[str, tuple[str, ...]] = {
    "mute": ("mute",),
    "tear_at=2": ("torn_away",),
    "delay_s=3": ("mute",),  # by then nobody waits any more
    "pcscd=killed": NO_SERVICE,
    "pcscd=frozen": ("NoReply", ""),
}
"""What the kiosk's process says when a card is laid there, by button."""


# Late and mute are told apart by nobody: the kiosk waits as long.
SLOW = {"delay_s=3": pytest.mark.slow}


@pytest.mark.parametrize("label", [pytest.param(label, marks=SLOW.get(label, ())) for label in buttons("card_reader")])
async def test_what_a_button_breaks_is_met_at_the_other_end_until_it_is_mended(
    device: RigCardReader, label: str
) -> None:
    hands = Hands(device)
    async with watched(device) as kiosk:
        await hands.post("/faults", pressed(buttons("card_reader")[label], device.state()["faults"]))
        await hands.post("/lay", {"card": "volunteer"})
        assert tuple([await kiosk.says() for _ in EFFECTS[label]]) == EFFECTS[label]
        assert device.state()["lying"] == (None if label == "tear_at=2" else "volunteer")

    await hands.post("/take")
    await hands.post("/faults", {})
    async with watched(device) as kiosk, asyncio.timeout(WITHIN_S):
        # The reader may still be busy with the process that was killed: then the card is laid there once more.
        while await laid(hands, kiosk) != f"read {VOLUNTEER}":
            await hands.post("/take")


async def laid(hands: Hands, kiosk: Kiosk) -> str:
    await hands.post("/lay", {"card": "volunteer"})
    return await kiosk.says()


async def test_a_pcscd_that_was_killed_comes_back_with_the_card_that_lies_there(device: RigCardReader) -> None:
    hands = Hands(device)
    async with watched(device) as kiosk:
        await hands.post("/faults", {"pcscd": "killed"})
        state = await hands.post("/lay", {"card": "volunteer"})
        assert (state["lying"], state["faults"]["pcscd"]) == ("volunteer", "killed")

        await hands.post("/faults", {})
        assert await kiosk.says() == f"read {VOLUNTEER}"


async def test_a_plug_that_was_pulled_can_be_put_in_again_at_the_same_address(device: RigCardReader) -> None:
    address = device.address
    await device.disconnect()
    await device.connect()
    assert device.address == address
    async with watched(device) as kiosk:
        await Hands(device).post("/lay", {"card": "volunteer"})
        assert await kiosk.says() == f"read {VOLUNTEER}"


async def test_the_hands_refuse_what_there_is_not(device: RigCardReader) -> None:
    hands = Hands(device)
    assert (await hands.answer("/lay", {"card": "nobody's"})).status_code == 404
    assert (await hands.answer("/faults", {"pcscd": "melted"})).status_code == 422
    assert (await hands.answer("/faults", {"tear_at": 0})).status_code == 422


def test_the_state_shows_the_cards_and_whom_the_kiosk_has_to_trust(tmp_path: Path) -> None:
    state = RigCardReader(SETTINGS, tmp_path).state()

    assert [card["name"] for card in state["cards"]] == ["volunteer", "bus"]
    assert state["cards"][0] == {"name": "volunteer", "kind": "issued", "card_id": VOLUNTEER}
    assert b"BEGIN CERTIFICATE" in Path(state["authorities"]).read_bytes()
