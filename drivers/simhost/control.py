"""The rig's control page and its JSON: what a hand at the cabinet, or on the plug, would do.

Knows HTTP and that devices show themselves and have hands. Has no login: it is served on 127.0.0.1 only, answers no
other page (guard.py), and is not for a site.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from drivers.simhost.device import RigDevice
from drivers.simhost.guard import guard
from drivers.simhost.pictures import NoPicture, codes_in

PAGE: Final = Path(__file__).with_name("page")
"""The page's own files; index.html is served at /, all of them below /page."""


def control_app(devices: Mapping[str, RigDevice]) -> FastAPI:
    """The page at /, what is the case at /state, the hands of each device below /devices/<name>; /codes reads."""
    app = FastAPI(openapi_url=None)
    guard(app)
    _add_page(app)
    _add_sight(app, devices)
    for name, device in devices.items():
        app.include_router(device.routes(), prefix=f"/devices/{name}")
    return app


def _add_page(app: FastAPI) -> None:
    @app.get("/")
    async def _page() -> FileResponse:
        return FileResponse(PAGE / "index.html")

    app.mount("/page", StaticFiles(directory=PAGE))


def _add_sight(app: FastAPI, devices: Mapping[str, RigDevice]) -> None:
    @app.get("/state")
    async def _state() -> Mapping[str, Any]:
        return {"devices": {name: {"address": device.address, **device.state()} for name, device in devices.items()}}

    @app.post("/codes")
    async def _codes(request: Request) -> Mapping[str, Sequence[str]]:
        """The texts of the QR codes in the picture that is sent, for a hand that shows them to a camera."""
        try:
            return {"codes": await asyncio.to_thread(codes_in, await request.body())}
        except NoPicture as error:
            raise HTTPException(422, "this is no picture to look for codes in") from error
