"""A camera on a rig: its counter, its stream, and the hands that lay codes before it.

Knows the scene, the stream and the control page's addresses. Does not know who looks through the camera.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from drivers.camera.sim import CameraFaults, SimCamera
from drivers.camera.simscene import Carrier, Scene
from drivers.simhost.device import DeviceName, LocalPort, RigDevice


class RigCameraSettings(BaseModel):
    """A camera of a rig file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: DeviceName
    port: LocalPort = 0
    """The stream's."""

    def device(self, run_dir: Path) -> RigDevice:  # noqa: ARG002 (it is reached at a port)
        """See RigDeviceSettings.device."""
        return RigCamera(self)


class Showing(BaseModel):
    """A code that a hand lays before the camera."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=400)]
    seconds: Annotated[float, Field(gt=0, le=3600)] = 3
    on: Carrier = "phone"


class RigCamera:
    """See RigDevice."""

    def __init__(self, settings: RigCameraSettings) -> None:
        self._name = settings.name
        self._faults = CameraFaults()
        self._scene = Scene()
        self._text = ""
        self._camera = SimCamera(self._scene.jpeg, settings.port)

    @property
    def name(self) -> str:
        """See RigDevice.name."""
        return self._name

    @property
    def address(self) -> str:
        """See RigDevice.address."""
        return self._camera.address

    async def connect(self) -> None:
        """See RigDevice.connect."""
        await self._camera.connect()

    async def disconnect(self) -> None:
        """See RigDevice.disconnect."""
        await self._camera.disconnect()

    def state(self) -> Mapping[str, Any]:
        """See RigDevice.state; before_lens is the text of the code that lies there, or None."""
        return {
            "before_lens": self._text if self._scene.has_code(_now_s()) else None,
            "clients": self._camera.clients,
            "faults": self._faults.model_dump(),
        }

    def routes(self) -> APIRouter:
        """See RigDevice.routes."""
        router = APIRouter()

        @router.post("/show")
        async def _show(showing: Showing) -> Mapping[str, Any]:
            self._text = showing.text
            code = segno.make_qr(showing.text, error="m")
            self._scene.lay(code, _now_s() + showing.seconds, showing.on)
            return self.state()

        @router.post("/clear")
        async def _clear() -> Mapping[str, Any]:
            self._scene.clear()
            return self.state()

        @router.post("/faults")
        async def _faults(faults: CameraFaults) -> Mapping[str, Any]:
            await self._set_faults(faults)
            return self.state()

        @router.get("/view.jpg")
        async def _view() -> Response:
            return Response(self._scene.jpeg(_now_s()), media_type="image/jpeg", headers={"Cache-Control": "no-store"})

        return router

    async def _set_faults(self, faults: CameraFaults) -> None:
        before, self._faults = self._faults, faults
        self._scene.faults = faults.lens
        self._camera.stream = faults.stream
        if before.connected and not faults.connected:
            await self.disconnect()
        if faults.connected and not before.connected:
            await self.connect()


def _now_s() -> float:
    return asyncio.get_running_loop().time()
