"""A code says what was signed, to whom it was meant for, until its end; every other text is met calmly."""

from datetime import UTC, datetime, timedelta

import base45
import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from link.signed_code import MAX_CHARACTERS, PREFIX, CodeProblem, Right, SignedCode, key_id, mint, new_id, read

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TRUSTED = {key_id(KEY.public_key()): KEY.public_key()}
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SIGNED = SignedCode(Right.PARCEL, "kiosk-1", "application-1", "0123456789abcdef", NOW + timedelta(days=7))
CODE = mint(SIGNED, KEY)

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""RFC 9285, table 1."""


def read_here(text: str, now: datetime = NOW, trusted: dict[bytes, Ed25519PublicKey] = TRUSTED) -> object:
    return read(text, trusted, audience="kiosk-1", right=Right.PARCEL, now=now)


def signed(body: bytes, key: Ed25519PrivateKey = KEY) -> str:
    """Any body as a code, with a signature that holds."""
    whole = key_id(key.public_key()) + body
    digits: bytes = base45.b45encode(whole + key.sign(whole))
    return PREFIX + digits.decode()


def test_a_code_says_what_was_signed() -> None:
    assert read_here(CODE) == SIGNED


def test_the_bytes_of_a_code_do_not_change() -> None:
    assert key_id(KEY.public_key()).hex() == "56475aa75463474c"
    data = base45.b45decode(CODE.removeprefix(PREFIX))
    assert (
        data[8:-64].hex() == cbor2.dumps([2, "kiosk-1", "application-1", SIGNED.id, 1795942800], canonical=True).hex()
    )
    assert mint(SIGNED, KEY) == CODE


def test_a_code_holds_only_what_a_qr_code_holds_densely() -> None:
    assert set(CODE) <= set(BASE45)
    long = SignedCode(Right.DELIVERY, "kiosk-0123456789abcdef", "0123456789abcdef", new_id(), NOW)
    assert len(mint(long, KEY)) < 260 < MAX_CHARACTERS


def test_a_code_is_good_up_to_its_last_second() -> None:
    assert read_here(CODE, SIGNED.not_after) == SIGNED
    assert read_here(CODE, SIGNED.not_after + timedelta(seconds=1)) is CodeProblem.EXPIRED


@pytest.mark.parametrize(
    "token",
    [
        SignedCode(Right.PARCEL, "kiosk-2", "application-1", "a", SIGNED.not_after),
        SignedCode(Right.PRINT, "kiosk-1", "application-1", "a", SIGNED.not_after),
        SignedCode(Right.CALL, "kiosk-1", "application-1", "a", NOW - timedelta(days=1)),
    ],
)
def test_a_code_for_another_place_or_purpose_is_foreign(token: SignedCode) -> None:
    assert read_here(mint(token, KEY)) is CodeProblem.FOREIGN


def test_a_strangers_code_is_forged_and_so_is_one_under_a_name_that_is_not_its_own() -> None:
    assert read_here(mint(SIGNED, OTHER)) is CodeProblem.FORGED
    assert read_here(mint(SIGNED, OTHER), trusted={key_id(OTHER.public_key()): KEY.public_key()}) is CodeProblem.FORGED
    assert read_here(CODE, trusted={}) is CodeProblem.FORGED


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_is_enough(place: int, change: int) -> None:
    data = bytearray(base45.b45decode(CODE.removeprefix(PREFIX)))
    data[place % len(data)] ^= change
    assert read_here(PREFIX + base45.b45encode(bytes(data)).decode()) is CodeProblem.FORGED


@given(st.text() | st.text(BASE45) | st.binary().map(lambda data: base45.b45encode(data).decode()))
def test_whatever_is_written_behind_the_prefix_is_unreadable_or_forged(rest: str) -> None:
    assert read_here(PREFIX + rest) in {CodeProblem.UNREADABLE, CodeProblem.FORGED}
    assert read_here(rest) is CodeProblem.UNREADABLE


@given(st.binary(max_size=120))
def test_a_trusted_key_that_signs_nonsense_does_no_harm(body: bytes) -> None:
    assert isinstance(read_here(signed(body)), CodeProblem | SignedCode)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES | st.lists(VALUES, min_size=5, max_size=5))
def test_fields_of_any_kind_are_a_token_or_unreadable(fields: object) -> None:
    try:
        body = cbor2.dumps(fields)
    except (cbor2.CBORError, UnicodeEncodeError, ValueError):
        return
    found = read_here(signed(body))
    assert found in {CodeProblem.UNREADABLE, CodeProblem.FOREIGN, CodeProblem.EXPIRED} or isinstance(found, SignedCode)


@pytest.mark.parametrize(
    "fields",
    [
        [2, "kiosk-1", "s", "i"],
        [2, "kiosk-1", "s", "i", 1, "more"],
        [99, "kiosk-1", "s", "i", 1],
        [2.5, "kiosk-1", "s", "i", 1],
        [2, "kiosk-1", "s", "i", "soon"],
        [2, "kiosk-1", "s", "i", 10**30],
        [2, "kiosk-1", "s", "i", float("nan")],
        [2, "kiosk-1", "s", "i", -(10**18)],
        [2, 7, "s", "i", 1_800_000_000],
        [2, "kiosk-1", None, "i", 1_800_000_000],
        [2, "kiosk-1", "s", [], 1_800_000_000],
        {"purpose": 2},
        "kiosk",
    ],
)
def test_a_newer_or_broken_issuers_fields_are_unreadable(fields: object) -> None:
    assert read_here(signed(cbor2.dumps(fields))) is CodeProblem.UNREADABLE


@pytest.mark.parametrize("depth", [50, 380])
def test_deeply_nested_or_endless_fields_do_no_harm(depth: int) -> None:
    assert read_here(signed(b"\x81" * min(depth, 250) + b"\x00")) is CodeProblem.UNREADABLE
    assert read_here(signed(b"\x9f" * min(depth, 250))) is CodeProblem.UNREADABLE
    assert read_here(signed(b"\x9b" + b"\xff" * 8)) is CodeProblem.UNREADABLE


def test_what_stands_behind_the_fields_is_not_ignored() -> None:
    body = cbor2.dumps([2, "kiosk-1", "s", "i", 1_800_000_000])
    assert isinstance(read_here(signed(body)), SignedCode)
    assert read_here(signed(body + b"\x00")) is CodeProblem.UNREADABLE


@pytest.mark.parametrize("text", ["", PREFIX, "sodam1:", CODE.lower(), f" {CODE}", f"{CODE}\n", CODE[:-1], CODE + "0"])
def test_a_code_that_was_cut_or_dressed_up_is_not_taken(text: str) -> None:
    assert read_here(text) in {CodeProblem.UNREADABLE, CodeProblem.FORGED}


def test_longer_texts_are_somebody_elses() -> None:
    long = signed(cbor2.dumps([2, "kiosk-1", "s" * 400, "i", 1_800_000_000]))
    assert len(long) > MAX_CHARACTERS
    assert read_here(long) is CodeProblem.UNREADABLE


def test_ids_are_never_the_same() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000
