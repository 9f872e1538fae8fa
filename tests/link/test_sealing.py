"""What was closed for one kiosk opens there, under its own context, whole; and nowhere else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from link.sealing import NotForUs, seal, unseal

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CONTEXT = "sodam paper 시험-0000-0000-0001 for kiosk-1"
SEALED = seal(b"a paper", KEY.public_key(), CONTEXT)


@given(st.binary(max_size=2000), st.text(max_size=50))
def test_what_was_closed_opens_again(content: bytes, context: str) -> None:
    try:
        context.encode()
    except UnicodeEncodeError:
        return
    assert unseal(seal(content, KEY.public_key(), context), KEY, context) == content


def test_the_same_content_is_never_closed_the_same_way() -> None:
    assert seal(b"a paper", KEY.public_key(), CONTEXT) != SEALED


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(NotForUs):
        unseal(SEALED, OTHER, CONTEXT)


@pytest.mark.parametrize("context", ["", CONTEXT + " ", CONTEXT.replace("0001", "0002"), CONTEXT.replace("-1", "-2")])
def test_another_context_does_not_open_it(context: str) -> None:
    with pytest.raises(NotForUs):
        unseal(SEALED, KEY, context)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    changed = bytearray(SEALED)
    changed[place % len(changed)] ^= change
    with pytest.raises(NotForUs):
        unseal(bytes(changed), KEY, CONTEXT)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_not_for_us(data: bytes) -> None:
    with pytest.raises(NotForUs):
        unseal(data, KEY, CONTEXT)


@pytest.mark.parametrize("length", range(0, len(SEALED), 7))
def test_what_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(NotForUs):
        unseal(SEALED[:length], KEY, CONTEXT)


@pytest.mark.parametrize("point", [b"\x00" * 32, b"\x01" + b"\x00" * 31])
def test_a_senders_point_of_low_order_is_not_for_us(point: bytes) -> None:
    """RFC 7748 section 6.1: with these points everybody would agree on the same secret."""
    with pytest.raises(NotForUs):
        unseal(point + SEALED[32:], KEY, CONTEXT)


@pytest.mark.parametrize("point", [b"\x00" * 32, b"\x01" + b"\x00" * 31])
def test_nothing_is_closed_for_a_key_that_everybody_has(point: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        seal(b"a paper", X25519PublicKey.from_public_bytes(point), CONTEXT)
