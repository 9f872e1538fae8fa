"""hub applications, hub trail: where things stand, and what only staff can say. No names of residents."""

from typing import Annotated

import typer

from hub.cli.opening import DEFAULT_CONFIG, Config, Json, hub_of, show
from hub.store import applications, papers, people
from hub.store import trail as trails
from hub.store.schema import Trail
from hub.store.store import Books
from link.events import Finding

app = typer.Typer(help="What residents applied for.", no_args_is_help=True)


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


@app.command()
def settle(
    number: Annotated[str, typer.Argument(help="The number of a paper whose print is uncertain.")],
    finding: Annotated[
        Finding,
        typer.Argument(help="issued: it is whole, and its person has it; void: it was destroyed, or is nowhere."),
    ],
    by: Annotated[str, typer.Option(help="The officer who looked and says so; the trail names them.")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Say what became of a paper that its kiosk does not know any more; its number is never printed again.

    After `hub kiosks renew` of one that came back with an empty disk. What the kiosk lists, settle there.
    """
    with hub_of(config) as hub:
        hub.store.write(_settle, by, number, finding)
    typer.echo(f"{number} is settled as {finding.value}")


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


def _settle(books: Books, by: str, number: str, finding: Finding) -> None:
    papers.settle(books, people.acting(books, by), number, finding)
