"""The rig's control page and its JSON: what a hand at the cabinet, or on the plug, would do.

Knows HTTP and the rig. Serves 127.0.0.1 only and has no login; it is not for a site.
"""

import asyncio
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Literal

from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse

from drivers.lockboard.simdoors import SimDoor
from drivers.simhost.rig import BusFaults, Rig

Hand = Literal["push", "pull", "stick", "bounce", "free", "fill", "empty"]


def control_app(rig: Rig) -> FastAPI:
    """The page at /, what is the case at /state and /wire, and the hands under /doors, /buses and /devices."""
    app = FastAPI(openapi_url=None)
    page = files("drivers.simhost").joinpath("page.html").read_text("utf-8")

    @app.get("/", response_class=HTMLResponse)
    async def _page() -> str:
        return page

    @app.get("/state")
    async def _state() -> Mapping[str, Any]:
        return state_of(rig, asyncio.get_running_loop().time())

    @app.get("/wire")
    async def _wire(after: int = 0) -> list[Mapping[str, Any]]:
        return wire_of(rig, after)

    @app.post("/doors/{number}/{hand}")
    async def _door(number: int, hand: Hand) -> Mapping[str, Any]:
        if not 1 <= number <= len(rig.doors):
            raise HTTPException(404, f"doors count from 1 to {len(rig.doors)}")
        _HANDS[hand](rig.doors[number - 1], asyncio.get_running_loop().time())
        return await _state()

    @app.post("/buses/{name}/faults")
    async def _faults(name: str, faults: BusFaults) -> Mapping[str, Any]:
        if name not in rig.buses:
            raise HTTPException(404, f"the buses are {', '.join(rig.buses)}")
        await rig.buses[name].set_faults(faults)
        return await _state()

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


def wire_of(rig: Rig, after: int) -> list[Mapping[str, Any]]:
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
