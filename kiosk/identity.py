"""Who this kiosk is to its hub: its own keys, the keys whose codes it takes, and what it can therefore read.

Made once by `kiosk enrol` and kept in a file that only the controller may read. Knows no database and no network.
"""

import json
import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import Base64Bytes, BaseModel, ConfigDict, ValidationError

from link import sealing
from link.hub import CALL_GOOD_FOR_S, HUB_AUDIENCE, Enrolled, PaperContent, paper_context
from link.signed_code import CodeProblem, Right, SignedCode, key_id, mint, new_id, read

_MODE = 0o600


class BadIdentity(Exception):
    """The identity file cannot be read as one; remedy is for whoever starts the controller."""

    def __init__(
        self, path: Path, detail: str, remedy: str = "enrol it again: hub kiosks renew, then kiosk enrol --again"
    ) -> None:
        super().__init__(f"{path}: {detail}; {remedy}")
        self.path = path


@dataclass(frozen=True)
class Keys:
    """The kiosk's own private keys."""

    signing: Ed25519PrivateKey = field(repr=False)
    sealing: X25519PrivateKey = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Keys that nobody has yet."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


@dataclass(frozen=True)
class Identity:
    """An enrolled kiosk."""

    kiosk: str
    demo: bool
    """The hub issues with a demo key: everything that comes out of here says so."""
    keys: Keys
    trusted: Mapping[bytes, Ed25519PublicKey]
    """By link.signed_code.key_id: whose codes this kiosk takes."""

    def read_code(self, text: str, right: Right, now: datetime) -> SignedCode | CodeProblem:
        """What a code that was shown says, if it is good for this, here and now."""
        return read(text, self.trusted, audience=self.kiosk, right=right, now=now)

    def open_paper(self, number: str, sealed: bytes) -> PaperContent:
        """What the hub sealed for this kiosk under this number.

        Raises:
            link.sealing.NotForUs
        """
        plain = sealing.unseal(sealed, self.keys.sealing, paper_context(self.kiosk, number))
        try:
            return PaperContent.model_validate_json(plain)
        except ValidationError:
            # Its text quotes what it did not understand, and a flow that breaks is logged with every cause.
            raise sealing.NotForUs from None

    def call(self, now: datetime) -> str:
        """A code for one request to the hub."""
        good_until = now + timedelta(seconds=CALL_GOOD_FOR_S)
        return mint(SignedCode(Right.CALL, HUB_AUDIENCE, self.kiosk, new_id(), good_until), self.keys.signing)


class _KeyFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    signing: Base64Bytes
    sealing: Base64Bytes


class _File(_KeyFile):
    enrolled: Enrolled


def load(path: Path) -> Identity | None:
    """The identity in this file; None if the kiosk was never enrolled.

    Raises:
        BadIdentity
    """
    try:
        kept = _File.model_validate_json(path.read_bytes())
        keys = _keys(kept)
        trusted = [Ed25519PublicKey.from_public_bytes(entry.key) for entry in kept.enrolled.keys]
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise BadIdentity(path, f"{error.error_count()} fields are wrong") from error
    except OSError as error:
        raise BadIdentity(
            path, str(error.strerror), "give the file to the controller's user, and to nobody else"
        ) from error
    except ValueError as error:
        raise BadIdentity(path, str(error)) from error
    return Identity(kept.enrolled.kiosk, kept.enrolled.demo, keys, {key_id(key): key for key in trusted})


def offered(path: Path) -> Keys:
    """The keys to enrol with: on the disk before the hub sees them, and the same ones until save() has its answer.

    The hub may have taken them although its answer was lost; other keys would be refused then.

    Raises:
        BadIdentity
    """
    waiting = _waiting(path)
    try:
        keys = _keys(_KeyFile.model_validate_json(waiting.read_bytes()))
    except FileNotFoundError:
        keys = None
    except ValueError:
        # Its text may quote the file, and with it a private key.
        raise BadIdentity(waiting, "it holds no keys", "remove it") from None
    if keys is None or _is_used(path, keys):
        keys = Keys.new()
        _write(waiting, _kept(keys))
    return keys


def save(path: Path, keys: Keys, enrolled: Enrolled) -> None:
    """Keep the identity where only this user can read it; in place of an older one, whole or not at all."""
    _write(path, _kept(keys) | {"enrolled": json.loads(enrolled.model_dump_json())})
    _waiting(path).unlink(missing_ok=True)


def _waiting(path: Path) -> Path:
    return path.with_suffix(".keys")


def _is_used(path: Path, keys: Keys) -> bool:
    """Whether the power went between the two steps of save(): these are the keys that are to be replaced."""
    return path.exists() and _base64(keys.signing.private_bytes_raw()) in path.read_text(encoding="utf-8")


def _keys(kept: "_KeyFile") -> Keys:
    return Keys(Ed25519PrivateKey.from_private_bytes(kept.signing), X25519PrivateKey.from_private_bytes(kept.sealing))


def _kept(keys: Keys) -> dict[str, object]:
    return {
        "signing": _base64(keys.signing.private_bytes_raw()),
        "sealing": _base64(keys.sealing.private_bytes_raw()),
    }


def _write(path: Path, kept: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE), "w") as file:  # noqa: PTH123 (Path.open takes no mode of creation)
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
