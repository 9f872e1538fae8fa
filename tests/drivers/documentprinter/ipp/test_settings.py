import pytest

from tests.drivers.documentprinter.memory import settings


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("ipp://printer/ipp/print", "http://printer:631/ipp/print"),
        ("ipps://printer:8631/ipp/print", "https://printer:8631/ipp/print"),
        ("ipp://[fe80::1]/ipp", "http://[fe80::1]:631/ipp"),
        ("ipp://10.0.0.5", "http://10.0.0.5:631/"),
    ],
)
def test_an_address_is_reached_where_the_rfc_says(address: str, url: str) -> None:
    assert settings(address).url == url


@pytest.mark.parametrize(
    "address",
    [
        "http://printer/ipp",
        "printer",
        "ipp://",
        "ipp:///x",
        "ipp://printer:0/x",
        "ipp://printer:99999/x",
        "ipp://me@printer/x",
        "ipp://printer/x?y",
    ],
)
def test_what_is_no_address_of_a_printer_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        settings(address)
