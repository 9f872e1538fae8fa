"""Somebody asks for codes in another's name, and types numbers: they get nowhere, and keep nobody out."""

import pytest
from sqlalchemy import select

from hub.sign_in import Entered, TooMany, Wrong, ask, enter
from hub.store.schema import SignIn
from tests.hub.office import Office
from tests.hub.signing_in import BROWSER, SODAMS, codes, other_than

STRANGERS = "the secret of a stranger's browser"
NOBODYS = "nobody@example.kr"


def lengths(office: Office) -> list[int]:
    return [len(code) for code in codes(office)]


def asked(office: Office) -> tuple[int, int]:
    """How many short and how many long codes were made, for whichever address."""
    rows = office.hub.store.read(lambda books: list(books.db.scalars(select(SignIn.browser_digest))))
    return len(rows) - rows.count(None), rows.count(None)


def flood(office: Office) -> None:
    """All the short codes that the address is sent in ten minutes, and a long one."""
    for _ in range(5):
        office.clock.passes(seconds=1)
        ask(office.hub, SODAMS, STRANGERS)


def test_wrong_numbers_in_a_strangers_browser_do_not_count_in_mine(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    (code,) = codes(office)
    office.clock.passes(seconds=1)
    ask(office.hub, SODAMS, STRANGERS)
    tries = [enter(office.hub, SODAMS, STRANGERS, "000000") for _ in range(6)]
    assert tries == [Wrong()] * 4 + [TooMany()] * 2
    assert [enter(office.hub, SODAMS, "never asked", other_than(code)) for _ in range(6)] == [Wrong()] * 6
    assert isinstance(enter(office.hub, SODAMS, BROWSER, code), Entered)


def test_my_number_opens_nothing_in_a_strangers_browser_and_is_not_used_up_there(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    (code,) = codes(office)
    for stranger in (STRANGERS, ""):
        assert enter(office.hub, SODAMS, stranger, code) == Wrong()
    assert isinstance(enter(office.hub, SODAMS, BROWSER, code), Entered)


def test_a_strangers_later_request_does_not_end_my_number(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    code = codes(office)[0]
    flood(office)
    assert isinstance(enter(office.hub, SODAMS, BROWSER, code), Entered)


def test_after_a_flood_of_requests_i_get_in_with_the_long_number_that_it_left_in_my_mail(office: Office) -> None:
    flood(office)
    assert lengths(office) == [6, 6, 6, 12]
    ask(office.hub, SODAMS, BROWSER)
    assert lengths(office) == [6, 6, 6, 12], "one that holds is there already"
    assert isinstance(enter(office.hub, SODAMS, BROWSER, codes(office)[-1]), Entered)


def test_a_long_number_cannot_be_used_up_by_typing_wrong_ones(office: Office) -> None:
    flood(office)
    long = codes(office)[-1]
    assert [enter(office.hub, SODAMS, STRANGERS, other_than(long)) for _ in range(10)] == [Wrong()] * 10
    assert isinstance(enter(office.hub, SODAMS, BROWSER, long), Entered)


def test_a_long_number_is_good_once_for_an_hour_and_for_its_address(office: Office) -> None:
    flood(office)
    first = codes(office)[-1]
    assert enter(office.hub, "gaon@example.kr", BROWSER, first) == Wrong()
    assert isinstance(enter(office.hub, SODAMS, BROWSER, first), Entered)
    assert enter(office.hub, SODAMS, BROWSER, first) == Wrong()
    ask(office.hub, SODAMS, BROWSER)
    second = codes(office)[-1]
    assert (len(second), lengths(office).count(12)) == (12, 2)
    office.clock.passes(hours=1, seconds=1)
    assert enter(office.hub, SODAMS, BROWSER, second) == Wrong()


@pytest.mark.parametrize("email", [SODAMS, NOBODYS])
def test_an_address_has_three_codes_in_ten_minutes_and_ten_a_day_and_then_a_long_one_an_hour(
    office: Office, email: str
) -> None:
    for _ in range(5):
        ask(office.hub, email, BROWSER)
    assert asked(office) == (3, 1)
    for _ in range(20):
        office.clock.passes(minutes=11)
        ask(office.hub, email, BROWSER)
    assert asked(office) == (10, 4)
    office.clock.passes(days=1)
    ask(office.hub, email, BROWSER)
    assert asked(office) == (11, 4)
    assert len(codes(office)) == (15 if email == SODAMS else 0)


def test_nobodys_address_has_no_long_number_either(office: Office) -> None:
    for _ in range(5):
        ask(office.hub, NOBODYS, BROWSER)
    assert enter(office.hub, NOBODYS, BROWSER, "0" * 12) == Wrong()


def test_however_long_a_stranger_goes_on_i_get_in_whenever_i_ask(office: Office) -> None:
    for _ in range(8):
        flood(office)
        before = len(codes(office))
        ask(office.hub, SODAMS, BROWSER)
        mine = codes(office)[before:] or [code for code in codes(office) if len(code) == 12]
        assert isinstance(enter(office.hub, SODAMS, BROWSER, mine[-1]), Entered)
        office.clock.passes(minutes=17)
