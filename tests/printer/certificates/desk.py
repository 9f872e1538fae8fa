"""What the tests issue with: two keys that are the same in every run, papers, and ways to read them."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import PIL.Image
import pypdfium2
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from printer.certificates.forms import Form
from printer.certificates.issue import KOREA, Issuance
from printer.certificates.keys import TRIAL, IssuingKey
from printer.certificates.paths import Data

FORM = "resident_register_copy"
AT = datetime(2026, 11, 20, 10, 30, tzinfo=KOREA)
WATERMARK = "시험용 · 효력 없음"
FRAME = "DEMO"
SEAL_PLACE_MM = (163, 17, 193, 47)
"""Left, upper, right, lower of the code on the first page."""


@cache
def trial_key() -> IssuingKey:
    return key_of(7, f"소담 ({TRIAL})")


@cache
def official_key() -> IssuingKey:
    return key_of(8, "포천시")


def key_of(secret: int, organization: str, unit: str = "주민센터", authority: x509.Name | None = None) -> IssuingKey:
    """A key whose private half is this number: the same seal in every run."""
    private = ec.derive_private_key(secret, ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        ]
    )
    builder = x509.CertificateBuilder(authority or name, name, private.public_key(), serial_number=secret)
    builder = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2099, 1, 1, tzinfo=UTC)
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return IssuingKey(private, builder.add_extension(usage, critical=True).sign(private, hashes.SHA256()))


def issuance(**changes: Any) -> Issuance:
    said: dict[str, Any] = {
        "number": "시험-0000-0000-0001",
        "issued_at": AT,
        "issuer": "포천시 소담동장",
        "applicant": "김소담",
        "purpose": "금융기관 제출용",
        "submit_to": "소담은행 포천지점",
    }
    return Issuance(**(said | changes))


def official_issuance(**changes: Any) -> Issuance:
    return issuance(**({"number": "0000-0000-0001"} | changes))


def official(data: Data) -> Data:
    """The same data, said to be real."""
    return {**data, "demo": False}


def large_household(form: Form) -> Data:
    """30 members, 40 past addresses, and the longest texts that the form takes."""
    data = copy.deepcopy(form.sample)
    child = data["members"][2]
    data["members"] = [
        {**child, "name": ("이" + "새벽" * 15)[: 2 + index], "relation": "자녀의 배우자"} for index in range(29)
    ] + [{**child, "name": "이" * 30, "hanja": "李" * 30}]
    address = data["past_addresses"][0]
    data["past_addresses"] = [
        {**address, "text": (f"포천시 {index}번길 " + "소담마을 " * 40)[: 8 + 5 * index].strip()} for index in range(39)
    ] + [{**address, "text": "가" * 200}]
    return data


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def unsigned(pdf: bytes) -> bytes:
    """As it came from typesetting, before the signature was added behind it."""
    return pdf[: pdf.index(b"%%EOF") + len(b"%%EOF")]


def page_texts(pdf: bytes) -> list[str]:
    """The text layer, page by page."""
    with opened(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_layer(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def cropped(picture: PIL.Image.Image, place_mm: tuple[int, int, int, int], dpi: int) -> PIL.Image.Image:
    """What stands between these millimetres of a page: left, upper, right, lower."""
    left, upper, right, lower = (mm / 25.4 * dpi for mm in place_mm)
    return picture.crop((round(left), round(upper), round(right), round(lower)))


def pictures(pdf: bytes, dpi: int) -> list[PIL.Image.Image]:
    """Every page in grey, as a printer would see it."""
    with opened(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def attachments(pdf: bytes) -> dict[str, bytes]:
    with opened(pdf) as document:
        found = [document.get_attachment(index) for index in range(document.count_attachments())]
        return {each.get_name(): bytes(each.get_data()) for each in found}
