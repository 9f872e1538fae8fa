"""Where our own processes meet: Unix sockets that only their group may touch."""

import grp
import os
import socket
from pathlib import Path

MODE = 0o660


class NoSuchGroup(Exception):
    """The settings name a group that this machine does not have."""

    def __init__(self, group: str) -> None:
        super().__init__(f"there is no group {group} on this machine; make it: groupadd --system {group}")
        self.group = group


def bind(path: Path, group: str | None) -> socket.socket:
    """A socket at path for this group (None: the process's own), in place of one that a dead process left there.

    Raises:
        NoSuchGroup
    """
    group_id = -1 if group is None else _id_of(group)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    bound.bind(str(path))
    os.chown(path, -1, group_id)
    path.chmod(MODE)
    return bound


def _id_of(group: str) -> int:
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError as error:
        raise NoSuchGroup(group) from error
