"""hub people: officers, coordinators and volunteers. Residents come from the register."""

from typing import Annotated

import typer

from hub.cli.opening import DEFAULT_CONFIG, Config, Json, hub_of, show, stop
from hub.roles import Role
from hub.store import people

app = typer.Typer(help="Who works with this hub.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Their name, as residents are told it.")],
    role: Annotated[Role, typer.Option(help="What they are here; decides what they may do.")],
    email: Annotated[str, typer.Option(help="Where their sign-in codes go.")],
    kiosk_name: Annotated[
        str | None, typer.Option(help="The name by which they sign in at the kiosk, if it is another.")
    ] = None,
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Let somebody sign in as staff."""
    if "@" not in email:
        stop(f"{email} is no mail address\n→ write it as name@place", 2)
    with hub_of(config) as hub:
        hub.store.write(people.add, name, email, role, kiosk_name or name)
    typer.echo(f"{name} can sign in with {email}")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Their name.")], config: Config = DEFAULT_CONFIG) -> None:
    """Let somebody sign in no more; what they did stays on record."""
    with hub_of(config) as hub:
        hub.store.write(people.remove, name)
    typer.echo(f"{name} cannot sign in any more")


@app.command("list")
def list_(config: Config = DEFAULT_CONFIG, *, json: Json = False) -> None:
    """Show the staff."""
    with hub_of(config) as hub:
        rows = [
            {
                "id": row.id,
                "name": row.name,
                "role": row.role,
                "email": row.email,
                "kiosk_name": row.kiosk_name,
                "active": row.is_active,
            }
            for row in hub.store.read(people.everyone)
        ]
    show("Staff", rows, json_lines=json)
