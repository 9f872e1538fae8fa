"""The hub for one command: its settings, itself, and what is said when it cannot be had."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import structlog
import typer
from rich.console import Console
from rich.table import Column, Table

from config.hub import HubSettings
from config.load import ConfigError, load
from hub.core import Hub, opened
from hub.keys import KeysUnusable
from hub.refusals import Refused
from hub.register import RegisterUnusable
from hub.store.store import StoreUnusable
from printer.certificates.errors import CertificateError

Config = Annotated[Path, typer.Option("--config", envvar="SODAM_HUB_CONFIG", help="This hub's settings.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts, one object per line.")]
DEFAULT_CONFIG = Path("/etc/sodam/hub.toml")


def settings_of(config: Path) -> HubSettings:
    """The settings, or the end of the command."""
    try:
        return load(config, HubSettings)
    except ConfigError as error:
        stop(str(error), 2)


@contextmanager
def hub_of(config: Path) -> Iterator[Hub]:
    """The hub of these settings; what is refused ends the command with cause and remedy."""
    try:
        with opened(settings_of(config)) as hub:
            yield hub
    except Refused as error:
        stop(str(error), 1)
    except StoreUnusable as error:
        stop(str(error), 1)
    except (KeysUnusable, RegisterUnusable, CertificateError) as error:
        stop(str(error), 2)


def stop(reason: str, code: int) -> NoReturn:
    """End the command: what is wrong, and what would help."""
    typer.echo(reason, err=True)
    raise typer.Exit(code)


def show(title: str, rows: Sequence[dict[str, Any]], *, json_lines: bool) -> None:
    """Rows as a table for people, or one JSON object per line for scripts."""
    if json_lines:
        for row in rows:
            typer.echo(json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False))
        return
    table = Table(*(Column(name, overflow="fold") for name in (rows[0] if rows else ())), title=title)
    for row in rows:
        table.add_row(*(_said(value) for value in row.values()))
    Console().print(table if rows else f"{title}: none")


def log_to_stderr() -> None:
    """One JSON object per line on stderr, as systemd's journal takes it."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone():%Y-%m-%d %H:%M}"
        case _:
            return str(_plain(value))
