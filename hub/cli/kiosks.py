"""hub kiosks: the outlets, and the codes with which they enrol."""

import json as json_format
from typing import Annotated

import typer

from hub.cli.opening import DEFAULT_CONFIG, Config, Json, hub_of, show
from hub.refusals import WORDS, Cause
from hub.store import events, kiosks

app = typer.Typer(help="The kiosks of this hub.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What residents know it by.")],
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Expect a kiosk, and show the code with which it can enrol once, within 24 hours."""
    with hub_of(config) as hub:
        code = hub.store.write(kiosks.add, name)
        address = hub.settings.public_url
    _show_code(name, code, address, json=json)


@app.command()
def renew(
    name: Annotated[str, typer.Argument(help="Of a kiosk that has enrolled before.")],
    config: Config = DEFAULT_CONFIG,
    *,
    stolen: Annotated[bool, typer.Option("--stolen", help="Void its present keys now, not when it enrols.")] = False,
    json: Json = False,
) -> None:
    """Show a code with which a kiosk can enrol again: it stays the same kiosk, with new keys; its old ones are void."""
    with hub_of(config) as hub:
        code = hub.store.write(kiosks.renew, name, void_now=stolen)
        address = hub.settings.public_url
    _show_code(name, code, address, json=json)


@app.command("list")
def list_(config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Show every kiosk and when it was last heard."""
    with hub_of(config) as hub:
        rows = [
            {"id": row.id, "name": row.name, "enrolled": row.enrolled_at, "last_heard": row.last_heard_at}
            for row in hub.store.read(kiosks.everyone)
        ]
    show("Kiosks", rows, json_lines=json)


@app.command()
def problems(config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Show what kiosks told and the hub could not follow, newest first, and what to do about it."""
    with hub_of(config) as hub:
        rows = [
            {
                "received": row.received_at,
                "kiosk": row.kiosk,
                "event": row.event,
                "problem": row.problem,
                "do": WORDS[Cause(row.problem)].remedy,
                "facts": json_format.dumps(row.facts, ensure_ascii=False),
            }
            for row in hub.store.read(events.problems)
        ]
    show("Problems", rows, json_lines=json)


def _show_code(name: str, code: str, address: str, *, json: bool) -> None:
    if json:
        typer.echo(json_format.dumps({"name": name, "code": code, "hub": address}, ensure_ascii=False))
    else:
        typer.echo(f"{code}\n→ enter it at the kiosk within 24 hours; the hub is {address}")
