"""A file of ours is known as ours, here and by others; one that was touched is not."""

import asyncio
import re
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pdfua
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, async_sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from printer.certificates.forms import Form
from printer.certificates.issue import Certificate, issue
from printer.certificates.keys import TRIAL, IssuingKey, make_demo_key
from printer.certificates.sign import sign
from printer.certificates.verify import PdfFinding, Verdict, verify_pdf
from tests.printer.certificates.desk import (
    issuance,
    key_of,
    official,
    official_issuance,
    official_key,
    text_layer,
    trial_key,
    unsigned,
)

TRUSTED = [official_key().certificate, trial_key().certificate]
STRANGER = key_of(9, f"어딘가 ({TRIAL})")


async def test_a_paper_for_trials_is_genuine_and_said_to_be_for_trials(paper: Certificate) -> None:
    finding = await verify_pdf(paper.pdf, TRUSTED)
    assert (finding.verdict, finding.demo) == (Verdict.GENUINE, True)
    assert finding.signer is not None
    assert "시험용" in finding.signer
    assert finding.signed_at is not None
    assert abs((datetime.now(UTC) - finding.signed_at).total_seconds()) < 600


async def test_an_official_paper_is_genuine_and_not_for_trials(form: Form) -> None:
    made = await issue(form, official(form.sample), official_issuance(), official_key())
    finding = await verify_pdf(made.pdf, TRUSTED)
    assert (finding.verdict, finding.demo) == (Verdict.GENUINE, False)


async def test_a_key_with_a_chain_signs_as_well(form: Form) -> None:
    key = make_demo_key(datetime.now(UTC))
    made = await issue(form, form.sample, issuance(issued_at=datetime.now(UTC)), key)
    assert (await verify_pdf(made.pdf, [key.certificate])).verdict is Verdict.GENUINE


async def test_a_paper_of_an_unknown_issuer_says_nothing_more(form: Form, paper: Certificate) -> None:
    made = await issue(form, form.sample, issuance(), STRANGER)
    assert await verify_pdf(made.pdf, TRUSTED) == PdfFinding(Verdict.UNKNOWN_ISSUER)
    assert await verify_pdf(paper.pdf, []) == PdfFinding(Verdict.UNKNOWN_ISSUER)


async def test_a_root_is_not_an_issuing_key(paper: Certificate) -> None:
    key = make_demo_key(datetime.now(UTC))
    signed = await sign(unsigned(paper.pdf), key)
    assert await verify_pdf(signed, key.chain) == PdfFinding(Verdict.UNKNOWN_ISSUER)


async def test_a_key_that_is_no_longer_good_is_no_issuer(paper: Certificate) -> None:
    expired = make_demo_key(datetime(2016, 1, 1, tzinfo=UTC))
    signed = await sign(unsigned(paper.pdf), expired)
    assert await verify_pdf(signed, [expired.certificate]) == PdfFinding(Verdict.UNKNOWN_ISSUER)


@given(position=st.integers(0, 200_000), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_one_flipped_bit_of_what_is_signed_is_seen(paper: Certificate, position: int, bit: int) -> None:
    start, end = signature_place(paper.pdf)
    signed = [*range(start), *range(end, len(paper.pdf))]
    touched = flipped(paper.pdf, signed[position % len(signed)], bit)
    assert asyncio.run(verify_pdf(touched, TRUSTED)) == PdfFinding(Verdict.ALTERED)


@given(position=st.integers(0, 200_000), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_one_flipped_bit_of_the_signature_is_seen_or_changes_nothing(
    paper: Certificate, position: int, bit: int
) -> None:
    """A few bytes of a CMS envelope say nothing and are signed by nobody, such as the list of digests used."""
    start, end = signature_place(paper.pdf)
    touched = flipped(paper.pdf, start + position % (end - start), bit)
    as_it_was = asyncio.run(verify_pdf(paper.pdf, TRUSTED))
    assert asyncio.run(verify_pdf(touched, TRUSTED)) in {PdfFinding(Verdict.ALTERED), as_it_was}


@pytest.mark.parametrize("bit", range(8))
async def test_nothing_hides_in_the_room_behind_the_signature(paper: Certificate, bit: int) -> None:
    _, end = signature_place(paper.pdf)
    for behind in (2, 100, 1_000):
        touched = flipped(paper.pdf, end - behind, bit)
        assert await verify_pdf(touched, TRUSTED) == PdfFinding(Verdict.ALTERED)


def signature_place(pdf: bytes) -> tuple[int, int]:
    """Where the file's digest leaves room for the signature, with its brackets."""
    found = re.search(rb"/Contents (<[0-9A-F]{2000,}>)", pdf)
    assert found is not None
    return found.span(1)


def flipped(pdf: bytes, position: int, bit: int) -> bytes:
    touched = bytearray(pdf)
    touched[position] ^= 1 << bit
    return bytes(touched)


async def test_a_paper_to_which_something_was_added_is_altered(paper: Certificate) -> None:
    assert await verify_pdf(paper.pdf + b"\n", TRUSTED) == PdfFinding(Verdict.ALTERED)
    assert await verify_pdf(b" " + paper.pdf, TRUSTED) == PdfFinding(Verdict.ALTERED)
    assert await verify_pdf(updated(paper.pdf), TRUSTED) == PdfFinding(Verdict.ALTERED)


def updated(pdf: bytes) -> bytes:
    """With a revision behind the signature that says nothing new, as a PDF editor makes it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.update_root()  # type: ignore[no-untyped-call]  # (it is, inside pyhanko)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # (the same)
    return out.getvalue()


async def test_what_somebody_changed_and_signed_anew_is_not_ours(paper: Certificate) -> None:
    changed = paper.pdf.replace(b"/DocMDP", b"/NoMore")
    assert await verify_pdf(await approved(changed, STRANGER), TRUSTED) == PdfFinding(Verdict.UNKNOWN_ISSUER)


async def test_our_signature_over_a_file_that_others_signed_is_not_how_we_issue(paper: Certificate) -> None:
    theirs = await approved(unsigned(paper.pdf), STRANGER)
    assert await verify_pdf(await approved(theirs, trial_key(), "Second"), TRUSTED) == PdfFinding(Verdict.ALTERED)


async def approved(pdf: bytes, key: IssuingKey, field: str = "First") -> bytes:
    """With another signature, as anybody with a key can put one on."""
    [certificate] = load_certs_from_pemder_data(key.certificate.public_bytes(Encoding.DER))
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        certificate,
        load_private_key_from_pemder_data(private, passphrase=None),
        SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # (it is, inside pyhanko)
    )
    meta = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
    signed = await async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer, output=BytesIO())
    return bytes(signed.getvalue())


async def test_a_paper_without_its_end_is_altered(paper: Certificate) -> None:
    for cut in (1, 100, 700):
        assert (await verify_pdf(paper.pdf[:-cut], TRUSTED)).verdict is Verdict.ALTERED


async def test_an_unsigned_file_is_not_signed(paper: Certificate) -> None:
    assert text_layer(unsigned(paper.pdf)) == text_layer(paper.pdf)
    assert await verify_pdf(unsigned(paper.pdf), TRUSTED) == PdfFinding(Verdict.NOT_SIGNED)


@given(hostile=st.binary(max_size=300) | st.binary(max_size=300).map(b"%PDF-1.7\n".__add__))
@example(b"")
@example(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>startxref\n9\n%%EOF")
@example(b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF")
@example(b"[" * 100_000)
def test_hostile_bytes_are_not_signed(hostile: bytes) -> None:
    assert asyncio.run(verify_pdf(hostile, TRUSTED)) == PdfFinding(Verdict.NOT_SIGNED)


def test_pdfsig_finds_our_signature_valid_and_over_the_whole_file(paper: Certificate, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper.pdf)
    said = subprocess.run(["pdfsig", path], check=True, capture_output=True, text=True).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said


def test_pdfsig_finds_a_flipped_byte_too(paper: Certificate, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(flipped(paper.pdf, 20_000, 0))
    ended = subprocess.run(["pdfsig", path], check=False, capture_output=True, text=True)
    assert "Signature is Valid." not in ended.stdout


@pytest.mark.parametrize("which", ["paper", "long_paper"])
def test_a_signed_paper_is_still_for_the_archive_and_for_who_reads_by_ear(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    made: Certificate = request.getfixturevalue(which)
    for mark in (
        b"<pdfaid:part>3</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert mark in made.pdf
    path = tmp_path / "paper.pdf"
    path.write_bytes(made.pdf)
    assert pdfua.validate(str(path)).findings == ()
