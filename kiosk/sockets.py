"""Where our own processes meet: Unix sockets that only their group may touch."""

import socket
from pathlib import Path

MODE = 0o660


def bind(path: Path) -> socket.socket:
    """A socket at path, taking the place of one that a dead process left there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    bound.bind(str(path))
    path.chmod(MODE)
    return bound
