"""Papers closed for one kiosk: only its private key opens them again.

HPKE of RFC 9180 in base mode (X25519, HKDF-SHA256, ChaCha20-Poly1305), by the library. context binds what was sealed to
where it belongs: the same bytes under another context do not open. Whose bytes they are is not said here; the
channel and the certificate's own signature say that.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class NotForUs(Exception):
    """These bytes were sealed for another key or another context, or were changed."""


def seal(content: bytes, key: X25519PublicKey, context: str) -> bytes:
    """Close content for whoever has the private half of key."""
    return bytes(_SUITE.encrypt(content, key, info=context.encode()))


def unseal(sealed: bytes, key: X25519PrivateKey, context: str) -> bytes:
    """Open what was sealed for key.

    Raises:
        NotForUs
    """
    try:
        return bytes(_SUITE.decrypt(sealed, key, info=context.encode()))
    except (InvalidTag, ValueError) as error:
        raise NotForUs from error
