"""Whom the kiosk believes: certificates of the project's card authorities, and what they signed.

Knows X.509 and ECDSA. Does not know how a certificate or a holder object comes off a card.
"""

import hashlib
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from drivers.cardreader.api import Refusal
from drivers.cardreader.pcsc.channel import CardFailed
from drivers.cardreader.pcsc.piv.objects import Holder

CARD_AUTHENTICATION = x509.ObjectIdentifier("2.16.840.1.101.3.6.8")
"""id-PIV-cardAuth, the extended key usage of a card's certificate (FIPS 201-2, NIST CSOR)."""

_UNREADABLE = (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm)
"""What cryptography raises for certificates that are none (found by changing every byte of a good one)."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What decides about a card besides the card."""

    authorities: Sequence[x509.Certificate]
    revoked: Callable[[], Container[int]]
    """The serial numbers that are revoked now."""
    now: Callable[[], datetime]
    """The time, with its zone."""


@dataclass(frozen=True, slots=True)
class Genuine:
    """A card's certificate that one of the authorities issued and that holds now."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePublicKey
    authority: x509.Certificate


def load_authorities(path: Path) -> Sequence[x509.Certificate]:
    """The certificates of a PEM file.

    Raises:
        OSError: it cannot be read.
        ValueError: it holds no certificate, or one whose key is not P-256.
    """
    authorities = x509.load_pem_x509_certificates(path.read_bytes())
    for authority in authorities:
        if _p256_key(authority) is None:
            raise ValueError(f"{authority.subject.rfc4514_string()} has no P-256 key")
    return authorities


def check_certificate(der: bytes, trust: Trust) -> Genuine:
    """Whether one of the authorities issued this certificate to a card, and it holds now.

    Raises:
        CardFailed: FOREIGN_CARD, FORGED, EXPIRED, REVOKED or NOT_UNDERSTOOD.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        authority = _authority_of(certificate, trust.authorities)
        for_cards = _is_for_cards(certificate)
    except _UNREADABLE as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    key = _p256_key(certificate)
    if key is None or not for_cards:
        # One of ours, but made for something else than a card.
        raise CardFailed(Refusal.FOREIGN_CARD)
    if not (_holds(certificate, trust.now()) and _holds(authority, trust.now())):
        raise CardFailed(Refusal.EXPIRED)
    if certificate.serial_number in trust.revoked():
        raise CardFailed(Refusal.REVOKED)
    return Genuine(certificate, key, authority)


def check_possession(genuine: Genuine, challenge: bytes, signature: bytes) -> None:
    """Whether the card has the certificate's key.

    Raises:
        CardFailed: FORGED.
    """
    _verify(genuine.key, signature, challenge)


def check_holder(genuine: Genuine, holder: Holder, now: datetime) -> None:
    """Whether the authority that issued the certificate gave this holder object to the same card.

    Raises:
        CardFailed: FORGED, EXPIRED or NOT_UNDERSTOOD.
    """
    key = _p256_key(genuine.authority)
    assert key is not None, "load_authorities lets no other key in"
    signed = holder.signed + genuine.certificate.fingerprint(SHA256())
    _verify(key, holder.signature, hashlib.sha256(signed).digest())
    try:
        last_day = datetime.strptime(holder.expires.decode("ascii"), "%Y%m%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise CardFailed(Refusal.NOT_UNDERSTOOD) from error
    if now >= last_day + timedelta(days=1):
        raise CardFailed(Refusal.EXPIRED)


def _authority_of(certificate: x509.Certificate, authorities: Sequence[x509.Certificate]) -> x509.Certificate:
    named = [authority for authority in authorities if authority.subject == certificate.issuer]
    for authority in named:
        try:
            certificate.verify_directly_issued_by(authority)
        except (InvalidSignature, *_UNREADABLE):
            # Another authority of the same name may have issued it: a renewed one keeps its name.
            continue
        return authority
    raise CardFailed(Refusal.FORGED if named else Refusal.FOREIGN_CARD)


def _is_for_cards(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return CARD_AUTHENTICATION in usage.value


def _p256_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey | None:
    key = certificate.public_key()
    return key if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1) else None


def _holds(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _verify(key: ec.EllipticCurvePublicKey, signature: bytes, digest: bytes) -> None:
    try:
        key.verify(signature, digest, ec.ECDSA(utils.Prehashed(SHA256())))
    except InvalidSignature as error:
        raise CardFailed(Refusal.FORGED) from error
