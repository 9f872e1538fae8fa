"""Issuing keys: a private P-256 key with the X.509 certificate that says who issues with it.

P-256, because one key signs the file (PAdES) and seals the paper (COSE ES256), signs in 25 ms where RSA-3072 takes 340,
and is what PKCS#11 tokens hold. Whether a key is for trials is read from its certificate and from nowhere else.
Issuing keys stay in the hub.
"""

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from printer.certificates.errors import KeyUnfit

TRIAL = "시험용"
"""In an organization or a unit: what is issued with this key has no effect."""

_DEMO_YEARS = 5
_KEY_ID_BYTES = 8


@dataclass(frozen=True)
class IssuingKey:
    """A private key, its certificate, and the certificates between it and its root, the root last."""

    private: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def is_demo(self) -> bool:
        """What its certificate says of it; see the function of this name."""
        return is_demo(self.certificate)

    @property
    def id(self) -> bytes:
        """See key_id()."""
        return key_id(self.certificate)

    def save(self, path: Path) -> None:
        """Write everything as PEM into a new file that only its owner can read.

        Raises:
            FileExistsError: an issuing key is never written over.
        """
        pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        pem += b"".join(each.public_bytes(Encoding.PEM) for each in (self.certificate, *self.chain))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what save() wrote.

        Raises:
            OSError: there is no such file, or we may not read it.
            KeyUnfit: it is not a P-256 key with its certificate, or others may read the file.
        """
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeyUnfit(path, "others may read it; make it chmod 600, and think of it as known to them")
            pem = file.read()
        try:
            private = load_pem_private_key(pem, password=None)
            certificate, *chain = x509.load_pem_x509_certificates(pem)
        except (ValueError, TypeError) as error:
            raise KeyUnfit(path, f"not a PEM file with a key and its certificate ({error})") from error
        if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
            raise KeyUnfit(path, "not a P-256 key")
        if certificate.public_key() != private.public_key():
            raise KeyUnfit(path, "the certificate is another key's")
        return cls(private, certificate, tuple(chain))


def is_demo(certificate: x509.Certificate) -> bool:
    """Whether the organization or unit of the subject, or of the authority above it, says that this is for trials."""
    return any(
        TRIAL in str(part.value)
        for name in (certificate.subject, certificate.issuer)
        for oid in (NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
        for part in name.get_attributes_for_oid(oid)
    )


def was_good(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether it could be used at that time. Whether it was revoked is not said here."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def public_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    """The public half of an issuing key.

    Raises:
        TypeError: this is no issuing key's certificate.
    """
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError(f"not an elliptic-curve key: {certificate.subject.rfc4514_string()}")
    return key


def key_id(certificate: x509.Certificate) -> bytes:
    """The first 8 bytes of the SHA-256 of the public key's point: how a seal names its key."""
    return hashlib.sha256(_point(public_key(certificate))).digest()[:_KEY_ID_BYTES]


def make_demo_key(now: datetime) -> IssuingKey:
    """A new key for trials, hanging from a root of its own whose private half is thrown away; good for five years."""
    root_private = ec.generate_private_key(ec.SECP256R1())
    root_name = _name("소담 시험용 인증기관")
    root = _certificate(root_name, root_name, root_private, root_private, now, authority=True)
    private = ec.generate_private_key(ec.SECP256R1())
    leaf = _certificate(_name("소담 시험용 발급키"), root_name, private, root_private, now, authority=False)
    return IssuingKey(private, leaf, (root,))


def _name(common: str) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "KR"),
        (NameOID.ORGANIZATION_NAME, f"소담 ({TRIAL})"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, f"{TRIAL} · 효력 없음"),
        (NameOID.COMMON_NAME, common),
    )
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    private: ec.EllipticCurvePrivateKey,
    signed_by: ec.EllipticCurvePrivateKey,
    now: datetime,
    *,
    authority: bool,
) -> x509.Certificate:
    """RFC 5280; a leaf may sign documents and nothing else."""
    builder = x509.CertificateBuilder(issuer, subject, private.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + timedelta(_DEMO_YEARS * 365))
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (
        (x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True),
        (_usage(authority=authority), True),
        (x509.SubjectKeyIdentifier.from_public_key(private.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key()), False),
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signed_by, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
