"""Codes and PINs: made, hashed, checked."""

import pytest

from locker.secret import hash_secret, matches, new_code


def test_a_code_is_six_digits_also_when_it_begins_with_zeros() -> None:
    codes = [new_code() for _ in range(2_000)]
    assert [code for code in codes if len(code) != 6 or not (code.isascii() and code.isdigit())] == []
    assert {code[0] for code in codes} == set("0123456789")


def test_the_same_secret_never_has_the_same_hash() -> None:
    assert hash_secret("482913") != hash_secret("482913")


def test_a_hash_does_not_show_its_secret() -> None:
    hashed = hash_secret("482913")
    assert "482913" not in hashed
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_only_the_secret_itself_matches() -> None:
    hashed = hash_secret("482913")
    assert [code for code in ("482913", "482914", "48291", "4829130", "") if matches(code, hashed)] == ["482913"]


WHOLE = hash_secret("482913")


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param("", id="empty"),
        pytest.param("482913", id="never hashed"),
        pytest.param(WHOLE[:-1], id="one character short"),
        pytest.param(WHOLE[:30], id="cut off"),
        pytest.param(WHOLE.replace("argon2id", "argon2xx"), id="unknown kind"),
        pytest.param(WHOLE.replace("m=19456", "m=0"), id="impossible memory"),
        pytest.param(WHOLE.replace("$", "한", 1), id="not ASCII"),
    ],
)
def test_a_damaged_hash_matches_nothing(damaged: str) -> None:
    assert not matches("482913", damaged)
