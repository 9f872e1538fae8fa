"""A slip printer of the rig as its users meet it: a pty or a socket, and the hands of the control page."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from drivers.errors import NoReply, TransportLost
from drivers.simhost.device import RigDevice
from drivers.simhost.slip_printers import RigSlipPrinter, RigSlipPrinterSettings
from drivers.slipprinter.api import Roll, SlipOutcome, SlipPrinter
from drivers.slipprinter.registry import SlipPrinterSettings, open_slip_printer
from drivers.transport.api import LineSettings
from drivers.transport.open import open_transport
from tests.drivers.simhost.buttons import buttons, pressed
from tests.drivers.slipprinter.pictures import noise, questions, same, striped

SLIP = striped((20, True), (100, False), (300, True))


class Bench:
    """A device that is plugged in, and its hands."""

    def __init__(self, device: RigDevice, control: httpx.AsyncClient, settings: SlipPrinterSettings) -> None:
        self.device = device
        self.control = control
        self.settings = settings.model_copy(update={"address": device.address, "reply_within_s": 0.2})

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.control.post(path, json=body)
        state: dict[str, Any] = answer.raise_for_status().json()
        return state

    async def slip(self, number: int) -> Image.Image:
        answer = await self.control.get(f"/slips/{number}.png")
        return Image.open(io.BytesIO(answer.raise_for_status().content))


@pytest.fixture(params=["slips"], ids=["pty"])
async def bench(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bench]:
    settings = RigSlipPrinterSettings(protocol="escpos", name="slips", address=request.param, finish_within_s=3)
    device = RigSlipPrinter(settings, tmp_path)
    app = FastAPI()
    app.include_router(device.routes())
    await device.connect()
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://rig") as control:
            yield Bench(device, control, settings)
    finally:
        await device.disconnect()


both_lines = pytest.mark.parametrize("bench", ["slips", "socket://127.0.0.1:0"], indirect=True, ids=["pty", "tcp"])


@both_lines
@pytest.mark.parametrize("image", [SLIP, noise(500), questions(60)], ids=["slip", "noise", "dots like questions"])
async def test_a_slip_over_a_real_line_lies_in_the_tray_dot_for_dot(bench: Bench, image: Image.Image) -> None:
    async with open_slip_printer(bench.settings) as printer:
        assert (await printer.status()).is_ready
        assert await printer.print(image) is SlipOutcome.PRINTED

    state = bench.device.state()
    assert (state["slips"], state["hanging_rows"], state["not_understood"]) == ([1], 0, None)
    assert same(await bench.slip(1), image)


async def test_slips_keep_their_numbers_when_others_are_taken(bench: Bench) -> None:
    async with open_slip_printer(bench.settings) as printer:
        await printer.print(noise(10))
        assert (await bench.post("/take"))["slips"] == []
        await printer.print(noise(20))

    assert bench.device.state()["slips"] == [2]
    assert (await bench.control.get("/slips/1.png")).status_code == 404
    assert (await bench.control.get("/slips/3.png")).status_code == 404
    assert (await bench.slip(2)).height == 20


async def test_a_roll_that_ends_in_mid_slip_is_told_and_the_next_roll_finishes_it(bench: Bench) -> None:
    await bench.post("/paper", rows=200)

    async with open_slip_printer(bench.settings) as printer:
        assert (await printer.status()).roll is Roll.NEAR_END
        assert await printer.print(SLIP) is SlipOutcome.UNCERTAIN
        assert (await printer.status()).roll is Roll.OUT
        assert await printer.print(SLIP) is SlipOutcome.NOT_PRINTED
        await bench.post("/paper", rows=640_000)
        assert await printer.print(SLIP) is SlipOutcome.PRINTED

    assert bench.device.state()["not_understood"] is None
    assert same(await bench.slip(bench.device.state()["slips"][-1]), SLIP)


async def _cover_open(bench: Bench, printer: SlipPrinter) -> None:
    assert (await printer.status()).cover_open
    assert await printer.print(SLIP) is SlipOutcome.NOT_PRINTED
    assert bench.device.state()["slips"] == []


async def _cutter_blocked(bench: Bench, printer: SlipPrinter) -> None:
    assert await printer.print(SLIP) is SlipOutcome.UNCERTAIN
    assert (await printer.status()).cutter_error
    assert bench.device.state()["slips"] == []


async def _overheated(_bench: Bench, printer: SlipPrinter) -> None:
    status = await printer.status()
    assert (status.other_error, status.cover_open, status.cutter_error) == (True, False, False)


async def _silent(bench: Bench, printer: SlipPrinter) -> None:
    with pytest.raises(NoReply):
        await printer.status()
    assert await fed(bench) == 0


async def _drop_replies(bench: Bench, printer: SlipPrinter) -> None:
    with pytest.raises(NoReply):
        await printer.status()
    assert await fed(bench) > 0


async def _connected(_bench: Bench, printer: SlipPrinter) -> None:
    with pytest.raises(TransportLost):
        await printer.status()


EFFECTS: Mapping[str, Callable[[Bench, SlipPrinter], Coroutine[Any, Any, None]]] = {
    "cover_open": _cover_open,
    "cutter_blocked": _cutter_blocked,
    "overheated": _overheated,
    "silent": _silent,
    "drop_replies": _drop_replies,
    "connected": _connected,
}
"""What the host at the other end of the line meets, by button."""


@pytest.mark.parametrize("bench", ["socket://127.0.0.1:0"], indirect=True, ids=["tcp"])
@pytest.mark.parametrize("label", buttons("slip_printer"))
async def test_what_a_button_breaks_is_met_at_the_other_end_until_it_is_mended(bench: Bench, label: str) -> None:
    async with open_slip_printer(bench.settings) as printer:
        assert (await printer.status()).is_ready
        await bench.post("/faults", **pressed(buttons("slip_printer")[label], bench.device.state()["faults"]))
        await EFFECTS[label](bench, printer)

    await bench.post("/faults")
    async with open_slip_printer(bench.settings) as printer:
        assert await printer.print(SLIP) is SlipOutcome.PRINTED


async def fed(bench: Bench) -> int:
    """How far the paper moves when it is told to by somebody who waits for no answer."""
    rows = bench.device.state()["paper_rows"]
    async with open_transport(bench.device.address, LineSettings(115_200)) as line:
        await line.write(b"\x1bJ\xff")
        # Nothing is answered; by then it has been heard.
        assert await line.read(asyncio.get_running_loop().time() + 0.1) == b""
    return int(rows - bench.device.state()["paper_rows"])


@both_lines
async def test_a_pulled_plug_is_a_lost_line_until_it_is_back(bench: Bench) -> None:
    async with open_slip_printer(bench.settings) as printer:
        await printer.status()
        await bench.post("/faults", connected=False)
        with pytest.raises(TransportLost):
            await printer.status()
        assert await printer.print(SLIP) is SlipOutcome.NOT_PRINTED
    with pytest.raises(TransportLost):
        async with open_slip_printer(bench.settings):
            pass

    await bench.post("/faults")

    async with open_slip_printer(bench.settings) as printer:
        assert await printer.print(SLIP) is SlipOutcome.PRINTED


async def test_a_wish_that_the_printer_does_not_know_is_an_error(bench: Bench) -> None:
    assert (await bench.control.post("/faults", json={"jam": True})).status_code == 422
    assert (await bench.control.post("/paper", json={"rows": -1})).status_code == 422
