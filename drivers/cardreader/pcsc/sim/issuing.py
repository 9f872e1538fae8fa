"""A card authority that lives for one run: it makes keys, certificates and holder objects for simulated cards.

Nothing of it is kept, and nothing of it is secret. Knows X.509 and the objects' bytes; does not share the codec's code.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from drivers.cardreader.pcsc.sim.cards import PivCard

CERTIFICATE_TAG = bytes.fromhex("5FC101")
CHUID_TAG = bytes.fromhex("5FC102")

_CARD_AUTHENTICATION = x509.ObjectIdentifier("2.16.840.1.101.3.6.8")
_NO_AGENCY = bytes.fromhex("D4E739DA739CED39CE739D836858210842108421C84210C3EB")
"""The FASC-N of cards that no federal agency issued: agency, system and credential are all nines."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What is put onto one card; each of it can be put onto another one, which is a forgery."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    holder: bytes
    """The CHUID object."""

    def card(self) -> PivCard:
        """The card with all of it."""
        return PivCard(
            {CERTIFICATE_TAG: certificate_object(self.certificate), CHUID_TAG: self.holder},
            self.key,
        )


class CardAuthority:
    """Signs what it is asked to sign."""

    def __init__(self, name: str = "Sodam demo cards", *, now: datetime | None = None) -> None:
        """A new key, and a certificate for it that holds from a day before now for ten years."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._now = now or datetime.now(UTC)
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = (
            self._builder(self._name, self._key.public_key(), self._now + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, SHA256())
        )

    @property
    def pem(self) -> bytes:
        """Its certificate, for a site's settings."""
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(self, card_id: UUID, *, expires: datetime | None = None, for_cards: bool = True) -> Issued:
        """A card under this id; expires, three years from now if not given, holds for all of it."""
        key = ec.generate_private_key(ec.SECP256R1())
        expires = expires or self._now + timedelta(days=3 * 365)
        subject = x509.Name([x509.NameAttribute(NameOID.SERIAL_NUMBER, str(card_id))])
        usage = _CARD_AUTHENTICATION if for_cards else ExtendedKeyUsageOID.SERVER_AUTH
        certificate = (
            self._builder(subject, key.public_key(), expires)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
            .sign(self._key, SHA256())
        )
        return Issued(key, certificate, self.holder(card_id, certificate, expires))

    def holder(self, card_id: UUID, certificate: x509.Certificate, expires: datetime) -> bytes:
        """The holder object that binds the id to the card with this certificate (see piv.objects.holder)."""
        day = expires.strftime("%Y%m%d").encode()
        signed = _element(0x30, _NO_AGENCY) + _element(0x34, card_id.bytes) + _element(0x35, day)
        signature = self._key.sign(signed + certificate.fingerprint(SHA256()), ec.ECDSA(SHA256()))
        return _element(0x53, signed + _element(0x3E, signature) + _element(0xFE, b""))

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, expires: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .issuer_name(self._name)
            .subject_name(subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(self._now, expires) - timedelta(days=1))
            .not_valid_after(expires)
        )


def certificate_object(certificate: x509.Certificate) -> bytes:
    """The certificate as a card stores it, not compressed."""
    der = certificate.public_bytes(Encoding.DER)
    return _element(0x53, _element(0x70, der) + _element(0x71, b"\x00") + _element(0xFE, b""))


def _element(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    if size < 0x100:
        return bytes([tag, 0x81, size]) + value
    return bytes([tag, 0x82]) + size.to_bytes(2, "big") + value
