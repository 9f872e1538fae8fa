"""kiosk staff: who can sign in."""

from typing import Annotated

import typer

from kiosk.cli.ask import DEFAULT_SOCKET, Json, Socket, ask, credentials
from link.admin import AddStaff, Done, Role

app = typer.Typer(help="Who can sign in at this kiosk.", no_args_is_help=True)


@app.callback()
def _staff() -> None:
    """Keep `add` a command of its own while it is the only one."""


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
