"""The command line `kiosk`: asks the running controller over its staff socket, or introduces the kiosk to its hub."""

import typer

from kiosk.cli import audit, locker, papers, staff, tasks
from kiosk.cli.enrol import enrol

app = typer.Typer(
    help="Look after a Sodam kiosk. Every command but enrol asks the running controller over its staff socket.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(staff.app, name="staff")
app.add_typer(locker.app, name="locker")
app.add_typer(papers.app, name="papers")
app.add_typer(tasks.app, name="staff-tasks")
app.add_typer(audit.app, name="audit")
app.command()(enrol)
