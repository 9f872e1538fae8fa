"""The hub's keys: one issues certificates, one signs codes. Files that only the hub's own user can read.

    issuing.pem    the issuing key with its certificates (printer.certificates.keys)
    codes.key      32 bytes of an Ed25519 key: the codes that kiosks take
    *.secret       what the notice channels need

Knows files. Whether the issuing key is a demo key is read from its certificate, never from a setting.
"""

import os
import stat
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from printer.certificates.errors import KeyUnfit
from printer.certificates.keys import IssuingKey, make_demo_key

ISSUING = "issuing.pem"
CODES = "codes.key"


class KeysUnusable(Exception):
    """A key is missing, is not one, or can be read by others. Its text says what to do."""


@dataclass(frozen=True)
class Keys:
    """What the hub signs with."""

    issuing: IssuingKey = field(repr=False)
    codes: Ed25519PrivateKey = field(repr=False)


def load_keys(folder: Path) -> Keys:
    """The keys in this folder.

    Raises:
        KeysUnusable
    """
    raw = _read(folder / CODES)
    try:
        return Keys(IssuingKey.load(folder / ISSUING), Ed25519PrivateKey.from_private_bytes(raw))
    except OSError as error:
        raise KeysUnusable(f"{folder / ISSUING} cannot be read: {error.strerror}") from error
    except KeyUnfit as error:
        raise KeysUnusable(str(error)) from error
    except ValueError as error:
        raise KeysUnusable(f"{folder / CODES} is not a key of 32 bytes; restore it from its backup") from error


def make_demo_keys(folder: Path, now: datetime) -> None:
    """New keys for trials: everything issued with them has no effect, and says so.

    Raises:
        FileExistsError: there are keys already; they are never written over.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / CODES).exists():
        raise FileExistsError(folder / CODES)
    make_demo_key(now).save(folder / ISSUING)
    with os.fdopen(os.open(folder / CODES, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw())


def channel_secret(folder: Path, channel: str) -> str:
    """The secret of a notice channel; empty if it has none.

    Raises:
        KeysUnusable: others can read it.
    """
    path = folder / f"{channel}.secret"
    return _read(path).decode().strip() if path.exists() else ""


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeysUnusable(f"{path} can be read by others: chmod 600, and think of it as known to them")
            return file.read()
    except OSError as error:
        raise KeysUnusable(
            f"{path} cannot be read: {error.strerror}; for a trial make keys with: hub keys new-demo"
        ) from error
