"""The seal says what was issued; whoever changes, forges or invents one is found out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import base45
import cbor2
import PIL.Image
import pytest
import zxingcpp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import example, given
from hypothesis import strategies as st

from printer.certificates.errors import SealTooLong
from printer.certificates.forms import Form
from printer.certificates.issue import Certificate, issue
from printer.certificates.keys import make_demo_key
from printer.certificates.seal import MAX_CHARACTERS, PREFIX, Seal, digest, make_seal, picture
from printer.certificates.verify import SealFinding, Verdict, verify_seal
from tests.printer.certificates.desk import SEAL_PLACE_MM, cropped, issuance, official_key, pictures, trial_key

SEAL = Seal(
    form="resident_register_copy",
    number="시험-0000-0000-0001",
    issued_at=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
    issuer="포천시 소담동장(시험)",
    holder="김소담",
    pages=1,
    digest=bytes(range(16)),
)
PROTECTED = "a2 01 26 04 48"
"""{1: -7, 4: h'...8 bytes'}: ES256 and the key's id, RFC 9052 section 3.1 and RFC 9053 section 2.1."""
CLAIMS = (
    "a5"
    f"01 78 1e {'포천시 소담동장(시험)'.encode().hex()}"  # 1 issuer
    f"02 69 {'김소담'.encode().hex()}"  # 2 subject
    "06 1a 6affa298"  # 6 issued at
    f"07 55 {'시험-0000-0000-0001'.encode().hex()}"  # 7 id
    f"3a 00010000 83 76 {b'resident_register_copy'.hex()} 01 50 000102030405060708090a0b0c0d0e0f"  # ours
)
"""Deterministic CBOR (RFC 8949 section 4.2) of the integers of RFC 8392 section 3.1."""
TRUSTED = [official_key().certificate, trial_key().certificate]


def message(text: str) -> bytes:
    return bytes(base45.b45decode(text.removeprefix(PREFIX)))


def sealed(content: bytes) -> str:
    encoded: bytes = base45.b45encode(content)
    return PREFIX + encoded.decode()


def signed(protected: bytes, payload: bytes) -> bytes:
    """A signature over whatever this is, by a trusted key."""
    to_sign = cbor2.dumps(["Signature1", protected, b"", payload])
    r, s = decode_dss_signature(trial_key().private.sign(to_sign, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def test_a_seal_is_these_bytes_of_cose_and_cwt() -> None:
    text = make_seal(SEAL, trial_key())
    protected = bytes.fromhex(PROTECTED) + trial_key().id
    payload = bytes.fromhex(CLAIMS)
    head = bytes.fromhex("d2 84 4d") + protected + bytes.fromhex("a0 58") + bytes([len(payload)]) + payload
    assert message(text)[: len(head)] == head
    assert message(text)[len(head) : len(head) + 2] == bytes.fromhex("58 40")
    assert len(message(text)) == len(head) + 2 + 64


def test_a_seal_that_others_made_of_the_same_bytes_is_read() -> None:
    protected, payload = bytes.fromhex(PROTECTED) + trial_key().id, bytes.fromhex(CLAIMS)
    text = sealed(cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signed(protected, payload)])))
    assert verify_seal(text, TRUSTED) == SealFinding(Verdict.GENUINE, SEAL, demo=True)


def test_the_same_seal_is_always_the_same_text() -> None:
    assert make_seal(SEAL, trial_key()) == make_seal(SEAL, trial_key())


@given(
    form=st.text(max_size=30),
    number=st.text(st.characters(codec="utf-8"), max_size=20),
    issuer=st.text(st.characters(codec="utf-8"), max_size=20),
    holder=st.text(st.characters(codec="utf-8"), max_size=20),
    pages=st.integers(1, 99),
    issued_at=st.datetimes(datetime(2026, 1, 2), datetime(2098, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (bounds are naive)
)
def test_a_seal_is_read_as_it_was_made(issued_at: datetime, **said: Any) -> None:
    said["form"] = said["form"].encode("ascii", "replace").decode()
    seal = Seal(**said, issued_at=issued_at.replace(microsecond=0), digest=bytes(16))
    finding = verify_seal(make_seal(seal, official_key()), TRUSTED)
    assert finding in {SealFinding(Verdict.GENUINE, seal, demo=False), SealFinding(Verdict.NOT_SIGNED)}
    assert (finding.verdict is Verdict.GENUINE) == (len(make_seal(seal, official_key())) <= MAX_CHARACTERS)


def test_a_seal_of_a_key_for_trials_says_so() -> None:
    assert verify_seal(make_seal(SEAL, trial_key()), TRUSTED).demo is True
    assert verify_seal(make_seal(SEAL, official_key()), TRUSTED).demo is False


def test_a_seal_of_an_unknown_key_says_nothing() -> None:
    text = make_seal(SEAL, make_demo_key(datetime(2026, 11, 1, tzinfo=UTC)))
    assert verify_seal(text, TRUSTED) == SealFinding(Verdict.UNKNOWN_ISSUER)
    assert verify_seal(text, []) == SealFinding(Verdict.UNKNOWN_ISSUER)


@pytest.mark.parametrize("days", [-400, 365 * 80])
def test_a_seal_from_when_its_key_was_not_good_says_nothing(days: int) -> None:
    text = make_seal(replace(SEAL, issued_at=SEAL.issued_at + timedelta(days)), trial_key())
    assert verify_seal(text, TRUSTED) == SealFinding(Verdict.UNKNOWN_ISSUER)


@given(position=st.integers(0), bit=st.integers(0, 7))
def test_a_seal_with_a_flipped_bit_is_not_genuine(position: int, bit: int) -> None:
    content = bytearray(message(make_seal(SEAL, trial_key())))
    content[position % len(content)] ^= 1 << bit
    assert verify_seal(sealed(bytes(content)), TRUSTED).verdict is not Verdict.GENUINE


def test_another_holder_in_a_seal_is_altered() -> None:
    content = message(make_seal(SEAL, trial_key())).replace("김소담".encode(), "이다솜".encode())
    assert verify_seal(sealed(content), TRUSTED) == SealFinding(Verdict.ALTERED)


def test_a_seal_that_names_a_trusted_key_without_having_it_is_altered() -> None:
    forger = make_demo_key(datetime(2026, 11, 1, tzinfo=UTC))
    content = message(make_seal(SEAL, forger)).replace(forger.id, trial_key().id)
    assert verify_seal(sealed(content), TRUSTED) == SealFinding(Verdict.ALTERED)


def almost() -> dict[str, bytes]:
    """Messages that a trusted key signed and that are no seal of ours all the same."""
    protected, payload = bytes.fromhex(PROTECTED) + trial_key().id, bytes.fromhex(CLAIMS)
    named = {4: trial_key().id}
    headers = {
        "no algorithm": named,
        "EdDSA": {1: -8} | named,
        "no key": {1: -7},
        "a text as key": {1: -7, 4: "key"},
        "one header more": {1: -7} | named | {3: 0},
    }
    messages: dict[str, Any] = {
        name: cbor2.CBORTag(18, [(head := cbor2.dumps(header, canonical=True)), {}, payload, signed(head, payload)])
        for name, header in headers.items()
    }
    claims = cbor2.loads(payload)
    for name, said in {
        "no claims": {},
        "a number as text": {**claims, 7: "시험"},
        "far future": {**claims, 6: 2**40},
        "before time": {**claims, 6: -1},
        "a paper of two": {**claims, -65537: ["form", 1]},
        "a list": [1, 2, 3],
    }.items():
        other = cbor2.dumps(said, canonical=True)
        messages[name] = cbor2.CBORTag(18, [protected, {}, other, signed(protected, other)])
    signature = signed(protected, payload)
    messages["an unprotected header"] = cbor2.CBORTag(18, [protected, {99: 1}, payload, signature])
    messages["another tag"] = cbor2.CBORTag(98, [protected, {}, payload, signature])
    messages["no tag"] = [protected, {}, payload, signature]
    messages["a short signature"] = cbor2.CBORTag(18, [protected, {}, payload, signature[:-1]])
    messages["no payload"] = cbor2.CBORTag(18, [protected, {}, None, signature])
    encoded = {name: cbor2.dumps(said) for name, said in messages.items()}
    encoded["something behind it"] = message(make_seal(SEAL, trial_key())) + b"\x00"
    encoded["a longer length"] = message(make_seal(SEAL, trial_key())).replace(b"\xa0\x58", b"\xb8\x00\x58", 1)
    return encoded


@pytest.mark.parametrize("name", almost())
def test_what_is_almost_a_seal_is_none(name: str) -> None:
    assert verify_seal(sealed(almost()[name]), TRUSTED) == SealFinding(Verdict.NOT_SIGNED)


@pytest.mark.parametrize("prefix", ["", "SDM2:", "SODAM1:", "sdm1:", " SDM1:", "HC1:"])
def test_another_prefix_is_no_seal(prefix: str) -> None:
    text = prefix + make_seal(SEAL, trial_key()).removeprefix(PREFIX)
    assert verify_seal(text, TRUSTED) == SealFinding(Verdict.NOT_SIGNED)


@given(hostile=st.binary(max_size=300).map(sealed) | st.text(max_size=600) | st.text(max_size=600).map(PREFIX.__add__))
@example(sealed(b"\x9f" * 300))
@example(sealed(b"\xd2\x84" + b"\x81" * 290))
@example(sealed(b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff"))
@example(PREFIX + "가")
@example(PREFIX + "A" * 100_000)
def test_hostile_texts_are_no_seals(hostile: str) -> None:
    assert verify_seal(hostile, TRUSTED) == SealFinding(Verdict.NOT_SIGNED)


def test_other_fields_make_another_digest() -> None:
    fields = [("head.name", ["김소담"]), ("members[].name", ["김소담", "이새벽"])]
    first = digest("1", fields)
    assert len(first) == 16
    assert digest("1", fields) == first
    assert digest("2", fields) != first
    assert digest("1", [("head.name", ["김소담", "김소담"]), ("members[].name", ["이새벽"])]) != first


def test_a_seal_with_the_longest_names_still_fits() -> None:
    longest = replace(SEAL, issuer="가" * 20 + "(시험)", holder="나" * 30, pages=99)
    assert len(make_seal(longest, trial_key())) <= MAX_CHARACTERS
    assert "<svg" in picture(make_seal(longest, trial_key()))


def test_a_seal_that_a_phone_could_not_read_is_not_made() -> None:
    with pytest.raises(SealTooLong) as too_long:
        picture(make_seal(replace(SEAL, issuer="가" * 100), trial_key()))
    assert too_long.value.characters > MAX_CHARACTERS


@pytest.mark.parametrize("dpi", [200, 300])
def test_the_seal_is_read_from_the_printed_page(paper: Certificate, dpi: int) -> None:
    page = pictures(paper.pdf, dpi)[0].point(lambda grey: 255 * (grey > 127), "1").convert("L")
    [found] = zxingcpp.read_barcodes(page)
    assert found.text == paper.seal


def test_the_seal_is_read_where_it_should_be_and_30_mm_wide(paper: Certificate) -> None:
    dpi = 200
    place = cropped(pictures(paper.pdf, dpi)[0], SEAL_PLACE_MM, dpi)
    [found] = zxingcpp.read_barcodes(place)
    assert found.text == paper.seal
    corners = found.position
    width_mm = (corners.top_right.x - corners.top_left.x) / dpi * 25.4
    modules = 57  # version 10
    assert width_mm == pytest.approx(30 * modules / (modules + 8), abs=0.5)


def test_a_skewed_grey_scan_of_the_page_is_read(paper: Certificate) -> None:
    page = pictures(paper.pdf, 200)[0].rotate(2.3, PIL.Image.Resampling.BICUBIC, fillcolor=255)
    [found] = zxingcpp.read_barcodes(page)
    assert found.text == paper.seal


async def test_the_seal_with_the_longest_names_is_read_too(form: Form) -> None:
    longest = issuance(issuer="가" * 20, applicant="나" * 30)
    made = await issue(form, form.sample, longest, trial_key())
    [found] = zxingcpp.read_barcodes(pictures(made.pdf, 200)[0])
    assert found.text == made.seal
