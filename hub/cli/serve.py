"""hub serve, hub worker: the two processes of a hub."""

import signal
import threading
from typing import Annotated

import typer
import uvicorn

from config.hub import HubSettings
from hub.app import make_app
from hub.cli.opening import DEFAULT_CONFIG, Config, hub_of, log_to_stderr
from hub.core import Hub
from hub.notify.worker import run, run_once

ENDS_WITHIN_S = 5
"""A kiosk's long poll is cut off after this; it asks again."""


def serve(config: Config = DEFAULT_CONFIG) -> None:
    """Serve pages and kiosks until told to end. Notices and sign-in codes are sent by `hub worker`, beside it."""
    log_to_stderr()
    with hub_of(config) as hub:
        _server(hub, hub.settings).run()


def worker(
    config: Config = DEFAULT_CONFIG,
    *,
    once: Annotated[bool, typer.Option("--once", help="Send what is due now, then end.")] = False,
) -> None:
    """Send notices and sign-in codes until told to end (SIGTERM, SIGINT)."""
    log_to_stderr()
    with hub_of(config) as hub:
        if once:
            typer.echo(f"{run_once(hub)} notices looked at")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run(hub, stop)


def _server(hub: Hub, settings: HubSettings) -> uvicorn.Server:
    tls = settings.listen.tls
    return uvicorn.Server(
        uvicorn.Config(
            make_app(hub),
            host=settings.listen.host,
            port=settings.listen.port,
            ssl_certfile=tls.certificate if tls else None,
            ssl_keyfile=tls.key if tls else None,
            # A line for each request would say who looked for whom.
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=ENDS_WITHIN_S,
        )
    )
