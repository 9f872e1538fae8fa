"""The command line `kiosk`: asks the running controller over its staff socket."""

import typer

from kiosk.cli import audit, locker, staff, tasks

app = typer.Typer(
    help="Look after a Sodam kiosk. Every command asks the running controller over its staff socket.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(staff.app, name="staff")
app.add_typer(locker.app, name="locker")
app.add_typer(tasks.app, name="staff-tasks")
app.add_typer(audit.app, name="audit")
