"""Short secrets that people type: made, hashed, checked. Never stored or logged in the clear."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

CODE_DIGITS = 6

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. The salt is in the hash."""


def new_code() -> str:
    """A pick-up code of CODE_DIGITS digits, every one equally likely."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def hash_secret(secret: str) -> str:
    """A salted argon2id hash of a code or PIN."""
    return _HASHER.hash(secret)


def matches(secret: str, hashed: str) -> bool:
    """Whether secret is the one that was hashed. A damaged hash matches nothing."""
    try:
        return _HASHER.verify(hashed, secret)
    except (VerificationError, ValueError):
        return False
