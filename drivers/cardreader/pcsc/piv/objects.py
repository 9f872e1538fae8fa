"""The data objects of a project card, which is a PIV card: BER-TLV, certificate, CHUID and proof of possession.

Sources: NIST SP 800-73-5 part 1 (data objects) and part 2 (dynamic authentication template). Knows bytes only, and
nothing of what a certificate says or who is to be believed. Every function that takes a card's bytes raises ValueError
where they are not what the standard says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

APPLICATION = bytes.fromhex("A00000030800001000")
"""The PIV application, whatever its version (SP 800-73-5 part 1, PIV Card Application AID)."""

CERTIFICATE = bytes.fromhex("5FC101")
"""X.509 Certificate for Card Authentication: read without a PIN, also contactless (SP 800-73-5 part 1, appendix A)."""
CHUID = bytes.fromhex("5FC102")
"""Card Holder Unique Identifier, with the same access. Containers of more room want secure messaging there."""

CHALLENGE_BYTES = 32
"""A P-256 key signs what it is given as if it were a SHA-256 digest (SP 800-73-5 part 2, appendix A, ECDSA)."""

_GUID_BYTES = 16
_CERTIFICATE_AS_IT_IS = b"\x00"
"""CertInfo of a certificate that is not compressed."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A CHUID as the project's authorities sign it; see holder."""

    guid: bytes
    expires: bytes
    """YYYYMMDD, the last day."""
    signed: bytes
    """What signature was made over, after which the certificate's SHA-256 digest follows."""
    signature: bytes


def certificate(data: bytes) -> bytes:
    """The DER certificate of a CERTIFICATE object. A compressed one is not ours and is not taken apart."""
    fields = {tag: value for tag, value, _start in _elements(_only(data, 0x53))}
    if fields.get(0x71) != _CERTIFICATE_AS_IT_IS or not fields.get(0x70):
        raise ValueError("a certificate object without a plain certificate")
    return fields[0x70]


def challenge_template(challenge: bytes) -> bytes:
    """What GENERAL AUTHENTICATE is given so that the card signs a challenge.

    Raises:
        ValueError: the challenge does not have 32 bytes.
    """
    if len(challenge) != CHALLENGE_BYTES:
        raise ValueError(f"a challenge has {CHALLENGE_BYTES} bytes, not {len(challenge)}")
    wanted = b"\x82\x00" + bytes([0x81, len(challenge)]) + challenge
    return bytes([0x7C, len(wanted)]) + wanted


def signature(data: bytes) -> bytes:
    """The signature in the answer to a challenge_template, DER."""
    return _only(_only(data, 0x7C), 0x82)


def holder(data: bytes) -> Holder:
    """The CHUID object of a project card.

    FASC-N (30), GUID (34) and expiration date (35) are as SP 800-73-5 part 1 says. The issuer's signature
    (3E) is the project's own: a DER ECDSA signature with SHA-256 by the authority's key, over the elements in front of
    it as they stand there and the SHA-256 digest of the card's certificate, where the standard has a CMS structure.
    """
    body = _only(data, 0x53)
    elements = _elements(body)
    fields = {tag: value for tag, value, _start in elements}
    signed_bytes = next((start for tag, _value, start in elements if tag == 0x3E), None)
    if signed_bytes is None or len(fields) < len(elements):
        raise ValueError("a CHUID without a signature, or with an element twice")
    guid, expires = fields.get(0x34, b""), fields.get(0x35, b"")
    signed_tags = {tag for tag, _value, start in elements if start < signed_bytes}
    if len(guid) != _GUID_BYTES or not {0x34, 0x35} <= signed_tags:
        raise ValueError("a CHUID without a signed GUID and date")
    return Holder(guid, expires, body[:signed_bytes], fields[0x3E])


def _only(data: bytes, wanted: int) -> bytes:
    elements = _elements(data)
    if [tag for tag, _value, _start in elements] != [wanted]:
        raise ValueError(f"not one element {wanted:02X}: {data[:8].hex(' ')}")
    return elements[0][1]


def _elements(data: bytes) -> Sequence[tuple[int, bytes, int]]:
    """Tag, value and start of each element. Tags of one byte and definite lengths: PIV objects have no others."""
    found: list[tuple[int, bytes, int]] = []
    at = 0
    while at < len(data):
        start, tag = at, data[at]
        length, at = _length(data, at + 1)
        if len(data) - at < length:
            raise ValueError(f"element {tag:02X} is cut off")
        found.append((tag, data[at : at + length], start))
        at += length
    return found


def _length(data: bytes, at: int) -> tuple[int, int]:
    first = data[at] if at < len(data) else 0x80
    more = {0x81: 1, 0x82: 2}.get(first, 0)
    if first >= 0x80 and not more:
        raise ValueError("an element without a definite length below 64 KiB")
    if len(data) < at + 1 + more:
        raise ValueError("a length is cut off")
    return (int.from_bytes(data[at + 1 : at + 1 + more], "big") if more else first), at + 1 + more
