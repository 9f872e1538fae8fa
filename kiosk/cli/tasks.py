"""kiosk staff-tasks: what needs a person, and saying what was found."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kiosk.cli.ask import DEFAULT_SOCKET, Json, Name, Pin, Socket, ask, credentials
from link.admin import Done, ListTasks, SettleTask, Tasks
from link.staff import Settlement

app = typer.Typer(help="What needs a person.", invoke_without_command=True)


@app.callback()
def show(context: typer.Context, socket: Socket = DEFAULT_SOCKET, json: Json = False) -> None:
    """List every task that waits, oldest first; `settle` says what was found."""
    if context.invoked_subcommand is not None:
        return
    tasks = ask(socket, ListTasks(), Tasks)
    if json:
        typer.echo(tasks.model_dump_json())
        return
    table = Table("task", "what", "where", "household", "since", "settle as", title="Staff tasks")
    for row in tasks.tasks:
        ways = " | ".join(way.value for way in row.settlements) or "nothing: it goes when its cause does"
        where = (str(row.compartment or row.paper), row.household or "")
        table.add_row(str(row.id), row.kind.value, *where, f"{row.at.astimezone():%Y-%m-%d %H:%M}", ways)
    Console().print(table)


@app.command()
def settle(
    task: Annotated[int, typer.Argument(help="The task's number.")],
    settlement: Annotated[Settlement, typer.Argument(help="What you found or did.")],
    name: Name,
    pin: Pin,
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Say what you found or did; what follows from it is changed in the same moment.

    About a compartment, after a look inside: empty (a parcel that was there is gone) or inside (the parcel is there,
    and its code is good again). About its door: works (it was tried).

    About a parcel's code: told (the household knows it), new_code (another one is made, to be told), unlocked (the
    same one takes all its tries again).

    About a paper: issued (it is whole, and the right person has it), void (what came out was destroyed; its number is
    dead), unlocked (the same code takes all its tries again).

    About one that may lie in the tray: issued (found there, and brought to the right person), not_there (nothing lies
    there), destroyed (what lay there was destroyed).
    """
    done = ask(socket, SettleTask(who=credentials(name, pin), task=task, settlement=settlement), Done)
    typer.echo(done.model_dump_json() if json else done.what)
