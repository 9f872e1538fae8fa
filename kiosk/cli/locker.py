"""kiosk locker: how the doors stand, and opening one on the spot."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kiosk.cli.ask import DEFAULT_SOCKET, Json, Name, Pin, Socket, ask, credentials, replies
from link.admin import Done, Doors, OpenCompartment, WatchDoors

app = typer.Typer(help="The document locker.", no_args_is_help=True)

_MARK = {"open": "[bold red]open[/]", "closed": "closed", "unknown": "[yellow]unknown[/]"}


@app.command()
def watch(
    once: Annotated[bool, typer.Option("--once", help="Print how the doors stand now, and end.")] = False,
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Show every compartment, again after each change, until Ctrl-C."""
    for doors in replies(socket, WatchDoors(follow=not once)):
        if not isinstance(doors, Doors):
            continue
        if json:
            typer.echo(doors.model_dump_json())
        else:
            Console().print(_table(doors))


@app.command(name="open")
def open_(
    compartment: Annotated[int, typer.Argument(help="The number on the door.")],
    name: Name,
    pin: Pin,
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Open one door; it is written down that you did. An empty compartment must be declared empty afterwards."""
    done = ask(socket, OpenCompartment(who=credentials(name, pin), compartment=compartment), Done)
    typer.echo(done.model_dump_json() if json else done.what)


def _table(doors: Doors) -> Table:
    table = Table("compartment", "door", "condition", "parcel")
    for row in doors.doors:
        table.add_row(str(row.compartment), _MARK[row.door], row.condition, row.parcel or "")
    return table
