"""A simulated camera as a rig holds it: its state, its hands and its wire."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from numpy.typing import NDArray
from pydantic import ValidationError

from drivers.camera.camera import open_camera
from drivers.camera.decode import Grey, read_codes, unpack
from drivers.camera.settings import CameraSettings
from drivers.errors import TransportLost
from drivers.simhost.cameras import RigCamera, RigCameraSettings
from drivers.simhost.device import RigDevice
from tests.drivers.simhost.buttons import buttons, pressed

WELL = {"lens": {"light": 1, "blur_px": 0.6, "glare": 0}, "stream": "flows", "connected": True}


class Bench:
    """A rig with one camera and its control page."""

    def __init__(self) -> None:
        self.camera = RigCamera(RigCameraSettings(name="desk"))
        app = FastAPI()
        app.include_router(self.camera.routes(), prefix="/devices/desk")
        self.hands = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://rig/devices/desk")

    @property
    def settings(self) -> CameraSettings:
        return CameraSettings(name="desk", address=self.camera.address)

    async def post(self, hand: str, body: dict[str, Any] | None = None) -> Any:
        return (await self.hands.post(hand, json=body)).raise_for_status().json()


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    await bench.camera.connect()
    async with bench.hands:
        yield bench
    await bench.camera.disconnect()


def test_it_is_a_device_of_a_rig() -> None:
    device: RigDevice = RigCamera(RigCameraSettings(name="desk", port=8081))
    assert (device.name, device.address) == ("desk", "http://127.0.0.1:8081/stream.mjpg")


async def test_an_untouched_camera_sees_nothing_and_nothing_is_wrong(bench: Bench) -> None:
    assert bench.camera.state() == {"before_lens": None, "clients": 0, "faults": WELL}


async def test_what_a_hand_shows_is_read_over_the_wire_and_counted(bench: Bench) -> None:
    state = await bench.post("/show", {"text": "SODAM1:ONE"})
    assert state == {"before_lens": "SODAM1:ONE", "clients": 0, "faults": WELL}
    async with open_camera(bench.settings) as camera:
        camera.looking = True
        assert (await camera.next_code()).payload == b"SODAM1:ONE"
        assert bench.camera.state()["clients"] == 1


async def test_what_is_cleared_is_gone(bench: Bench) -> None:
    await bench.post("/show", {"text": "SODAM1:ONE", "seconds": 60})
    assert (await bench.post("/clear"))["before_lens"] is None


async def test_a_code_goes_by_itself_when_its_seconds_are_over(bench: Bench) -> None:
    assert (await bench.post("/show", {"text": "SODAM1:ONE", "seconds": 1e-6}))["before_lens"] is None


@pytest.mark.parametrize("carrier", ["paper", "phone", "dark_phone"])
async def test_the_view_is_what_the_camera_sees(bench: Bench, carrier: str) -> None:
    await bench.post("/show", {"text": "소담 보관함", "on": carrier})
    view = (await bench.hands.get("/view.jpg")).raise_for_status()
    grey = unpack(np.frombuffer(view.content, np.uint8))
    assert view.headers["content-type"] == "image/jpeg"
    assert grey is not None
    assert read_codes(grey, 0) == ("소담 보관함".encode(),)


async def test_a_pulled_plug_is_a_lost_camera_until_it_is_back(bench: Bench) -> None:
    await bench.post("/faults", {"connected": False})
    with pytest.raises(TransportLost):
        await open_and_close(bench.settings)
    assert (await bench.post("/faults", {}))["faults"] == WELL
    await open_and_close(bench.settings)


async def test_faults_are_kept_and_seen(bench: Bench) -> None:
    await bench.post("/show", {"text": "SODAM1:ONE"})
    state = await bench.post("/faults", {"lens": {"light": 0}, "stream": "ends"})
    view = (await bench.hands.get("/view.jpg")).content
    grey = unpack(np.frombuffer(view, np.uint8))
    assert state["faults"] == {**WELL, "lens": {"light": 0, "blur_px": 0.6, "glare": 0}, "stream": "ends"}
    assert grey is not None
    assert read_codes(grey, 0) == ()
    with pytest.raises(TransportLost):
        await open_and_close(bench.settings)


@pytest.mark.parametrize(
    ("hand", "body"),
    [("/show", {"text": ""}), ("/show", {"text": "x" * 401}), ("/show", {}), ("/faults", {"stream": "sings"})],
)
async def test_what_makes_no_sense_is_an_error(bench: Bench, hand: str, body: dict[str, Any]) -> None:
    assert (await bench.hands.post(hand, json=body)).status_code == 422


def test_a_camera_has_a_name_and_a_port() -> None:
    with pytest.raises(ValidationError):
        RigCameraSettings(name="Desk 1")
    with pytest.raises(ValidationError):
        RigCameraSettings(name="desk", port=70_000)


async def _connected(bench: Bench, _well: Grey) -> None:
    with pytest.raises(ConnectionRefusedError):
        await picture(bench.camera.address)


async def _darkness(bench: Bench, well: Grey) -> None:
    dark = unpack(await picture(bench.camera.address))
    assert dark is not None
    assert dark.mean() < well.mean() / 10


async def _unreadable(bench: Bench, well: Grey) -> None:
    seen = unpack(await picture(bench.camera.address))
    assert seen is not None
    assert seen.mean() == pytest.approx(well.mean(), rel=0.05)
    assert read_codes(seen, 0) == ()


async def _stalls(bench: Bench, _well: Grey) -> None:
    with pytest.raises(TimeoutError):
        await picture(bench.camera.address, within_s=0.3)


async def _ends(bench: Bench, _well: Grey) -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        await picture(bench.camera.address)


async def _corrupt(bench: Bench, _well: Grey) -> None:
    assert unpack(await picture(bench.camera.address)) is None


EFFECTS: Mapping[str, Callable[[Bench, Grey], Coroutine[Any, Any, None]]] = {
    "light=0.05": _darkness,
    "blur_px=4": _unreadable,
    "glare=0.8": _unreadable,
    "stream=stalls": _stalls,
    "stream=ends": _ends,
    "stream=corrupt": _corrupt,
    "connected": _connected,
}
"""What whoever asks the camera for a picture meets, by button."""


@pytest.mark.parametrize("label", buttons("camera"))
async def test_what_a_button_breaks_is_met_at_the_other_end_until_it_is_mended(bench: Bench, label: str) -> None:
    await bench.post("/show", {"text": "SODAM1:ONE", "seconds": 60})
    well = unpack(await picture(bench.camera.address))
    assert well is not None
    assert read_codes(well, 0) == (b"SODAM1:ONE",)

    await bench.post("/faults", pressed(buttons("camera")[label], WELL))
    await EFFECTS[label](bench, well)

    await bench.post("/faults", {})
    mended = unpack(await picture(bench.camera.address))
    assert mended is not None
    assert read_codes(mended, 0) == (b"SODAM1:ONE",)


async def picture(address: str, *, within_s: float = 5.0) -> NDArray[np.uint8]:
    """The first picture of the stream, as it came."""
    parts = urlsplit(address)
    async with asyncio.timeout(within_s):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            writer.write(f"GET {parts.path} HTTP/1.1\r\n\r\n".encode())
            await reader.readuntil(b"--picture\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            return np.frombuffer(await reader.readexactly(int(head.split(b"Content-Length: ")[1])), np.uint8)
        finally:
            writer.close()


async def open_and_close(settings: CameraSettings) -> None:
    async with open_camera(settings):
        pass
