"""In by a number that is sent by mail, the same words for everybody, and out again."""

from dataclasses import replace

from hub.slow_lane import SlowLane
from tests.hub.office import FORM, Office
from tests.hub.pages.browser import OFFICER, OWN, SODAM, VOLUNTEER, Browser, a_browser, mailed_code
from tests.hub.signing_in import codes

APPLY = f"/applications/new/{FORM}"


async def signs_in(browser: Browser, office: Office, email: str) -> None:
    await browser.send("/sign-in", email=email)
    await browser.send("/sign-in/code", code=mailed_code(office))


async def test_a_resident_signs_in_with_the_number_from_their_mail(office: Office) -> None:
    async with a_browser(office) as browser:
        await browser.get("/")
        assert browser.path == "/sign-in"
        await browser.send("/sign-in", email=f"  {SODAM.upper()} ")
        code = mailed_code(office)
        await browser.send("/sign-in/code", code=f"{code[:3]} {code[3:]}")
        assert (browser.status, browser.path) == (200, "/applications")
        assert "김소담님" in browser.page.text


async def test_staff_begin_at_their_work(office: Office) -> None:
    for email, first in ((OFFICER, "/office"), (VOLUNTEER, "/volunteer")):
        async with a_browser(office, email) as browser:
            await browser.get("/")
            assert browser.path == first


async def test_nobody_learns_which_addresses_are_known(office: Office) -> None:
    answers = []
    for email in (SODAM, "nobody@example.kr"):
        async with a_browser(office) as browser:
            await browser.get("/sign-in")
            page = await browser.send("/sign-in", email=email)
            sent = page.main.text().replace(email, "*")
            await browser.send("/sign-in/code", code="000000")
            answers.append((sent, browser.page.main.text().replace(email, "*"), browser.status))
    assert answers[0] == answers[1]


async def test_what_is_no_address_is_said_beside_the_field_and_stays_there(office: Office) -> None:
    async with a_browser(office) as browser:
        await browser.get("/sign-in")
        page = await browser.send("/sign-in", email='소담"><script>')
        assert browser.status == 422
        assert "이름@주소" in page.problem("email")
        assert dict(page.form("/sign-in").fields)["email"] == '소담"><script>'
        assert "<script>" not in browser.answer.text.split("<main")[1]


async def test_a_wrong_number_says_what_to_do_and_too_many_end_it(office: Office) -> None:
    async with a_browser(office) as browser:
        await browser.get("/sign-in")
        await browser.send("/sign-in", email=SODAM)
        code = mailed_code(office)
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        said = [(await browser.send("/sign-in/code", code=wrong)).problem("code") for _ in range(5)]
        assert "10분" in said[0]
        assert "새 번호를 받아" in said[-1]
        page = await browser.send("/sign-in/code", code=code)
        assert "새 번호를 받아" in page.problem("code")
        assert (await browser.send("/sign-in/code", code="12")).problem("code").startswith("받으신 번호의 숫자를 모두")


async def test_a_number_holds_in_the_browser_that_asked_for_it_whatever_a_stranger_does(office: Office) -> None:
    async with a_browser(office) as browser, a_browser(office) as stranger:
        for each in (browser, stranger):
            await each.get("/sign-in")
        await browser.send("/sign-in", email=SODAM)
        code = mailed_code(office)
        for _ in range(4):
            await stranger.send("/sign-in", email=SODAM)
        assert "요청한 시각" in (await stranger.send("/sign-in/code", code=code)).problem("code")
        for _ in range(5):
            await stranger.send("/sign-in/code", code="000000")
        await browser.send("/sign-in/code", code=code)
        assert browser.path == "/applications"


async def test_whoever_was_mailed_a_long_number_gets_in_with_it(office: Office) -> None:
    async with a_browser(office) as browser, a_browser(office) as stranger:
        await stranger.get("/sign-in")
        for _ in range(4):
            office.clock.passes(seconds=1)
            await stranger.send("/sign-in", email=SODAM)
        await browser.get("/sign-in")
        await browser.send("/sign-in", email=SODAM)
        code = mailed_code(office)
        assert len(code) == len("1234 5678 9012")
        await browser.send("/sign-in/code", code=code)
        assert browser.path == "/applications"


async def test_what_the_page_says_is_true_too_when_no_new_number_is_sent(office: Office) -> None:
    said = []
    async with a_browser(office) as browser:
        for _ in range(5):
            await browser.get("/sign-in")
            said.append((await browser.send("/sign-in", email=SODAM)).main.text())
    assert len(codes(office)) == 4
    assert len(set(said)) == 1
    assert "번호를 보냈습니다" not in said[0]
    assert "한 시간 안에 받은 메일의 긴 번호를 적어 주세요" in said[0]


async def test_who_comes_while_too_many_sign_in_is_asked_to_come_back(office: Office) -> None:
    office.hub = replace(office.hub, slow_lane=SlowLane(at_once=1, most_waiting=0))
    async with a_browser(office) as browser:
        await browser.get("/sign-in")
        with office.hub.slow_lane.turn():
            page = await browser.send("/sign-in", email=SODAM)
            assert (browser.status, page.h1) == (429, "지금 로그인하는 분이 많습니다")
            assert page.problems == []
            assert int(browser.answer.headers["Retry-After"]) > 0
        assert codes(office) == []
        await browser.get("/sign-in")
        await browser.send("/sign-in", email=SODAM)
        code = mailed_code(office)
        code_page = browser.last
        with office.hub.slow_lane.turn():
            await browser.send("/sign-in/code", code=code)
            assert browser.status == 429
        browser.last = code_page
        await browser.send("/sign-in/code", code=code)
        assert browser.path == "/applications"


async def test_after_the_sign_in_the_page_that_was_asked_for_comes(office: Office) -> None:
    application = office.apply()
    async with a_browser(office) as browser:
        await browser.get(f"/applications/{application}")
        assert browser.path == "/sign-in"
        await signs_in(browser, office, SODAM)
        assert browser.path == f"/applications/{application}"


async def test_a_link_to_the_sign_in_never_leads_to_another_site(office: Office) -> None:
    for then in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/\tx", "evil"):
        async with a_browser(office) as browser:
            await browser.get("/sign-in")
            await browser.send("/sign-in", email=SODAM, then=then)
            await browser.send("/sign-in/code", code=mailed_code(office), then=then)
            assert str(browser.answer.url) == "http://127.0.0.1:8000/applications"
        office.clock.passes(minutes=11)


async def test_what_was_typed_survives_the_end_of_the_sign_in(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get(APPLY)
        office.clock.passes(days=15)
        page = await browser.send(APPLY, other_purpose="손주 학교", way="door", option=["relation", "past_addr"])
        assert (browser.status, page.h1) == (401, "로그인")
        assert "적으신 내용은 그대로" in page.text
        await signs_in(browser, office, SODAM)
        assert browser.page.h1 == "이어서 하기"
        page = await browser.send(APPLY)
        assert page.h1 == "이대로 신청할까요?"
        assert "손주 학교" in page.main.text()
        assert "과거 주소" in page.main.text()


async def test_what_was_kept_is_not_believed(office: Office) -> None:
    for kept in ("{", "[1]", '[["csrf", "x"]]', '[["a"]]', "[" * 9000, '{"a": 1}', '[["<b>", "</form><script>"]]'):
        async with a_browser(office) as browser:
            await browser.get("/sign-in")
            await browser.send("/sign-in", email=SODAM, kept=kept)
            await browser.send("/sign-in/code", code=mailed_code(office), kept=kept)
            assert browser.status == 200
            assert browser.page.problems == []
            assert "<b>" not in browser.answer.text
        office.clock.passes(hours=3)


async def test_signing_out_ends_the_session_wherever_its_cookie_still_is(office: Office) -> None:
    async with a_browser(office, SODAM) as browser, a_browser(office) as thief:
        await browser.get("/applications")
        thief.client.cookies = browser.client.cookies
        stolen = dict(browser.client.cookies)
        await browser.send("/sign-out")
        assert browser.path == "/sign-in"
        for name, value in stolen.items():
            thief.client.cookies.set(name, value, domain="127.0.0.1")
        await thief.get("/applications")
        assert thief.path == "/sign-in"


async def test_the_cookies_are_kept_from_scripts_and_from_other_sites(office: Office) -> None:
    async with a_browser(office) as browser:
        await browser.get("/sign-in")
        await browser.send("/sign-in", email=SODAM)
        asked = browser.answer.headers["set-cookie"].split("; ")
        assert {"HttpOnly", "SameSite=lax", "Max-Age=600"} <= set(asked)
        browser.client.follow_redirects = False
        fields = {"email": SODAM, "code": mailed_code(office)}
        answer = await browser.client.post("/sign-in/code", data=fields, headers=OWN)
        assert answer.status_code == 303
        assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
