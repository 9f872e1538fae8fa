"""Simulated cards: what they answer to a command.

With parsing and TLV of their own, so that a mistake in codec.py or piv/objects.py cannot hide in both. Knows no wire
and no time.
"""

from collections.abc import Mapping
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

_OK = b"\x90\x00"
_NOT_FOUND = b"\x6a\x82"
_WRONG_DATA = b"\x6a\x80"
_UNKNOWN_INS = b"\x6d\x00"

_PIV = bytes.fromhex("A000000308000010000100")
_APPLICATION = bytes.fromhex("61114F0600001000010079074F05A000000308")
"""What a YubiKey answers to SELECT; recorded in Yubico's .NET SDK manual, PIV, "Authenticate: management key"."""

_SIGN_HEAD = bytes.fromhex("0087119E267C2482008120")


class SimCard(Protocol):
    """A card that has power."""

    @property
    def atr(self) -> bytes:
        """Its answer to reset."""

    def reset(self) -> None:
        """It gets power, or is reset: nothing is selected any more."""

    def answer(self, apdu: bytes) -> bytes:
        """What it says to a command."""


def contactless_atr(historical: bytes) -> bytes:
    """The ATR that a reader makes up for an ISO 14443-4 card (PC/SC part 3)."""
    body = bytes([0x80 | len(historical), 0x80, 0x01]) + historical
    check = 0
    for byte in body:
        check ^= byte
    return b"\x3b" + body + bytes([check])


class UnknownCard:
    """An ISO card with another application: a bus card, an identity card."""

    @property
    def atr(self) -> bytes:
        """See SimCard.atr."""
        return contactless_atr(b"OTHER")

    def reset(self) -> None:
        """See SimCard.reset."""

    def answer(self, apdu: bytes) -> bytes:
        """See SimCard.answer."""
        return _NOT_FOUND if apdu[1:2] == b"\xa4" else _UNKNOWN_INS


class PivCard:
    """A PIV card with data objects and a key in slot 9E. It answers at most 256 bytes at a time."""

    def __init__(self, objects: Mapping[bytes, bytes], key: ec.EllipticCurvePrivateKey) -> None:
        """The objects by their three-byte tags, each with its outer tag 53."""
        self._objects = objects
        self._key = key
        self._selected = False
        self._rest = b""

    @property
    def atr(self) -> bytes:
        """See SimCard.atr."""
        return contactless_atr(b"PIV")

    def reset(self) -> None:
        """See SimCard.reset."""
        self._selected = False
        self._rest = b""

    def answer(self, apdu: bytes) -> bytes:
        """See SimCard.answer."""
        if apdu[:4] == b"\x00\xa4\x04\x00":
            return self._select(apdu[5 : 5 + apdu[4]])
        if not self._selected:
            return _UNKNOWN_INS
        match apdu[1]:
            case 0xCB if apdu[2:7] == b"\x3f\xff\x05\x5c\x03":
                return self._page(self._objects.get(apdu[7:10]))
            case 0xC0:
                return self._page(self._rest)
            case 0x87:
                return self._sign(apdu)
            case _:
                return _UNKNOWN_INS

    def _select(self, application: bytes) -> bytes:
        self._selected = len(application) >= 5 and _PIV.startswith(application)
        return _APPLICATION + _OK if self._selected else _NOT_FOUND

    def _sign(self, apdu: bytes) -> bytes:
        if len(apdu) != len(_SIGN_HEAD) + 32 + 1 or not apdu.startswith(_SIGN_HEAD):
            return _WRONG_DATA
        digest = apdu[len(_SIGN_HEAD) : -1]
        signature = self._key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256())))
        inner = bytes([0x82, len(signature)]) + signature
        return self._page(bytes([0x7C, len(inner)]) + inner)

    def _page(self, data: bytes | None) -> bytes:
        if data is None:
            return _NOT_FOUND
        page, self._rest = data[:256], data[256:]
        if not self._rest:
            return page + _OK
        return page + bytes([0x61, min(len(self._rest), 256) & 0xFF])
