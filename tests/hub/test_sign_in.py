"""One-time codes, sessions, and what a browser must show to be believed."""

import pytest
from fastapi import Request
from sqlalchemy import select

from hub import guard
from hub.app import make_app
from hub.roles import Role, Who
from hub.sign_in import Entered, TooMany, Wrong, ask, enter, leave, who_is
from hub.store import people
from hub.store.schema import Session, SignIn
from hub.store.store import Books
from tests.hub.office import Office
from tests.hub.signing_in import BROWSER, SODAMS, codes, other_than, signed_in


def test_a_resident_signs_in_with_the_code_that_was_sent(office: Office) -> None:
    ask(office.hub, f"  {SODAMS.upper()} ", BROWSER)
    (code,) = codes(office)
    entered = enter(office.hub, SODAMS, BROWSER, code)
    assert isinstance(entered, Entered)
    assert who_is(office.hub, entered.secret) == Who("김소담", person="p1")


def test_staff_sign_in_with_their_role_and_a_resident_among_them_is_both(office: Office) -> None:
    assert who_is(office.hub, signed_in(office, "gaon@example.kr")) == office.volunteers[0]
    onnuri = office.staff("이온누리", Role.VOLUNTEER, "onnuri@example.kr")
    found = who_is(office.hub, signed_in(office, "onnuri@example.kr"))
    assert found == Who("이온누리", person="p2", staff=onnuri.staff, role=Role.VOLUNTEER)


def test_a_code_is_good_once(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    (code,) = codes(office)
    assert isinstance(enter(office.hub, SODAMS, BROWSER, code), Entered)
    assert enter(office.hub, SODAMS, BROWSER, code) == Wrong()


def test_a_code_is_good_for_ten_minutes(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    office.clock.passes(minutes=10, seconds=1)
    assert enter(office.hub, SODAMS, BROWSER, codes(office)[0]) == Wrong()


def test_only_the_newest_code_counts(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    office.clock.passes(seconds=1)
    ask(office.hub, SODAMS, BROWSER)
    first, second = codes(office)
    if first != second:
        assert enter(office.hub, SODAMS, BROWSER, first) == Wrong()
    assert isinstance(enter(office.hub, SODAMS, BROWSER, second), Entered)


def test_the_fifth_wrong_try_ends_the_code(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    (code,) = codes(office)
    tries = [enter(office.hub, SODAMS, BROWSER, other_than(code)) for _ in range(5)]
    assert tries == [Wrong()] * 4 + [TooMany()]
    assert enter(office.hub, SODAMS, BROWSER, code) == TooMany()


def test_somebody_elses_code_is_wrong(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    ask(office.hub, "onnuri@example.kr", BROWSER)
    code = codes(office)[0]
    if len(set(codes(office))) == 2:
        assert enter(office.hub, "hanul@example.kr", BROWSER, code) == Wrong()


def test_an_unknown_address_gets_the_same_answers_and_no_mail(office: Office) -> None:
    ask(office.hub, "nobody@example.kr", BROWSER)
    assert codes(office) == []
    tries = [enter(office.hub, "nobody@example.kr", BROWSER, "123456") for _ in range(6)]
    assert tries == [Wrong()] * 4 + [TooMany()] * 2


def test_codes_and_sessions_are_kept_as_hashes(office: Office) -> None:
    secret = signed_in(office)
    code = codes(office)[0]

    def rows(books: Books) -> str:
        found: list[Session | SignIn] = [*books.db.scalars(select(Session)), *books.db.scalars(select(SignIn))]
        return str([vars(row) for row in found])

    kept = office.hub.store.read(rows)
    assert [each for each in (secret, code, SODAMS, BROWSER) if each in kept] == []


def test_a_session_ends_when_its_time_is_over(office: Office) -> None:
    residents, staffs = signed_in(office), signed_in(office, "gaon@example.kr")
    office.clock.passes(hours=12, seconds=1)
    assert who_is(office.hub, staffs) is None
    assert who_is(office.hub, residents) is not None
    office.clock.passes(days=14)
    assert who_is(office.hub, residents) is None


def test_signing_out_ends_the_session_itself(office: Office) -> None:
    secret = signed_in(office)
    leave(office.hub, secret)
    assert who_is(office.hub, secret) is None


def test_whoever_leaves_the_staff_is_out_at_once(office: Office) -> None:
    secret = signed_in(office, "gaon@example.kr")
    office.hub.store.write(people.remove, "김가온")
    assert who_is(office.hub, secret) is None
    ask(office.hub, "gaon@example.kr", BROWSER)
    assert len(codes(office)) == 1


@pytest.mark.parametrize("secret", ["", "x", "가", "\x00"])
def test_a_made_up_cookie_is_nobodys(office: Office, secret: str) -> None:
    assert who_is(office.hub, secret) is None


def request(office: Office, **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "app": make_app(office.hub), "method": "POST", "path": "/", "headers": raw})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin", "origin": "http://127.0.0.1:8000"},
        {"sec_fetch_site": "none"},
        {"origin": "http://127.0.0.1:8000"},
    ],
)
def test_our_own_pages_are_believed(office: Office, headers: dict[str, str]) -> None:
    guard.check_same_site(request(office, **headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "null"},
        {"sec_fetch_site": "same-origin", "origin": "https://elsewhere.example"},
    ],
)
def test_other_sites_pages_are_not(office: Office, headers: dict[str, str]) -> None:
    with pytest.raises(guard.CrossSite):
        guard.check_same_site(request(office, **headers))


def test_a_form_must_carry_its_own_browsers_token(office: Office) -> None:
    first, second = (request(office, cookie=f"sodam={signed_in(office)}") for _ in range(2))
    assert guard.signed_in(first).person == "p1"
    guard.check_csrf(first, guard.csrf_token(first))
    for token in ("", "x", "가", guard.csrf_token(second)):
        with pytest.raises(guard.CrossSite):
            guard.check_csrf(first, token)
    nobodys = request(office)
    with pytest.raises(guard.CrossSite):
        guard.check_csrf(nobodys, guard.csrf_token(nobodys))
    with pytest.raises(guard.NotSignedIn):
        guard.signed_in(nobodys)
