"""Signed codes: short ASCII texts that fit into a QR code and are checked without a network.

A code says who may do which one thing where, until when. Knows the bytes, the signature and the time that it is given;
does not know what has been spent, or what the subject is.

    SODAM1:<Base45 of key id, CBOR [right, audience, subject, id, not after], Ed25519 signature over both>

Base45 (RFC 9285) is what a QR code holds most densely; CBOR is RFC 8949 in its deterministic form, Ed25519 RFC 8032.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, IntEnum

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "SODAM1:"
MAX_CHARACTERS = 512
"""Longer texts are somebody else's; the longest of ours has about 240."""

_KEY_ID_BYTES = 8
_SIGNATURE_BYTES = 64


class Right(IntEnum):
    """What a code is good for. The value is what stands in it, so it never changes its meaning."""

    PRINT = 1
    """Print the papers of an application at a kiosk; subject is the application."""
    PARCEL = 2
    """Take the parcel of an application out of a locker; subject is the application."""
    DELIVERY = 3
    """Take a parcel out of a locker to bring it to somebody's door; subject is the delivery."""
    CALL = 4
    """One HTTP request of an enrolled kiosk to its hub; subject is the kiosk."""


@dataclass(frozen=True)
class SignedCode:
    """What a code says."""

    right: Right
    audience: str
    """The kiosk that may take it, or the hub."""
    subject: str
    id: str
    """Unique; whoever takes a code writes down this id, so that it is taken once."""
    not_after: datetime


class CodeProblem(Enum):
    """Why a text is not a code that can be taken here."""

    UNREADABLE = "unreadable"
    """Not one of our codes at all."""
    FORGED = "forged"
    """Signed by a key that is not trusted, or changed since."""
    FOREIGN = "foreign"
    """Genuine, and meant for another place or for something else."""
    EXPIRED = "expired"


def key_id(key: Ed25519PublicKey) -> bytes:
    """The first 8 bytes of the SHA-256 of the raw public key: which key to check a signature with."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:_KEY_ID_BYTES]


def new_id() -> str:
    """An id for a signed that nobody can guess."""
    return secrets.token_hex(8)


def mint(signed: SignedCode, key: Ed25519PrivateKey) -> str:
    """The code that says this, signed."""
    fields = [int(signed.right), signed.audience, signed.subject, signed.id, int(signed.not_after.timestamp())]
    body = key_id(key.public_key()) + _encoded(fields)
    digits: bytes = base45.b45encode(body + key.sign(body))
    return PREFIX + digits.decode("ascii")


def read(
    text: str, trusted: Mapping[bytes, Ed25519PublicKey], *, audience: str, right: Right, now: datetime
) -> SignedCode | CodeProblem:
    """What text says, if a key in trusted (by key_id) signed it for this audience and right, and it is still good."""
    data = _bytes_of(text)
    if data is None:
        return CodeProblem.UNREADABLE
    body, signature = data[:-_SIGNATURE_BYTES], data[-_SIGNATURE_BYTES:]
    key = trusted.get(body[:_KEY_ID_BYTES])
    if key is None or not _signed_by(key, body, signature):
        return CodeProblem.FORGED
    signed = _signed(body)
    if signed is None:
        return CodeProblem.UNREADABLE
    if signed.audience != audience or signed.right is not right:
        return CodeProblem.FOREIGN
    return signed if now <= signed.not_after else CodeProblem.EXPIRED


def _bytes_of(text: str) -> bytes | None:
    """What is signed and its signature; nothing of it is believed, or even decoded, yet."""
    if not text.startswith(PREFIX) or len(text) > MAX_CHARACTERS or text.endswith("\n"):
        return None  # the decoder would pass over the line's end
    try:
        data: bytes = base45.b45decode(text[len(PREFIX) :])
    except ValueError:
        return None
    return data if len(data) > _KEY_ID_BYTES + _SIGNATURE_BYTES else None


def _signed_by(key: Ed25519PublicKey, body: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return False
    return True


def _signed(body: bytes) -> SignedCode | None:
    """The fields of a body whose signature holds; None: a newer issuer's, which this version does not understand."""
    encoded = body[_KEY_ID_BYTES:]
    try:
        match fields := cbor2.loads(encoded):
            case [int(right), str(audience), str(subject), str(id), int(not_after)] if _encoded(fields) == encoded:
                return SignedCode(Right(right), audience, subject, id, datetime.fromtimestamp(not_after, UTC))
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, OSError, RecursionError):
        return None
    return None


def _encoded(fields: object) -> bytes:
    return cbor2.dumps(fields, canonical=True)
