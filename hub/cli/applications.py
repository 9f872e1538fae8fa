"""hub applications, hub trail: where things stand. Ids, states and times; no names of residents."""

from typing import Annotated

import typer

from hub.cli.opening import DEFAULT_CONFIG, Config, Json, hub_of, show
from hub.store import applications
from hub.store import trail as trails
from hub.store.schema import Trail
from hub.store.store import Books

app = typer.Typer(help="What residents applied for.", no_args_is_help=True)


@app.callback()
def _applications() -> None:
    """Keep `list` a command of its own while it is the only one."""


@app.command("list")
def list_(
    limit: Annotated[int, typer.Option(help="How many of the newest.", min=1)] = 200,
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Show the newest applications."""
    with hub_of(config) as hub:
        rows = [
            {
                "id": row.id,
                "form": row.form,
                "way": row.way,
                "state": row.state,
                "number": row.number,
                "kiosk": row.kiosk,
                "submitted": row.submitted_at,
                "changed": row.changed_at,
            }
            for row in hub.store.read(applications.newest, limit)
        ]
    show("Applications", rows, json_lines=json)


def trail(
    application: Annotated[str, typer.Argument(help="Its id.")], config: Config = DEFAULT_CONFIG, *, json: Json = False
) -> None:
    """Show who had an application when, oldest first."""
    with hub_of(config) as hub:
        rows = [
            {"at": row.at, "what": row.what, "who": row.who, "kiosk": row.kiosk, "compartment": row.compartment}
            for row in hub.store.read(_trail, application)
        ]
    show(f"Trail of {application}", rows, json_lines=json)


def _trail(books: Books, application: str) -> tuple[Trail, ...]:
    return trails.of(books, applications.get(books, application).id)
