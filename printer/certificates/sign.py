"""The signature of the file: PAdES baseline B-B (ETSI EN 319 142-1) with the issuing key.

Knows PDF signatures. No timestamp and no revocation data: a paper must come out while the line is down; both can be
added to the signed file later. Does not know what the file says.
"""

from io import BytesIO

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, async_sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from printer.certificates.keys import TRIAL, IssuingKey

FIELD = "Sodam"
"""The name of the signature field."""
_ROOM = 16_384
"""Hexadecimal digits: a signature with some five certificates. Without it pyhanko signs twice to find out."""


async def sign(pdf: bytes, key: IssuingKey) -> bytes:
    """The file with a signature over all of it, by whose rules nothing may be changed any more.

    It stays what it was (PDF/A, PDF/UA): the signature cannot be seen on the page, and the seal is what the paper has.
    """
    pem = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in (key.certificate, *key.chain))
    certificate, *others = load_certs_from_pemder_data(pem)
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # (it is, inside pyhanko)
    chain.register_multiple(others)
    signer = SimpleSigner(
        certificate, load_private_key_from_pemder_data(private, passphrase=None), chain, embed_roots=False
    )
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=f"{TRIAL} · 효력 없음" if key.is_demo else None,
    )
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    await async_sign_pdf(writer, meta, signer, bytes_reserved=_ROOM, output=out)
    return out.getvalue()
