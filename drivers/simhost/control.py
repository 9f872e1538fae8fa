"""The rig's control page and its JSON: what a hand at the cabinet, or on the plug, would do.

Knows HTTP and the rig. Has no login: it is served on 127.0.0.1 only, answers no other page (guard.py), and is not for a
site.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from drivers.lockboard.simdoors import SimDoor
from drivers.simhost.guard import guard
from drivers.simhost.pictures import NoPicture, codes_in
from drivers.simhost.rig import BusFaults, Rig

PAGE: Final = Path(__file__).with_name("page")
"""The page's own files; index.html is served at /, all of them below /page."""

Hand = Literal["push", "pull", "stick", "bounce", "free", "fill", "empty"]


def control_app(rig: Rig) -> FastAPI:
    """The page at /, what is the case at /state and /wire, hands under /doors, /buses and /devices; /codes reads."""
    app = FastAPI(openapi_url=None)
    guard(app)
    _add_page(app)
    _add_sight(app, rig)
    _add_hands(app, rig)
    for name, device in rig.devices.items():
        app.include_router(device.routes(), prefix=f"/devices/{name}")
    return app


def state_of(rig: Rig, now_s: float) -> Mapping[str, Any]:
    """Buses with their faults, doors in the order of their numbers, and every other device as it looks."""
    buses = [
        {"name": name, "address": bus.address, "faults": bus.faults.model_dump()} for name, bus in rig.buses.items()
    ]
    places = [
        (name, board, channel, door)
        for name, bus in rig.buses.items()
        for board, doors in bus.doors.items()
        for channel, door in enumerate(doors, 1)
    ]
    doors = [
        {"number": number, "bus": bus, "board": board, "channel": channel, **_seen(door, now_s)}
        for number, (bus, board, channel, door) in enumerate(places, 1)
    ]
    devices = {name: {"address": device.address, **device.state()} for name, device in rig.devices.items()}
    return {"buses": buses, "doors": doors, "devices": devices}


def wire_of(rig: Rig, after: int) -> Sequence[Mapping[str, Any]]:
    """The kept bursts with a number above after, oldest first."""
    return [
        {
            "number": burst.number,
            "bus": burst.bus,
            "direction": burst.direction,
            "at_s": round(burst.began_s, 4),
            "hex": burst.data.hex(" ").upper(),
        }
        for burst in rig.log.bursts
        if burst.number > after
    ]


def _add_page(app: FastAPI) -> None:
    @app.get("/")
    async def _page() -> FileResponse:
        return FileResponse(PAGE / "index.html")

    app.mount("/page", StaticFiles(directory=PAGE))


def _add_sight(app: FastAPI, rig: Rig) -> None:
    @app.get("/state")
    async def _state() -> Mapping[str, Any]:
        return state_of(rig, asyncio.get_running_loop().time())

    @app.get("/wire")
    async def _wire(after: int = 0) -> Sequence[Mapping[str, Any]]:
        return wire_of(rig, after)

    @app.post("/codes")
    async def _codes(request: Request) -> Mapping[str, Sequence[str]]:
        """The texts of the QR codes in the picture that is sent, for a hand that shows them to a camera."""
        try:
            return {"codes": await asyncio.to_thread(codes_in, await request.body())}
        except NoPicture as error:
            raise HTTPException(422, "this is no picture to look for codes in") from error


def _add_hands(app: FastAPI, rig: Rig) -> None:
    @app.post("/doors/{number}/{hand}")
    async def _door(number: int, hand: Hand) -> Mapping[str, Any]:
        now_s = asyncio.get_running_loop().time()
        if not 1 <= number <= len(rig.doors):
            raise HTTPException(404, f"doors count from 1 to {len(rig.doors)}")
        _HANDS[hand](rig.doors[number - 1], now_s)
        return state_of(rig, now_s)

    @app.post("/buses/{name}/faults")
    async def _faults(name: str, faults: BusFaults) -> Mapping[str, Any]:
        if name not in rig.buses:
            raise HTTPException(404, f"the buses are {', '.join(rig.buses)}")
        await rig.buses[name].set_faults(faults)
        return state_of(rig, asyncio.get_running_loop().time())


def _seen(door: SimDoor, now_s: float) -> Mapping[str, Any]:
    return {
        "open": door.is_open(now_s),
        "stuck": door.stuck,
        "bounces": door.bounces,
        "contents": door.contents,
        "openings": door.openings,
    }


def _stick(door: SimDoor, _now_s: float) -> None:
    door.stuck = True


def _bounce(door: SimDoor, _now_s: float) -> None:
    door.bounces = True


def _free(door: SimDoor, _now_s: float) -> None:
    door.stuck = door.bounces = False


def _fill(door: SimDoor, _now_s: float) -> None:
    door.contents = True


def _empty(door: SimDoor, _now_s: float) -> None:
    door.contents = False


_HANDS: Mapping[str, Callable[[SimDoor, float], None]] = {
    "push": SimDoor.push,
    "pull": SimDoor.pull,
    "stick": _stick,
    "bounce": _bounce,
    "free": _free,
    "fill": _fill,
    "empty": _empty,
}
