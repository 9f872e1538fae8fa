"""Whether a file, or the code on a printed sheet, is ours and unchanged. Plain Python, no network.

Knows signatures and which certificates are trusted: those of the issuing keys themselves, not of what they hang from.
Does not know whether a paper was taken back later: its office does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from printer.certificates.keys import is_demo, key_id, public_key, was_good
from printer.certificates.seal import Seal, parse_seal

_SIGNED_ONCE = re.compile(rb"/ByteRange|/SigFlags|/Type */Sig\b|/FT */Sig\b|/DocMDP")
"""What a signature leaves in a file: one flipped byte does not make it look as if there had been none."""


class Verdict(Enum):
    """What can be said about a file or a seal: one of these, whatever the bytes are."""

    GENUINE = "genuine"
    """Signed by a trusted key and unchanged since. Made with a key for trials, it has no effect all the same."""
    ALTERED = "altered"
    """It bears a signature that does not fit what it says."""
    UNKNOWN_ISSUER = "unknown_issuer"
    """Signed by somebody who is not trusted here, or was not when it was signed; nothing more can be said."""
    NOT_SIGNED = "not_signed"
    """No signature or no seal of ours at all."""


@dataclass(frozen=True)
class PdfFinding:
    """The verdict on a file, and only if it is GENUINE, what goes with it."""

    verdict: Verdict
    signer: str | None = None
    """The subject of the certificate."""
    signed_at: datetime | None = None
    """As the signer's clock had it."""
    demo: bool | None = None
    """Made with a key for trials, so that the paper has no effect."""


@dataclass(frozen=True)
class SealFinding:
    """The verdict on a seal, and only if it is GENUINE, what goes with it."""

    verdict: Verdict
    seal: Seal | None = None
    """What it says, to be compared with what the paper says."""
    demo: bool | None = None
    """Made with a key for trials, so that the paper has no effect."""


async def verify_pdf(pdf: bytes, trusted: Sequence[x509.Certificate]) -> PdfFinding:
    """Check a file against the certificates of the issuing keys that are trusted. Total.

    A file with anything added after our signature is ALTERED, even where PDF readers allow it.
    """
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    except Exception:  # noqa: BLE001 (hostile file: whatever its reader stumbles over is the answer)
        return PdfFinding(_unreadable(pdf))
    if not signatures:
        return PdfFinding(_unreadable(pdf))
    try:
        return await _judge(pdf, signatures, trusted)
    except Exception:  # noqa: BLE001 (the same)
        return PdfFinding(Verdict.ALTERED)


def verify_seal(text: str, trusted: Sequence[x509.Certificate]) -> SealFinding:
    """Check the text of the code on a sheet against the same certificates. Total."""
    signed = parse_seal(text)
    if signed is None:
        return SealFinding(Verdict.NOT_SIGNED)
    certificate = next((each for each in trusted if key_id(each) == signed.key_id), None)
    if certificate is None:
        return SealFinding(Verdict.UNKNOWN_ISSUER)
    if not signed.fits(public_key(certificate)):
        return SealFinding(Verdict.ALTERED)
    seal = signed.claims()
    if seal is None:
        return SealFinding(Verdict.NOT_SIGNED)
    if not was_good(certificate, seal.issued_at):
        return SealFinding(Verdict.UNKNOWN_ISSUER)
    return SealFinding(Verdict.GENUINE, seal, is_demo(certificate))


async def _judge(
    pdf: bytes, signatures: Sequence[EmbeddedPdfSignature], trusted: Sequence[x509.Certificate]
) -> PdfFinding:
    """The last signature is the one to judge: it must be over the whole file, what stood there before included."""
    last = signatures[-1]
    anchors = [
        anchor
        for certificate in trusted
        for anchor in load_certs_from_pemder_data(certificate.public_bytes(Encoding.DER))
    ]
    context = ValidationContext(trust_roots=list(anchors), moment=last.self_reported_timestamp)
    status = await async_validate_pdf_signature(last, signer_validation_context=context)
    if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        return PdfFinding(Verdict.ALTERED)
    certificate = x509.load_der_x509_certificate(last.signer_cert.dump())
    signed_at = last.self_reported_timestamp
    if certificate not in trusted or signed_at is None or not was_good(certificate, signed_at):
        return PdfFinding(Verdict.UNKNOWN_ISSUER)
    if len(signatures) > 1 or not status.bottom_line or not _is_plain(pdf, last):
        return PdfFinding(Verdict.ALTERED)
    return PdfFinding(Verdict.GENUINE, certificate.subject.rfc4514_string(), signed_at, is_demo(certificate))


def _is_plain(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the place of the signature holds it as we write it, and zeros: no digest covers that place."""
    _, before, after, _ = (int(part) for part in signature.byte_range)
    der = signature.pkcs7_content
    der = der[: 4 + int.from_bytes(der[2:4], "big")]  # 30 82, two bytes of length: it has some 1,000 bytes
    return pdf[before:after] == b"<" + der.hex().upper().encode().ljust(after - before - len("<>"), b"0") + b">"


def _unreadable(pdf: bytes) -> Verdict:
    return Verdict.ALTERED if _SIGNED_ONCE.search(pdf) else Verdict.NOT_SIGNED
