"""The command line `hub`: serves, sends notices, and looks after keys, kiosks and staff.

Exit codes: 0 done; 1 refused, or the database failed; 2 the command, the settings or the keys cannot be used like this.
"""

import typer

from hub.cli import applications, keys, kiosks, people, serve

app = typer.Typer(
    help="The Sodam web service: serve it, and look after it.", no_args_is_help=True, pretty_exceptions_enable=False
)
app.command()(serve.serve)
app.command()(serve.worker)
app.add_typer(keys.app, name="keys")
app.add_typer(kiosks.app, name="kiosks")
app.add_typer(people.app, name="people")
app.add_typer(applications.app, name="applications")
app.command()(applications.trail)
