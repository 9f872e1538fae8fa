"""An issuing key says itself whether it is for trials, and nobody but its owner can read it."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from printer.certificates.errors import KeyUnfit
from printer.certificates.keys import TRIAL, IssuingKey, key_id, make_demo_key
from tests.printer.certificates.desk import key_of, official_key, trial_key

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def pem_of(private: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def written(path: Path, content: bytes) -> Path:
    path.touch(0o600)
    path.write_bytes(content)
    return path


def test_a_key_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    key = make_demo_key(NOW)
    key.save(tmp_path / "key.pem")
    loaded = IssuingKey.load(tmp_path / "key.pem")
    assert (loaded.certificate, loaded.chain) == (key.certificate, key.chain)
    assert loaded.private.private_numbers() == key.private.private_numbers()


def test_a_saved_key_is_readable_by_its_owner_only_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    make_demo_key(NOW).save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        make_demo_key(NOW).save(path)
    assert path.read_bytes() == before


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    make_demo_key(NOW).save(path)
    path.chmod(0o640)
    with pytest.raises(KeyUnfit, match="chmod 600"):
        IssuingKey.load(path)


def test_a_demo_key_says_so_in_every_one_of_its_certificates() -> None:
    key = make_demo_key(NOW)
    assert key.is_demo
    for certificate in (key.certificate, *key.chain):
        assert TRIAL in certificate.subject.rfc4514_string()


def test_a_demo_key_hangs_from_a_root_of_its_own() -> None:
    key = make_demo_key(NOW)
    [root] = key.chain
    key.certificate.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert make_demo_key(NOW).id != key.id


@pytest.mark.parametrize(
    ("organization", "unit", "demo"),
    [
        ("포천시", "소담동", False),
        ("소담 (시험용)", "소담동", True),
        ("포천시", "시험용 발급", True),
    ],
)
def test_what_a_key_is_for_stands_in_its_subject(organization: str, unit: str, *, demo: bool) -> None:
    assert key_of(9, organization, unit).is_demo is demo


def test_a_key_under_an_authority_for_trials_is_for_trials() -> None:
    assert not official_key().is_demo
    assert key_of(9, "포천시", authority=trial_key().certificate.subject).is_demo


def test_a_key_is_not_shown_in_a_log() -> None:
    assert "private" not in repr(make_demo_key(NOW))


def test_a_file_that_is_not_a_key_is_refused(tmp_path: Path) -> None:
    certificate = official_key().certificate.public_bytes(Encoding.PEM)
    contents = {
        "nothing": b"",
        "noise": b"\x00\xff" * 50,
        "no certificate": pem_of(official_key().private),
        "no key": certificate,
        "another curve": pem_of(ec.derive_private_key(1, ec.SECP384R1())) + certificate,
        "another algorithm": pem_of(ed25519.Ed25519PrivateKey.generate()) + certificate,
        "another's certificate": pem_of(trial_key().private) + certificate,
    }
    for name, content in contents.items():
        path = written(tmp_path / name, content)
        with pytest.raises(KeyUnfit) as unfit:
            IssuingKey.load(path)
        assert unfit.value.path == path


def test_a_key_is_named_by_its_public_half() -> None:
    assert official_key().id == key_id(official_key().certificate)
    assert official_key().id != trial_key().id
    assert len(official_key().id) == 8
