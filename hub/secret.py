"""Secrets that are typed and secrets that are carried: made, hashed, checked. Never stored or logged in the clear.

Short ones that people type are hashed slowly (argon2id), and tries are counted where they could be guessed; long random
ones need neither.
"""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. The salt is in the hash."""

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Nothing that is mistaken for something else when it is read aloud or copied by hand."""


def new_digits(count: int) -> str:
    """That many digits, every combination equally likely."""
    return f"{secrets.randbelow(10**count):0{count}d}"


def new_enrolment_code() -> str:
    """Four groups of four signs, 78 bits, to be copied once by hand."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def new_browser_secret() -> str:
    """What a browser carries; 256 bits."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """An id that tells nothing and cannot be guessed; 64 bits."""
    return secrets.token_hex(8)


def hash_typed(secret: str) -> str:
    """A salted, slow hash of something short."""
    return _HASHER.hash(secret)


def matches(secret: str, hashed: str | None) -> bool:
    """Whether secret is the one that was hashed; takes as long if there is nothing to compare with."""
    try:
        return bool(_HASHER.verify(hashed or _no_secret(), secret)) and hashed is not None
    except (VerificationError, ValueError):
        return False


def digest(secret: str) -> str:
    """A fast hash, for what is long and random, or for an address that is to be recognised and not read."""
    return hashlib.sha256(secret.encode()).hexdigest()


@cache
def _no_secret() -> str:
    return hash_typed(new_browser_secret())
