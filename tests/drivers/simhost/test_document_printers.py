"""The simulated printer of a rig: on a real port, with its control page's hands."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from pydantic import ValidationError

from drivers.documentprinter.api import Busy, DocumentPrinter, JobState, NotTaken, Obstacle, PrinterState, Supply
from drivers.documentprinter.ipp.settings import IppSettings
from drivers.documentprinter.registry import open_document_printer
from drivers.documentprinter.simmfp import Incident
from drivers.simhost.device import RigDevice
from drivers.simhost.document_printers import SHOWN_DPI, RigDocumentPrinter, RigDocumentPrinterSettings
from tests.drivers.documentprinter.contract import ending, reaching
from tests.drivers.documentprinter.paper import pdf_of
from tests.drivers.simhost.buttons import buttons, pressed


class Room:
    """A printer that is served, somebody who uses it over the network, and somebody who stands before it."""

    def __init__(self, served: RigDocumentPrinter, printer: DocumentPrinter, hands: httpx.AsyncClient) -> None:
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
    served = RigDocumentPrinter(RigDocumentPrinterSettings(name="mfp", warm_up_s=0.0, sheet_s=0.01))
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


async def test_two_troubles_are_told_together(room: Room) -> None:
    await room.post("/faults", {"troubles": ["jam", "cover_open"]})
    status = await room.printer.status()
    assert (status.state, status.obstacles) == (PrinterState.STOPPED, frozenset({Obstacle.JAM, Obstacle.COVER_OPEN}))


def _obstacle(obstacle: Obstacle) -> Callable[[Room], Coroutine[Any, Any, None]]:
    async def _seen(room: Room) -> None:
        status = await room.printer.status()
        assert (status.state, status.obstacles) == (PrinterState.STOPPED, frozenset({obstacle}))

    return _seen


async def _toner_low(room: Room) -> None:
    status = await room.printer.status()
    assert (status.state, status.warnings) == (PrinterState.READY, frozenset({Supply.TONER_LOW}))


async def _busy(room: Room) -> None:
    with pytest.raises(Busy):
        await room.printer.create_job("A paper")


async def _late(room: Room) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await room.printer.status()


async def _out_of_reach(room: Room) -> None:
    with pytest.raises(NotTaken):
        await room.printer.status()


EFFECTS: Mapping[str, Callable[[Room], Coroutine[Any, Any, None]]] = {
    "jam": _obstacle(Obstacle.JAM),
    "cover_open": _obstacle(Obstacle.COVER_OPEN),
    "toner_out": _obstacle(Obstacle.TONER_OUT),
    "tray_missing": _obstacle(Obstacle.TRAY_MISSING),
    "toner_low": _toner_low,
    "busy": _busy,
    "reply_after_s=10": _late,
    "connected": _out_of_reach,
}
"""What the printer's user meets over the network, by button."""


@pytest.mark.parametrize("label", buttons("document_printer"))
async def test_what_a_button_breaks_is_met_at_the_other_end_until_it_is_mended(room: Room, label: str) -> None:
    await room.post("/faults", pressed(buttons("document_printer")[label], room.served.state()["faults"]))
    await EFFECTS[label](room)

    await room.post("/faults", {})
    await room.print(1)
    status = await room.printer.status()
    assert (status.state, status.obstacles, status.warnings) == (PrinterState.READY, frozenset(), frozenset())


HOLD_UP = {
    Incident.JAM: Obstacle.JAM,
    Incident.PAPER_OUT: Obstacle.PAPER_OUT,
    Incident.COVER_OPEN: Obstacle.COVER_OPEN,
    Incident.TONER_OUT: Obstacle.TONER_OUT,
    Incident.TRAY_MISSING: Obstacle.TRAY_MISSING,
}
"""After which the printer waits for a hand."""


@pytest.mark.parametrize("incident", Incident)
async def test_what_is_planned_for_a_sheet_happens_there(room: Room, incident: Incident) -> None:
    await room.post("/faults", {"incidents": {"2": incident.value}})
    job = await room.printer.create_job("A paper")
    await room.printer.send_document(job, pdf_of(3))

    if incident is Incident.POWER_CUT:
        with pytest.raises(NotTaken):
            await ending(room.printer, job)
        await _out_of_reach(room)
        await room.post("/power/true")
        assert (await room.printer.status()).state is PrinterState.READY
    elif incident is Incident.ABORT:
        assert (await ending(room.printer, job)).state is JobState.ABORTED
    else:
        assert (await reaching(room.printer, job, JobState.STOPPED)).impressions == 1
        assert (await room.printer.status()).obstacles == {HOLD_UP[incident]}
    assert [sheet["pages"] for sheet in room.served.state()["tray"]] == [[1]]


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
        RigDocumentPrinterSettings(name="no name")
