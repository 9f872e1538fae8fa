"""Command and response APDUs, BER-TLV, and the data objects of a PIV card.

Sources: ISO/IEC 7816-4 (APDUs, chaining), NIST SP 800-73-5 part 1 (data objects) and part 2 (commands).
Knows bytes only; no reader, no time, and nothing of what a certificate says. Every function that takes a card's bytes
raises ValueError where they are not what the standard says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OK = 0x9000
MORE = 0x61
"""SW1 of a response that goes on; SW2 says how many bytes, 0 for 256 or more."""
WRONG_LE = 0x6C
"""SW1 of a refusal to answer at all with another length than SW2's."""

CERTIFICATE = bytes.fromhex("5FC101")
"""X.509 Certificate for Card Authentication: read without a PIN, also contactless (SP 800-73-5 part 1, appendix A)."""
CHUID = bytes.fromhex("5FC102")
"""Card Holder Unique Identifier, with the same access. Containers of more room want secure messaging there."""

STATUS_BYTES = 2

CHALLENGE_BYTES = 32
"""A P-256 key signs what it is given as if it were a SHA-256 digest (SP 800-73-5 part 2, appendix A, ECDSA)."""

_CHAIN = 0x10
_ALL = b"\x00"
"""Le for as many bytes as there are, up to 256."""
_MOST_DATA = 255
_T0_HEAD = 5
_GUID_BYTES = 16
_CERTIFICATE_AS_IT_IS = b"\x00"
"""CertInfo of a certificate that is not compressed."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; whatever fits into a short response may be answered."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    """At least one byte."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: its data and both status bytes as one number."""

    data: bytes
    status: int

    @property
    def sw1(self) -> int:
        """The upper status byte."""
        return self.status >> 8

    @property
    def sw2(self) -> int:
        """The lower status byte."""
        return self.status & 0xFF


@dataclass(frozen=True, slots=True)
class Holder:
    """A CHUID as the project's authorities sign it; see holder."""

    guid: bytes
    expires: bytes
    """YYYYMMDD, the last day."""
    signed: bytes
    """What signature was made over, after which the certificate's SHA-256 digest follows."""
    signature: bytes


SELECT_PIV = Command(0x00, 0xA4, 0x04, 0x00, bytes.fromhex("A00000030800001000"))
"""The PIV application, whatever its version (SP 800-73-5 part 1, PIV Card Application AID)."""


def get_data(tag: bytes) -> Command:
    """The question for a data object."""
    return Command(0x00, 0xCB, 0x3F, 0xFF, b"\x5c" + _short(tag))


def get_response(sw2: int) -> bytes:
    """The question for the rest of a response, with the length as SW2 says it."""
    return bytes([0x00, 0xC0, 0x00, 0x00, sw2])


def authenticate(challenge: bytes) -> Command:
    """The order to sign a challenge of 32 bytes with the Card Authentication key, ECC P-256, which needs no PIN."""
    if len(challenge) != CHALLENGE_BYTES:
        raise ValueError(f"a challenge has {CHALLENGE_BYTES} bytes, not {len(challenge)}")
    return Command(0x00, 0x87, 0x11, 0x9E, b"\x7c" + _short(b"\x82\x00\x81" + _short(challenge)))


def frames(command: Command) -> Sequence[bytes]:
    """The command as it is sent: in one APDU, or chained in several. Only the last one may be answered with data."""
    pieces = [command.data[at : at + _MOST_DATA] for at in range(0, len(command.data), _MOST_DATA)]
    head = bytes([command.ins, command.p1, command.p2])
    chained = [bytes([command.cla | _CHAIN]) + head + _short(piece) for piece in pieces[:-1]]
    return [*chained, bytes([command.cla]) + head + _short(pieces[-1]) + _ALL]


def for_t0(frame: bytes) -> bytes:
    """The same APDU for the protocol T=0, where a command with data is sent without Le (ISO/IEC 7816-3)."""
    has_data_and_le = len(frame) > _T0_HEAD and len(frame) == _T0_HEAD + frame[4] + 1
    return frame[:-1] if has_data_and_le else frame


def reply(received: bytes) -> Reply:
    """A response, taken apart."""
    if len(received) < STATUS_BYTES:
        raise ValueError(f"a response has two bytes at least: {received.hex(' ')}")
    return Reply(received[:-2], int.from_bytes(received[-2:], "big"))


def certificate(data: bytes) -> bytes:
    """The DER certificate of a CERTIFICATE object. A compressed one is not ours and is not taken apart."""
    fields = _fields(_only(data, 0x53))
    if fields.get(0x71) != _CERTIFICATE_AS_IT_IS or not fields.get(0x70):
        raise ValueError("a certificate object without a plain certificate")
    return fields[0x70]


def signature(data: bytes) -> bytes:
    """The signature in the answer to authenticate, DER."""
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


def _short(value: bytes) -> bytes:
    return bytes([len(value)]) + value


def _only(data: bytes, wanted: int) -> bytes:
    elements = _elements(data)
    if [tag for tag, _value, _start in elements] != [wanted]:
        raise ValueError(f"not one element {wanted:02X}: {data[:8].hex(' ')}")
    return elements[0][1]


def _fields(data: bytes) -> Mapping[int, bytes]:
    return {tag: value for tag, value, _start in _elements(data)}


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
