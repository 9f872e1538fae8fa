"""kiosk audit: whether the log still says what was written."""

import typer

from kiosk.cli.ask import DEFAULT_SOCKET, Json, Socket, ask
from link.admin import AuditVerdict, VerifyAudit

app = typer.Typer(help="The audit log.", no_args_is_help=True)


@app.callback()
def _audit() -> None:
    """Keep `verify` a command of its own while it is the only one."""


@app.command()
def verify(socket: Socket = DEFAULT_SOCKET, json: Json = False) -> None:
    """Check the chain of the audit log from its first entry. Exits 1 if it is broken."""
    verdict = ask(socket, VerifyAudit(), AuditVerdict)
    if json:
        typer.echo(verdict.model_dump_json())
    elif verdict.broken_at is None:
        typer.echo(f"the chain holds: {verdict.entries} entries")
    else:
        typer.echo(f"the chain breaks at entry {verdict.broken_at}: {verdict.reason}", err=True)
    raise typer.Exit(0 if verdict.broken_at is None else 1)
