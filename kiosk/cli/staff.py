"""kiosk staff: who can sign in."""

from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from kiosk.cli.ask import DEFAULT_SOCKET, Json, Name, Pin, Socket, ask, credentials
from link.admin import AddStaff, ChangePin, Done, ListStaffNames, RemoveStaff, StaffNames
from link.staff import Role

app = typer.Typer(help="Who can sign in at this kiosk.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The name they choose on the screen.")],
    role: Annotated[Role, typer.Option(help="What they are here; decides what they may do.")],
    pin: Annotated[
        str,
        typer.Option(
            envvar="SODAM_NEW_PIN",
            help="6 to 12 digits; asked for twice if not given.",
            prompt="Their new PIN",
            confirmation_prompt=True,
            hide_input=True,
        ),
    ],
    by: Annotated[str | None, typer.Option(help="A coordinator, as soon as there is one; asked for their PIN.")] = None,
    by_pin: Annotated[str | None, typer.Option(envvar="SODAM_PIN", help="Their PIN; asked for if not given.")] = None,
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Let somebody sign in. There is no default PIN and nobody can sign in before this."""
    agreed = None if by is None else credentials(by, by_pin or typer.prompt(f"PIN of {by}", hide_input=True))
    done = ask(socket, AddStaff(who=credentials(name, pin), role=role, by=agreed), Done)
    typer.echo(done.model_dump_json() if json else done.what)


@app.command("list")
def show(socket: Socket = DEFAULT_SOCKET, json: Json = False) -> None:
    """List everybody who can sign in."""
    names = ask(socket, ListStaffNames(), StaffNames)
    if json:
        typer.echo(names.model_dump_json())
        return
    table = Table("name", "role", title="Staff")
    for row in names.staff:
        table.add_row(row.name, row.role.value)
    Console().print(table)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="Who shall not sign in any more.")],
    by: Annotated[str, typer.Option(help="A coordinator.", prompt="Coordinator")],
    by_pin: Annotated[
        str,
        typer.Option(
            envvar="SODAM_PIN", help="Their PIN; asked for if not given.", prompt="Their PIN", hide_input=True
        ),
    ],
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Let somebody sign in no more. What they did stays on record; remove them at the hub too."""
    done = ask(socket, RemoveStaff(name=name, by=credentials(by, by_pin)), Done)
    typer.echo(done.model_dump_json() if json else done.what)


@app.command()
def change_pin(
    name: Name,
    pin: Pin,
    new_pin: Annotated[
        str,
        typer.Option(
            envvar="SODAM_NEW_PIN",
            help="6 to 12 digits; asked for twice if not given.",
            prompt="Your new PIN",
            confirmation_prompt=True,
            hide_input=True,
        ),
    ],
    socket: Socket = DEFAULT_SOCKET,
    json: Json = False,
) -> None:
    """Change your own PIN. Somebody who forgot theirs is removed and added again by a coordinator."""
    done = ask(socket, ChangePin(who=credentials(name, pin), new_pin=SecretStr(new_pin)), Done)
    typer.echo(done.model_dump_json() if json else done.what)
