"""The command line `hub`."""

import typer
import uvicorn

from hub.app import make_app

app = typer.Typer(help="The Sodam web service.", no_args_is_help=True)


@app.callback()
def _hub() -> None:
    """Keep `serve` a command of its own while it is the only one."""


@app.command()
def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the hub. It answers /health; applications, approvals and deliveries are not built yet."""
    uvicorn.run(make_app(), host=host, port=port)
