"""hub keys: the files that a hub signs with."""

import typer

from hub.cli.opening import DEFAULT_CONFIG, Config, settings_of, stop
from hub.core import utc_now
from hub.keys import make_demo_keys

app = typer.Typer(help="What this hub signs with.", no_args_is_help=True)


@app.callback()
def _keys() -> None:
    """Keep `new-demo` a command of its own while it is the only one."""


@app.command()
def new_demo(config: Config = DEFAULT_CONFIG) -> None:
    """Make new keys for trials: everything issued with them says that it has no effect. Never writes over keys."""
    folder = settings_of(config).keys
    try:
        make_demo_keys(folder, utc_now())
    except FileExistsError:
        stop(f"there are keys in {folder} already\n→ move them away if no paper of theirs matters any more", 1)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}\n→ give the hub's user this folder", 2)
    typer.echo(f"keys for trials are in {folder}")
