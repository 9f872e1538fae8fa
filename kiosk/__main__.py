"""python -m kiosk: the controller."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from config.kiosk import KioskSettings
from config.load import ConfigError, load
from kiosk.controller import VirtualReaderPresent, run
from kiosk.identity import BadIdentity
from kiosk.sockets import NoSuchGroup
from kiosk.store.compartments import CompartmentMissing
from kiosk.store.store import StoreInUse, StoreLost
from printer.slips import FontsMissing

_CANNOT_START = (
    ConfigError,
    StoreInUse,
    NoSuchGroup,
    CompartmentMissing,
    BadIdentity,
    VirtualReaderPresent,
    FontsMissing,
)


def main(
    config: Annotated[Path, typer.Option(envvar="SODAM_KIOSK_CONFIG", help="This kiosk's settings.")] = Path(
        "/etc/sodam/kiosk.toml"
    ),
) -> None:
    """Run the controller until it is told to end (SIGTERM, SIGINT). Exits 2 for bad settings, 1 for a lost store."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    code = 0
    try:
        asyncio.run(_until_told(load(config, KioskSettings)))
    except* _CANNOT_START as group:
        code = _say(group, 2)
    except* StoreLost as group:
        code = _say(group, 1)
    raise typer.Exit(code)


def _say(group: BaseException, code: int) -> int:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    typer.echo(str(group), err=True)
    return code


async def _until_told(settings: KioskSettings) -> None:
    """Run, and turn the signals that end a service into an orderly end."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await run(settings)
    except asyncio.CancelledError:
        return


if __name__ == "__main__":
    typer.run(main)
