"""The seal on the paper: a QR code that says what was issued, signed by who issued it, readable without a network.

    SDM1:<Base45 of a COSE_Sign1>

Base45 is RFC 9285, what a QR code holds most densely; COSE_Sign1 is RFC 9052 with ES256 of RFC 9053; the claims are
the integers of CWT (RFC 8392) and one of our own. ES256 and not Ed25519: the key that signs the file seals the paper
too, so that there is one certificate to trust and to replace, and P-256 is what PKCS#11 tokens hold.
Knows the bytes, the signature and the picture. Does not know what a form is, or what was taken back since.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

import base45
import cbor2
import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from printer.certificates.errors import SealTooLong
from printer.certificates.keys import IssuingKey

PREFIX = "SDM1:"
MAX_QR_VERSION = 12
"""Measured on simulated prints: 30 mm wide, up to this version is read at 200 dpi, and nothing above (65 modules)."""
MAX_CHARACTERS = 535
"""What such a code holds at its weakest, with letters and digits as Base45 has them (ISO/IEC 18004 table 7)."""
DIGEST_BYTES = 16

_COSE_SIGN1 = 18
_ES256 = -7
_COORDINATE_BYTES = 32
_LAST_SECOND = 2**33
"""The year 2242; beyond it is no time that datetime and every platform agree on."""


class _Header(IntEnum):
    """COSE header parameters, RFC 9052 section 3.1."""

    ALGORITHM = 1
    KEY_ID = 4


class _Claim(IntEnum):
    """CWT claim keys, RFC 8392 section 3.1."""

    ISSUER = 1
    SUBJECT = 2
    ISSUED_AT = 6
    CWT_ID = 7
    PAPER = -65537
    """The first key for private use: [form, pages, digest]."""


@dataclass(frozen=True)
class Seal:
    """What the seal says."""

    form: str
    number: str
    issued_at: datetime
    """In UTC, to the second."""
    issuer: str
    holder: str
    """Whose paper it is: to be compared with the name on it."""
    pages: int
    digest: bytes
    """See digest()."""


@dataclass(frozen=True)
class SignedSeal:
    """A seal whose signature nobody has checked yet."""

    key_id: bytes
    """Which key claims to have signed it; see keys.key_id()."""
    protected: bytes
    payload: bytes
    signature: bytes
    """r and s, 32 bytes each."""

    def fits(self, public: ec.EllipticCurvePublicKey) -> bool:
        """Whether this key signed it as it is."""
        r, s = self.signature[:_COORDINATE_BYTES], self.signature[_COORDINATE_BYTES:]
        dss = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
        try:
            public.verify(dss, _signed_bytes(self.protected, self.payload), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    def claims(self) -> Seal | None:
        """What it says; None for what is no seal of a paper. Worth nothing unless the signature fits."""
        match _load(self.payload):
            case {
                _Claim.ISSUER: str(issuer),
                _Claim.SUBJECT: str(holder),
                _Claim.ISSUED_AT: int(issued_at),
                _Claim.CWT_ID: bytes(number),
                _Claim.PAPER: [str(form), int(pages), bytes(fingerprint)],
            } if 0 <= issued_at < _LAST_SECOND:
                at = datetime.fromtimestamp(issued_at, UTC)
                return Seal(form, number.decode(errors="replace"), at, issuer, holder, pages, fingerprint)
            case _:
                return None


def digest(number: str, key_fields: Iterable[tuple[str, Sequence[Any]]]) -> bytes:
    """A fingerprint of a paper's key fields: the path of each with everything that stands there, in order.

    SHA-256 over deterministic CBOR, 16 bytes of it. The number is in it, so that equal households do not look equal.
    """
    said = [number, [[path, list(found)] for path, found in key_fields]]
    return hashlib.sha256(cbor2.dumps(said, canonical=True)).digest()[:DIGEST_BYTES]


def make_seal(seal: Seal, key: IssuingKey) -> str:
    """The text of the seal. The same seal and key are always the same text (RFC 6979)."""
    protected = cbor2.dumps({_Header.ALGORITHM: _ES256, _Header.KEY_ID: key.id}, canonical=True)
    claims = {
        _Claim.ISSUER: seal.issuer,
        _Claim.SUBJECT: seal.holder,
        _Claim.ISSUED_AT: int(seal.issued_at.timestamp()),
        _Claim.CWT_ID: seal.number.encode(),
        _Claim.PAPER: [seal.form, seal.pages, seal.digest],
    }
    payload = cbor2.dumps(claims, canonical=True)
    ecdsa = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(key.private.sign(_signed_bytes(protected, payload), ecdsa))
    signature = r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")
    message = cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature]))
    encoded: bytes = base45.b45encode(message)
    return PREFIX + encoded.decode()


def parse_seal(text: str) -> SignedSeal | None:
    """The parts of a seal; None for what make_seal() cannot have written. Total."""
    if not text.startswith(PREFIX) or len(text) > MAX_CHARACTERS:
        return None
    try:
        message = base45.b45decode(text.removeprefix(PREFIX).encode("ascii"))
    except ValueError:
        return None
    match _load(message):
        case cbor2.CBORTag(tag=tag, value=[bytes(protected), Mapping() as rest, bytes(payload), bytes(signature)]) if (
            tag == _COSE_SIGN1 and not rest and len(signature) == 2 * _COORDINATE_BYTES
        ):
            header = _load(protected)
        case _:
            return None
    match header:
        case {_Header.ALGORITHM: algorithm, _Header.KEY_ID: bytes(named), **rest} if algorithm == _ES256 and not rest:
            return SignedSeal(named, protected, payload, signature)
        case _:
            return None


def picture(text: str) -> str:
    """The seal as SVG with its quiet zone, for 30 mm of paper; error correction M, or L where names are very long.

    Raises:
        SealTooLong
    """
    codes = (segno.make_qr(text, error=level) for level in ("m", "l"))
    code = next((code for code in codes if int(code.version) <= MAX_QR_VERSION), None)
    if code is None:
        raise SealTooLong(len(text))
    svg = io.BytesIO()
    code.save(svg, kind="svg", xmldecl=False, border=4, light="white")
    return svg.getvalue().decode()


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of RFC 9052 section 4.4."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _load(data: bytes) -> Any:
    """What the bytes say in CBOR, if it is the only way to say it; None for anything else."""
    try:
        said = cbor2.loads(data)
        return said if cbor2.dumps(said, canonical=True) == data else None
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError):
        return None
