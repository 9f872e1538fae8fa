"""kiosk papers: which papers are here, and saying what became of a print that nobody could account for."""

from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from kiosk.cli.ask import DEFAULT_SOCKET, Json, Name, Pin, Socket, ask, credentials, stop
from link.admin import Done, ListPapers, ListTasks, Papers, SettleTask, Tasks
from link.staff import Settlement, TaskKind

app = typer.Typer(help="The papers that the hub assigned to this kiosk.", invoke_without_command=True)


@app.callback()
def show(context: typer.Context, socket: Socket = DEFAULT_SOCKET, json: Json = False) -> None:
    """List every paper by number; nothing of what stands on it."""
    if context.invoked_subcommand is not None:
        return
    papers = ask(socket, ListPapers(), Papers)
    if json:
        typer.echo(papers.model_dump_json())
        return
    table = Table("number", "application", "way", "state", title="Papers")
    for row in papers.papers:
        table.add_row(row.number, row.application, row.way.value, row.state)
    Console().print(table)


@app.command()
def settle(
    number: Annotated[str, typer.Argument(help="The number of a paper whose print is uncertain.")],
    settlement: Annotated[
        Literal["issued", "void"],
        typer.Argument(
            help="issued: it lay in the tray, whole, and has reached its person; void: destroyed what came out."
        ),
    ],
    name: Name,
    pin: Pin,
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Say what became of a paper; the kiosk never prints it again by itself.

    The same as `kiosk staff-tasks settle` about the print_uncertain task of this number.
    """
    waiting = ask(socket, ListTasks(), Tasks).tasks
    task = next((row.id for row in waiting if row.kind is TaskKind.PRINT_UNCERTAIN and row.paper == number), None)
    if task is None:
        stop(f"the print of {number} is not uncertain", "look at `kiosk papers`", 1)
    request = SettleTask(who=credentials(name, pin), task=task, settlement=Settlement(settlement))
    done = ask(socket, request, Done)
    typer.echo(done.model_dump_json() if json else done.what)
