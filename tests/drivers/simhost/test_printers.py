"""The simulated printer of a rig: on a real port, with its control page's hands."""

import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from pydantic import ValidationError

from drivers.documentprinter.api import DocumentPrinter, JobState, NotTaken, Obstacle, PrinterState
from drivers.documentprinter.ipp.settings import IppSettings
from drivers.documentprinter.registry import open_document_printer
from drivers.simhost.device import RigDevice
from drivers.simhost.printers import SHOWN_DPI, PrinterRigSettings, SimPrinter
from tests.drivers.documentprinter.contract import ending, reaching
from tests.drivers.documentprinter.paper import pdf_of


class Room:
    """A printer that is served, somebody who uses it over the network, and somebody who stands before it."""

    def __init__(self, served: SimPrinter, printer: DocumentPrinter, hands: httpx.AsyncClient) -> None:
        self.served = served
        self.printer = printer
        self.hands = hands

    async def post(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self.hands.post(path, json=body)
        state: dict[str, Any] = answer.raise_for_status().json()
        return state

    async def print(self, pages: int, width_pt: int = 595) -> None:
        job = await self.printer.create_job("A paper")
        await self.printer.send_document(job, pdf_of(pages, width_pt))
        assert (await ending(self.printer, job)).state is JobState.COMPLETED


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    served = SimPrinter(PrinterRigSettings(name="mfp", warm_up_s=0.0, sheet_s=0.01))
    device: RigDevice = served
    await device.connect()
    page = FastAPI()
    page.include_router(device.routes())
    hands = httpx.AsyncClient(transport=httpx.ASGITransport(page), base_url="http://rig")
    settings = IppSettings(protocol="ipp", name="printer", address=served.address)
    try:
        async with hands, open_document_printer(settings) as printer:
            yield Room(served, printer, hands)
    finally:
        await served.disconnect()


async def test_what_was_printed_lies_in_the_tray_until_it_is_taken(room: Room) -> None:
    await room.print(2)

    state = room.served.state()
    assert state["tray"] == [
        {"number": 1, "job": state["jobs"][0]["name"], "pages": [1]},
        {"number": 2, "job": state["jobs"][0]["name"], "pages": [2]},
    ]
    assert (state["paper"], state["impressions"], state["job"]) == (248, 1002, None)
    assert (await room.post("/take"))["tray"] == []


async def test_the_paper_can_be_looked_at(room: Room) -> None:
    await room.print(1, width_pt=72 * 4)

    answer = await room.hands.get("/sheet/1.png")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (answer.headers["content-type"], picture.format, picture.width) == ("image/png", "PNG", SHOWN_DPI * 4)


@pytest.mark.parametrize("path", ["/sheet/2.png", "/sheet/1.png?side=2", "/sheet/0.png"])
async def test_a_sheet_that_does_not_lie_there_is_not_shown(room: Room, path: str) -> None:
    await room.print(1)

    assert (await room.hands.get(path)).status_code == 404


async def test_troubles_are_made_and_mended(room: Room) -> None:
    await room.post("/faults", {"troubles": ["jam", "cover_open"], "toner_low": True})
    wrong = await room.printer.status()
    await room.post("/faults", {})
    right = await room.printer.status()

    obstacles = frozenset({Obstacle.JAM, Obstacle.COVER_OPEN})
    assert (wrong.state, wrong.obstacles) == (PrinterState.STOPPED, obstacles)
    assert (right.state, right.obstacles, right.warnings) == (PrinterState.READY, frozenset(), frozenset())


async def test_an_incident_happens_at_its_sheet_and_loading_paper_lets_it_go_on(room: Room) -> None:
    await room.post("/faults", {"incidents": {"2": "paper_out"}})
    job = await room.printer.create_job("A paper")
    await room.printer.send_document(job, pdf_of(2))
    held_up = await reaching(room.printer, job, JobState.STOPPED)
    state = await room.post("/paper/100")

    assert (held_up.impressions, state["faults"]["incidents"]) == (1, {})
    assert (await ending(room.printer, job)).state is JobState.COMPLETED


async def test_somebody_elses_copies_move_the_counter(room: Room) -> None:
    await room.post("/copy/1")
    await room.print(1)

    assert (await room.printer.status()).impressions == 1002


async def test_a_pulled_cable_is_a_printer_out_of_reach_until_it_is_back_at_the_same_address(room: Room) -> None:
    address = room.served.address
    await room.post("/faults", {"connected": False})
    with pytest.raises(NotTaken):
        await room.printer.status()
    await room.post("/faults", {})

    assert (await room.printer.status()).state is PrinterState.READY
    assert room.served.address == address


async def test_a_printer_that_was_switched_off_knows_its_jobs_no_more_but_keeps_its_counter(room: Room) -> None:
    await room.print(1)
    job = await room.printer.create_job("A paper")
    await room.post("/power/false")
    with pytest.raises(NotTaken):
        await room.printer.status()
    await room.post("/power/true")

    assert await room.printer.job(job) is None
    assert (await room.printer.status()).impressions == 1001
    assert (await room.printer.create_job("Another")).startswith("1/")


async def test_a_slow_answer_is_cut_off_with_the_cable(room: Room) -> None:
    await room.post("/faults", {"reply_after_s": 60})
    async with httpx.AsyncClient(timeout=0.1) as impatient:
        with pytest.raises(httpx.ReadTimeout):
            await impatient.post(room.served.address.replace("ipp", "http", 1), content=b"")
    await room.served.disconnect()
    await room.served.disconnect()


async def test_what_is_no_request_of_ipp_is_an_error_of_http(room: Room) -> None:
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(room.served.address.replace("ipp", "http", 1))).status_code == 400


@pytest.mark.parametrize("path", ["/paper/251", "/paper/-1", "/copy/0", "/power/maybe", "/faults"])
async def test_what_no_hand_can_do_is_an_error(room: Room, path: str) -> None:
    assert (await room.hands.post(path, json={"troubles": ["fire"]})).status_code == 422


def test_a_printer_of_a_rig_has_a_name_that_can_stand_in_an_address() -> None:
    with pytest.raises(ValidationError):
        PrinterRigSettings(name="no name")
