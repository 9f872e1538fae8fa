from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from drivers.cardreader.pcsc.channel import CardFailed
from drivers.cardreader.pcsc.piv.trust import check_certificate, load_authorities
from tests.drivers.cardreader.pcsc.cards import AUTHORITY, CARD_ID, NOW, trust


def accepts(der: bytes) -> bool:
    try:
        check_certificate(der, trust())
    except CardFailed:
        return False
    return True


@pytest.mark.filterwarnings("ignore")  # cryptography warns of some of what stands there
def test_a_certificate_with_any_byte_changed_is_refused_and_raises_nothing_else() -> None:
    der = AUTHORITY.issue(CARD_ID).certificate.public_bytes(Encoding.DER)
    # Unused bits of the last byte: the encoding of a bit string may differ, what it means does not.
    unused_bits = der.rindex(b"\x03", 0, len(der) - 64) + 2
    changed = [
        (at, der[:at] + bytes([value]) + der[at + 1 :])
        for at in range(len(der))
        for value in (0x00, 0x30, 0x7F, 0xFF, der[at] ^ 0x01)
        if value != der[at] and at != unused_bits
    ]

    assert accepts(der)
    assert [at for at, spoiled in changed if accepts(spoiled)] == []


def test_authorities_are_all_certificates_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "authorities.pem"
    path.write_bytes(AUTHORITY.pem + AUTHORITY.pem)

    assert load_authorities(path) == [AUTHORITY.certificate] * 2


def test_a_file_without_a_certificate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "authorities.pem"
    path.write_bytes(b"")

    with pytest.raises(ValueError, match="PEM"):
        load_authorities(path)


def test_an_authority_with_another_key_than_p256_is_refused(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "P-384")])
    authority = (
        x509.CertificateBuilder()
        .issuer_name(name)
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW)
        .sign(key, SHA256())
    )
    path = tmp_path / "authorities.pem"
    path.write_bytes(authority.public_bytes(Encoding.PEM))

    with pytest.raises(ValueError, match="CN=P-384 has no P-256 key"):
        load_authorities(path)
