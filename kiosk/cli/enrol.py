"""kiosk enrol: introduce this kiosk to its hub. Works on the settings and needs no running controller."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from config.kiosk import KioskSettings
from config.load import ConfigError, load
from kiosk import identity
from kiosk.cli.ask import stop
from kiosk.errors import HubAway
from kiosk.hub_calls import connect
from kiosk.hub_calls import enrol as introduce
from link.hub import Enrolled


def enrol(
    code: Annotated[str, typer.Option(help="What `hub kiosks add` or `renew` printed.", prompt="Enrolment code")],
    config: Annotated[Path, typer.Option(envvar="SODAM_KIOSK_CONFIG", help="This kiosk's settings.")] = Path(
        "/etc/sodam/kiosk.toml"
    ),
    again: Annotated[bool, typer.Option("--again", help="Replace an identity that is there already.")] = False,
) -> None:
    """Make this kiosk's keys and introduce it to the hub of its settings. Restart the controller afterwards."""
    try:
        settings = load(config, KioskSettings)
    except ConfigError as error:
        stop(str(error), "mend the settings", 2)
    if settings.hub is None:
        stop(f"{config} names no hub", "add [hub] with its url", 2)
    path = settings.paths.identity
    if path.exists() and not again:
        stop(f"this kiosk is enrolled already ({path})", "to replace its keys: hub kiosks renew, then give --again", 1)
    enrolled = _enrolled(settings.hub.url, code, path)
    typer.echo(f"enrolled as {enrolled.kiosk}{' (demo: nothing printed here has effect)' if enrolled.demo else ''}")


def _enrolled(url: str, code: str, path: Path) -> Enrolled:
    try:
        keys = identity.offered(path)
        enrolled = asyncio.run(_introduce(url, code, keys))
        identity.save(path, keys, enrolled)
    except HubAway as away:
        again = "check the address, and try again with the same code; if it is refused: hub kiosks renew"
        stop(f"the hub did not take it: {away}", again, 1)
    except identity.BadIdentity as bad:
        stop(str(bad), "then try again with the same code", 2)
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", "mend that, and try again with the same code", 2)
    return enrolled


async def _introduce(url: str, code: str, keys: identity.Keys) -> Enrolled:
    async with connect(url) as http:
        return await introduce(http, code, keys)
