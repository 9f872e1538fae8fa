"""What other sites, old pages and programs send is refused, and nothing of it is done."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.guard import cookie_name
from tests.hub.office import FORM, Office
from tests.hub.pages.browser import OFFICER, OWN, SODAM, Browser, a_browser, mailed_code

OTHER_SITES: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    OWN | {"Sec-Fetch-Site": "cross-site"},
    OWN | {"Sec-Fetch-Site": "same-site"},
    OWN | {"Origin": "https://127.0.0.1:8000"},
)


@pytest.mark.parametrize("headers", OTHER_SITES)
async def test_a_form_of_another_site_is_refused_even_with_the_right_token(
    office: Office, headers: dict[str, str]
) -> None:
    application = office.apply()
    async with a_browser(office, OFFICER) as browser:
        await browser.get("/office")
        page = await browser.post(f"/office/{application}/approve", [("csrf", browser.csrf())], headers)
        assert (browser.status, page.h1) == (403, "보내지 못했습니다")
    assert office.state(application) == "submitted"


async def test_a_form_without_its_token_or_with_another_ones_is_refused(office: Office) -> None:
    application = office.apply()
    async with a_browser(office, OFFICER) as browser, a_browser(office, SODAM) as other:
        await browser.get("/office")
        await other.get("/applications")
        right = browser.csrf()
        for fields in ([], [("csrf", "")], [("csrf", other.csrf())], [("csrf", right[:-1])], [("csrf", "가")]):
            page = await browser.post(f"/office/{application}/approve", fields)
            assert (browser.status, page.h1) == (403, "보내지 못했습니다")
    assert office.state(application) == "submitted"


async def test_nobody_is_signed_in_by_another_site(office: Office) -> None:
    async with a_browser(office) as browser:
        for headers in OTHER_SITES:
            for path in ("/sign-in", "/sign-in/code", "/language"):
                await browser.post(path, [("email", SODAM), ("code", "000000"), ("language", "en")], headers)
                assert browser.status == 403
        assert mailed_code(office) == ""
        assert dict(browser.client.cookies) == {}


async def test_a_forged_cookie_is_nobodys(office: Office) -> None:
    for value in ("x", "0" * 43, "'; DROP TABLE sessions; --", "%00"):
        async with a_browser(office) as browser:
            browser.client.cookies.set(cookie_name(office.hub), value, domain="127.0.0.1")
            await browser.get("/applications")
            assert browser.path == "/sign-in"


async def test_a_body_that_is_too_long_or_of_unknown_length_is_not_read(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get("/applications")
        await browser.post(f"/applications/new/{FORM}", [("csrf", browser.csrf()), ("purpose", "x" * 70_000)])
        assert browser.status == 413

        async def endless() -> AsyncIterator[bytes]:
            yield b"csrf=x"

        answer = await browser.client.post("/sign-in", content=endless(), headers=OWN)
        assert answer.status_code == 411


async def test_what_is_no_form_is_refused_in_plain_words(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get("/applications")
        csrf = browser.csrf()
        answer = await browser.client.post(
            f"/applications/new/{FORM}", data={"csrf": csrf}, files={"way": ("a.txt", b"x")}, headers=OWN
        )
        assert answer.status_code == 422
        assert "보내신 내용을 읽을 수 없습니다" in answer.text
        for wrong in ([("step", "hack")], [("csrf", csrf)] * 2 + [("step", "")]):
            await browser.post(f"/applications/new/{FORM}", [("csrf", csrf), *wrong])
            assert browser.status == 422


async def test_an_address_or_method_that_does_not_exist_is_a_page_in_plain_words(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        for method, path, status in (
            ("GET", "/wp-login.php", 404),
            ("GET", "/static/..%2fpage.py", 404),
            ("GET", "/static/nothing.css", 404),
            ("DELETE", "/applications", 405),
            ("GET", "/sign-out", 405),
        ):
            answer = await browser.client.request(method, path)
            assert answer.status_code == status, path
            assert "처음 화면으로" in answer.text


async def test_programs_get_answers_for_programs(office: Office) -> None:
    async with a_browser(office) as browser:
        for method, path, status in (("GET", "/kiosk/v1/nothing", 404), ("POST", "/kiosk/v1/enrolment", 422)):
            answer = await browser.client.request(method, path)
            assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
        assert (await browser.client.get("/health")).headers["content-type"] == "application/json"


async def test_a_fault_of_ours_is_a_page_in_plain_words_and_tells_nothing(office: Office, tmp_path: Path) -> None:
    async with a_browser(office, SODAM, breaks=True) as browser:
        await browser.get("/applications")
        office.hub.store.close()
        breaks(tmp_path)
        page = await browser.get("/applications")
        assert (browser.status, page.h1) == (500, "저희 쪽에 문제가 생겼습니다")
        assert "sql" not in browser.answer.text.lower()
        assert "김소담" not in browser.answer.text


def breaks(folder: Path) -> None:
    """The hub's database is not one any more."""
    for file in folder.glob("hub.db*"):
        file.write_bytes(b"broken")


async def test_pages_are_for_nobody_else(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        for path in ("/applications", "/nothing", "/office", "/sign-in"):
            headers = (await browser.client.get(path)).headers
            assert headers["cache-control"] == "no-store"
            assert headers["x-robots-tag"] == "noindex, nofollow"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
            assert policy["default-src"] == "'none'"
            assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
            assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
            assert (await browser.client.head(path)).headers["cache-control"] == "no-store"
        assert (await browser.client.get("/robots.txt")).text == "User-agent: *\nDisallow: /\n"


async def test_what_holds_nothing_personal_is_kept_by_browsers(office: Office) -> None:
    async with a_browser(office) as browser:
        page = await browser.get("/sign-in")
        assets = [link.attrs["href"] for link in page.root.all("link")] + [page.root.all("script")[0].attrs["src"]]
        kinds = []
        for path in assets:
            answer = await browser.client.get(path)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
            kinds.append(answer.headers["content-type"].partition(";")[0])
        assert kinds == ["text/css", "image/svg+xml", "text/javascript"]


async def test_the_log_names_nobody(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_browser(office, SODAM) as browser:
        await visits(browser, office)
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    for secret in ("김소담", SODAM, "880101", browser.csrf()):
        assert secret not in told


async def visits(browser: Browser, office: Office) -> None:
    application, _ = office.fetched()
    for path in ("/applications", f"/applications/{application}", f"/applications/new/{FORM}"):
        await browser.get(path)
