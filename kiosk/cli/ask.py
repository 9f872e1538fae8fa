"""One request to the running controller, and its replies. What cannot be done ends the command with cause and remedy.

Exit codes: 0 done; 1 refused, or something was found wrong; 2 the command or the controller cannot be used like this.
"""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from pydantic import BaseModel, SecretStr

from link import admin, framing

R = TypeVar("R", bound=BaseModel)

Socket = Annotated[
    Path, typer.Option("--socket", envvar="SODAM_STAFF_SOCKET", help="The running controller's staff socket.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts, one object per line.")]
Name = Annotated[str, typer.Option("--name", help="Who you are, as in `kiosk staff add`.", prompt="Your name")]
Pin = Annotated[
    str,
    typer.Option("--pin", envvar="SODAM_PIN", help="Your PIN; asked for if not given.", prompt="PIN", hide_input=True),
]
DEFAULT_SOCKET = Path("/run/sodam/staff.sock")


def credentials(name: str, pin: str) -> admin.Credentials:
    """Who asks."""
    return admin.Credentials(name=name, pin=SecretStr(pin))


def replies(path: Path, request: admin.Request) -> Iterator[admin.Reply]:
    """Every reply of the controller, until it hangs up."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(path))
        except OSError as error:
            stop(f"the controller does not answer at {path}: {error.strerror}", "start it, or give --socket", 2)
        line.sendall(framing.encode(request))
        frames = framing.FrameReader()
        while data := line.recv(65_536):
            for body in frames.feed(data):
                yield admin.reply.validate_json(body)


def ask(path: Path, request: admin.Request, expected: type[R]) -> R:
    """The controller's one reply, if it is of the expected kind; a refusal ends the command."""
    for reply in replies(path, request):
        if isinstance(reply, admin.Refused):
            stop(reply.reason, reply.remedy, 1)
        if isinstance(reply, expected):
            return reply
    return stop("the controller hung up without an answer", "look at its log: journalctl -u sodam-kiosk", 2)


def stop(reason: str, remedy: str, code: int) -> NoReturn:
    """End the command: what is wrong, and what would help."""
    typer.echo(f"{reason}\n→ {remedy}", err=True)
    raise typer.Exit(code)
