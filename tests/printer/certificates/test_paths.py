"""A path names places in data; what it leaves out is gone from a copy."""

from typing import Any

import pytest

from printer.certificates.paths import is_path, texts, values, without

HOUSE: dict[str, Any] = {
    "head": {"name": "김소담"},
    "members": [
        {"self": True, "name": "김소담", "rrn": "880101-*******"},
        {"name": "이새벽", "rrn": "200303-*******"},
    ],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("head.name", ["김소담"]),
        ("members[].name", ["김소담", "이새벽"]),
        ("members[!self].name", ["이새벽"]),
        ("members", [HOUSE["members"]]),
        ("members[].hanja", []),
        ("head.hanja", []),
        ("nobody[].name", []),
    ],
)
def test_a_path_finds_everything_that_it_names(path: str, found: list[object]) -> None:
    assert values(HOUSE, path) == found


def test_what_is_left_out_is_gone_and_the_rest_stays() -> None:
    rest = without(HOUSE, ["members[!self].name", "head"])
    assert rest == {"members": [HOUSE["members"][0], {"rrn": "200303-*******"}]}


def test_the_data_that_is_copied_stays_whole() -> None:
    before = repr(HOUSE)
    without(HOUSE, ["members[].name", "members"])
    assert repr(HOUSE) == before


@pytest.mark.parametrize("path", ["", "members[0].name", "members[].", ".name", "Members", "members[!].name", "a b"])
def test_what_is_no_path_is_seen(path: str) -> None:
    assert not is_path(path)


def test_every_text_is_found_with_its_place() -> None:
    assert list(texts(HOUSE)) == [
        ("head.name", "김소담"),
        ("members[0].name", "김소담"),
        ("members[0].rrn", "880101-*******"),
        ("members[1].name", "이새벽"),
        ("members[1].rrn", "200303-*******"),
    ]
