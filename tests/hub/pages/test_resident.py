"""A resident applies, sees how it stands, shows the code, and reads out the digits."""

from datetime import timedelta

import pytest
from zxingcpp import read_barcode

from hub.store import applications, deliveries
from link.signed_code import Right, SignedCode, key_id, read
from link.way import Way
from tests.hub.office import FORM, Office
from tests.hub.pages.browser import SODAM, VOLUNTEER, Browser, a_browser
from tests.hub.pages.html import Page
from tests.hub.pages.svg import picture_of

APPLY = f"/applications/new/{FORM}"


async def applies(browser: Browser, **typed: str | list[str]) -> Page:
    await browser.get("/applications/new")
    await browser.send(APPLY, **typed)
    return await browser.send(APPLY, step="send")


async def test_a_resident_applies_and_sees_what_happens_next(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get("/applications/new")
        assert browser.path == APPLY
        page = await browser.send(APPLY, purpose="3", way="locker", option=["relation"])
        assert page.h1 == "이대로 신청할까요?"
        assert "아직 신청되지 않았습니다" in page.text
        assert "복지 신청용" in page.main.text()
        page = await browser.send(APPLY, step="send")
        assert browser.path.startswith("/applications/")
        assert "신청되었습니다" in page.text
        for shown in (
            "승인 기다리는 중",
            "담당자가 보고 있습니다",
            "복지 신청용",
            "보관함에서 찾기",
            "세대주와의 관계",
        ):
            assert shown in page.main.text()


async def test_tapping_twice_is_one_application(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get(APPLY)
        await browser.send(APPLY, purpose="0", way="kiosk")
        fields = [*browser.page.form(APPLY).fields, ("step", "send")]
        await browser.post(APPLY, fields)
        first = browser.path
        await browser.post(APPLY, fields)
        assert browser.path == first
        page = await browser.get("/applications")
        assert [link for link in page.links() if link.startswith("/applications/") and link != "/applications/new"] == [
            first
        ]


async def test_what_is_missing_is_said_beside_each_field_and_nothing_is_lost(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get(APPLY)
        page = await browser.send(APPLY, option=["past_addr"])
        assert browser.status == 422
        assert page.problem("purpose").startswith("쓰실 곳을")
        assert page.problem("way").startswith("받는 방법을")
        assert [value for name, value in page.form(APPLY).fields if name == "option"] == ["past_addr"]


async def test_a_purpose_that_is_written_is_printed_instead_of_the_one_that_was_chosen(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        page = await applies(browser, purpose="0", other_purpose="  경로당 총회  ", way="kiosk")
        assert "경로당 총회" in page.main.text()
        assert "본인 확인용" not in page.main.text()


@pytest.mark.parametrize("written", ["가" * 31, "한 줄\n두 줄", "\u202e거꾸로"])
async def test_a_purpose_that_cannot_be_printed_is_refused_beside_its_field(office: Office, written: str) -> None:
    async with a_browser(office, SODAM) as browser:
        page = await applies(browser, other_purpose=written, way="kiosk")
        assert browser.status == 422
        assert page.problem("other_purpose")
        assert (await browser.get("/applications")).main.text().endswith("아직 신청하신 것이 없습니다.")


@pytest.mark.parametrize(
    "typed",
    [
        {"way": "pigeon"},
        {"purpose": "99"},
        {"purpose": "-1"},
        {"option": ["__class__"]},
        {"step": "send", "way": ""},
    ],
)
async def test_a_choice_that_was_never_offered_is_refused(office: Office, typed: dict[str, str | list[str]]) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get(APPLY)
        await browser.send(APPLY, **({"purpose": "0", "way": "kiosk"} | typed))
        assert browser.status == 422
        assert (await browser.get("/applications")).main.text().endswith("아직 신청하신 것이 없습니다.")


async def test_a_wish_can_be_changed_to_the_last(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get(APPLY)
        await browser.send(APPLY, purpose="2", way="door", option=[])
        page = await browser.send(APPLY, step="change")
        kept = dict(page.form(APPLY).fields)
        assert (kept["purpose"], kept["way"], "option" in kept) == ("2", "door", False)


async def test_with_several_kiosks_one_is_chosen(office: Office) -> None:
    other = office.kiosk("경로당")
    async with a_browser(office, SODAM) as browser:
        await browser.get(APPLY)
        page = await browser.send(APPLY, purpose="0", way="kiosk")
        assert page.problem("kiosk") == "키오스크를 하나 골라 주세요."
        page = await browser.send(APPLY, kiosk=other.id)
        assert "경로당" in page.main.text()
        page = await browser.send(APPLY, step="send")
        assert "경로당" in page.main.text()


async def test_a_form_that_does_not_exist_is_a_page_that_does_not_exist(office: Office) -> None:
    async with a_browser(office, SODAM) as browser:
        await browser.get("/applications/new/passport")
        assert (browser.status, browser.page.h1) == (404, "그런 서류가 없습니다")


async def test_the_code_on_the_page_is_one_that_the_kiosk_takes(office: Office) -> None:
    application, _ = office.fetched()
    async with a_browser(office, SODAM) as browser:
        page = await browser.get(f"/applications/{application}")
        text = said_by(page)
        key = office.hub.keys.codes.public_key()
        token = read(text, {key_id(key): key}, audience=office.outlet.id, right=Right.PRINT, now=office.clock())
        assert isinstance(token, SignedCode)
        assert token.subject == application
        assert "이 코드를 키오스크 카메라에 보여 주세요" in page.text
        assert "생년월일 여섯 자리" in page.text
        assert "11월 27일 오후 6:00까지" in page.text
        (picture,) = [each for each in page.root.all("div") if each.attrs.get("role") == "img"]
        assert picture.attrs["aria-label"] == "키오스크에 보여 줄 QR 코드"


async def test_a_code_that_has_ended_is_not_shown_and_can_be_had_anew(office: Office) -> None:
    application = office.stored(Way.LOCKER)
    async with a_browser(office, SODAM) as browser:
        before = said_by(await browser.get(f"/applications/{application}"))
        office.clock.now += timedelta(days=8)
        page = await browser.get(f"/applications/{application}")
        assert page.root.all("svg") == []
        assert "기한이 지났습니다" in page.text
        page = await browser.send(f"/applications/{application}/code")
        assert said_by(page) != before
        assert "11월 20일" not in page.main.all("ul")[0].text()


async def test_a_page_that_was_open_too_long_says_what_came_of_asking_for_a_new_code(office: Office) -> None:
    application = office.stored(Way.LOCKER)
    async with a_browser(office, SODAM) as browser, a_browser(office, SODAM) as second:
        office.clock.passes(days=8)
        for each in (browser, second):
            await each.get(f"/applications/{application}")
        renewed = await browser.send(f"/applications/{application}/code")
        assert "새 QR 코드를 만들었습니다" in renewed.text
        again = await second.send(f"/applications/{application}/code")
        assert "기한이 남아 있습니다" in again.text
        assert "새 QR 코드를 만들었습니다" not in again.text
        assert said_by(again) == said_by(renewed)
        office.tell("parcel_collected", parcel="parcel", compartment=7, application=application)
        gone = await browser.post(f"/applications/{application}/code", [("csrf", browser.csrf())])
        assert "지금은 보여 주실 QR 코드가 없습니다" in gone.text
        assert "새 QR 코드를 만들었습니다" not in gone.text


async def test_the_digits_for_the_door_are_shown_once_and_are_those_that_count(office: Office) -> None:
    application, delivery = office.taken()
    async with a_browser(office, SODAM) as browser:
        page = await browser.get(f"/applications/{application}")
        assert "김가온님이 봉투를 들고 가는 중입니다" in page.text
        page = await browser.send(f"/applications/{application}/hand-over")
        digits = next(each.text() for each in page.main.all("p") if each.attrs.get("class") == "number")
        assert digits not in (await browser.get(f"/applications/{application}")).text
    office.hub.store.write(deliveries.hand_over, office.volunteers[0], delivery, digits)
    assert office.state(application) == "handed_over"


async def test_digits_are_not_to_be_had_while_nobody_is_on_the_way(office: Office) -> None:
    application = office.stored(Way.DOOR)
    async with a_browser(office, SODAM) as browser:
        await browser.get("/applications")
        await browser.post(f"/applications/{application}/hand-over", [("csrf", browser.csrf())])
        assert (browser.status, browser.page.h1) == (409, "지금은 할 수 없습니다")


async def test_an_application_that_was_rejected_says_why(office: Office) -> None:
    application = office.apply()
    office.hub.store.write(applications.reject, office.officer, application, "<b>동의서</b>가 필요합니다")
    async with a_browser(office, SODAM) as browser:
        page = await browser.get(f"/applications/{application}")
        assert "<b>동의서</b>가 필요합니다" in page.main.text()
        assert page.main.all("b") == []


async def test_who_had_it_when_is_told(office: Office) -> None:
    application, _ = office.taken()
    async with a_browser(office, SODAM) as browser:
        page = await browser.get(f"/applications/{application}")
        trail = [line.all("span")[0].text() for line in page.main.all("ol")[0].all("li")]
        assert trail == [
            "신청함 김소담",
            "승인하고 번호를 매김 한담당 · 휴먼시아 소담",
            "키오스크가 받음 휴먼시아 소담",
            "인쇄됨 휴먼시아 소담",
            "보관함에 넣음 휴먼시아 소담 · 7번 칸",
            "봉사자들에게 알림",
            "봉사자가 맡음 김가온",
            "봉사자가 보관함에서 꺼냄 김가온 · 휴먼시아 소담 · 7번 칸",
        ]


async def test_a_volunteer_has_no_applications_of_their_own(office: Office) -> None:
    async with a_browser(office, VOLUNTEER) as browser:
        for path in ("/applications", "/applications/new", APPLY):
            await browser.get(path)
            assert browser.status == 403


def said_by(page: Page) -> str:
    """What a camera reads off the page."""
    found = read_barcode(picture_of(page.root.all("svg")[0]))
    assert found is not None
    return found.text
