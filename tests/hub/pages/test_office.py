"""An officer decides, asks numbers back, and applies for whoever stands at the desk."""

from pathlib import Path

import pytest

from hub.approving import approve
from hub.roles import Role
from hub.store import applications, kiosks, papers
from link.way import Way
from tests.hub.office import FORM, Office, opened_office
from tests.hub.pages.browser import COORDINATOR, OFFICER, SODAM, a_browser
from tests.hub.pages.html import Page


def rows(page: Page) -> list[str]:
    return [row.text() for row in page.main.all("tr") if row.inside("tbody")]


async def test_an_officer_sees_what_waits_and_what_will_be_printed(office: Office) -> None:
    application = office.apply(options={"past_addr": True, "relation": False})
    async with a_browser(office, OFFICER) as browser:
        page = await browser.get("/office")
        assert len(rows(page)) == 1
        page = await browser.get(f"/office/{application}")
        printed = page.main.text()
        for shown in ("세대주 김소담 (金素淡)", "현재 주소", "과거 주소", "880101-*******", "1988년 1월 1일"):
            assert shown in printed
        columns = [cell.text() for cell in page.main.all("th")]
        assert "관계" not in columns
        assert "self" not in printed


async def test_an_approval_gives_the_paper_to_the_kiosk(office: Office) -> None:
    application = office.apply()
    async with a_browser(office, OFFICER) as browser:
        await browser.get(f"/office/{application}")
        page = await browser.send(f"/office/{application}/approve")
        assert (browser.path, page.h1) == ("/office", "승인할 신청")
        assert "승인했습니다" in page.text
        assert rows(page) == []
    assert office.state(application) == "approved"


async def test_with_several_kiosks_the_officer_chooses_and_the_wish_is_chosen_already(office: Office) -> None:
    other = office.kiosk("경로당")
    application, wished = office.apply(), office.apply(kiosk=other.id)
    async with a_browser(office, OFFICER) as browser:
        await browser.get(f"/office/{application}")
        page = await browser.send(f"/office/{application}/approve")
        assert (browser.status, page.problem("kiosk")) == (422, "키오스크를 하나 골라 주세요.")
        await browser.send(f"/office/{application}/approve", kiosk=other.id)
        page = await browser.get(f"/office/{wished}")
        assert dict(page.form(f"/office/{wished}/approve").fields)["kiosk"] == other.id
        await browser.send(f"/office/{wished}/approve", kiosk="somewhere")
        assert browser.page.h1 == "등록된 키오스크가 없습니다"
    assert (office.state(application), office.state(wished)) == ("approved", "submitted")


@pytest.mark.parametrize("others", [0, 1])
async def test_a_kiosk_that_was_wished_for_and_has_no_keys_now_leaves_a_choice(office: Office, others: int) -> None:
    wished = office.kiosk("경로당")
    for number in range(others):
        office.kiosk(f"다른 곳 {number}")
    application = office.apply(kiosk=wished.id)
    office.hub.store.write(kiosks.renew, "경로당", void_now=True)
    approve_it = f"/office/{application}/approve"
    async with a_browser(office, OFFICER) as browser:
        page = await browser.get(f"/office/{application}")
        assert "신청할 때 고른 키오스크는 지금 쓸 수 없습니다" in page.main.text()
        page = await browser.send(approve_it)
        assert (browser.status, page.problem("kiosk")) == (422, "키오스크를 하나 골라 주세요.")
        await browser.send(approve_it, kiosk=office.outlet.id)
    assert (office.state(application), len(office.hear())) == ("approved", 1)


async def test_the_second_officer_is_told_that_it_is_decided(office: Office) -> None:
    application = office.apply()
    async with a_browser(office, OFFICER) as browser:
        await browser.get(f"/office/{application}")
        approve(office.hub, office.officer, application)
        page = await browser.send(f"/office/{application}/reject", reason="늦었습니다")
        assert browser.path == f"/office/{application}"
        assert "그 사이에 상태가 바뀌었습니다" in page.text
        assert office.state(application) == "approved"


async def test_without_a_kiosk_nothing_can_be_approved_and_the_page_says_why(tmp_path: Path) -> None:
    with opened_office(tmp_path, staff=False) as office:
        office.staff("한담당", Role.OFFICER, OFFICER)
        application = office.apply()
        async with a_browser(office, OFFICER) as browser:
            page = await browser.get(f"/office/{application}")
            assert "등록된 키오스크가 없어 승인할 수 없습니다" in page.text
            assert not [form for form in page.forms() if form.action.endswith("/approve")]


async def test_a_rejection_needs_a_reason_and_keeps_what_was_written(office: Office) -> None:
    application = office.apply()
    async with a_browser(office, OFFICER) as browser:
        await browser.get(f"/office/{application}")
        page = await browser.send(f"/office/{application}/reject", reason="   ")
        assert (browser.status, page.problem("reason")[:3]) == (422, "이유를")
        page = await browser.send(f"/office/{application}/reject", reason="가" * 501)
        assert dict(page.form(f"/office/{application}/reject").fields)["reason"] == "가" * 501
        page = await browser.send(f"/office/{application}/reject", reason="동의서가\r\n  필요합니다")
        assert "신청한 분께 이유를 알립니다" in page.text
    assert office.hub.store.read(applications.get, application).reason == "동의서가 필요합니다"


async def test_a_number_is_asked_back_once_and_given_out_again_or_given_up(office: Office) -> None:
    application, number = office.fetched(Way.DOOR)
    async with a_browser(office, OFFICER) as browser:
        await browser.get(f"/office/{application}")
        page = await browser.send(f"/office/{application}/recall")
        assert "되돌려 받는 중" in page.text
        assert not [form for form in page.forms() if form.action.endswith("/recall")]
        office.tell("paper_released", number=number, application=application)
        assert len(rows(await browser.get("/office"))) == 1
        page = await browser.get(f"/office/{application}")
        assert not [form for form in page.forms() if form.action.endswith("/reject")]
        await browser.send(f"/office/{application}/approve")
        assert office.state(application) == "approved"
        office.hub.store.write(papers.recall, office.officer, application)
        await browser.get(f"/office/{application}")
        page = await browser.send(f"/office/{application}/give-up")
        assert "번호를 버렸습니다" in page.text
    assert office.state(application) == "void"


async def test_prints_that_nobody_is_sure_of_are_listed_with_what_to_do(office: Office) -> None:
    application, number = office.fetched()
    office.tell("paper_uncertain", number=number, application=application)
    async with a_browser(office, OFFICER) as browser:
        page = await browser.get("/office/papers")
        assert len(rows(page)) == 1
        assert "저절로 다시 인쇄되지 않습니다" in page.text
        assert "키오스크의 직원 화면에서" in page.text


async def test_what_the_register_has_no_more_cannot_be_approved(office: Office) -> None:
    application = office.apply()
    person = office.hub.register.person("p1")
    assert person is not None
    person.data.clear()
    async with a_browser(office, OFFICER) as browser:
        page = await browser.get(f"/office/{application}")
        assert "등록부에서 이 사람의 자료를 찾지 못했습니다" in page.text
        assert not [form for form in page.forms() if form.action.endswith("/approve")]


async def test_an_officer_applies_for_whoever_stands_at_the_desk(office: Office) -> None:
    async with a_browser(office, OFFICER) as browser:
        await browser.get("/desk")
        await browser.send("/desk", name=" 이다솜 ", birth_date="1943-07-15")
        path = f"/desk/p3/{FORM}"
        assert browser.path == path
        assert "이다솜님(1943년 7월 15일)의 서류를 대신 신청합니다" in browser.page.text
        page = await browser.send(path, purpose="0", way="door")
        assert "이다솜" in page.main.text()
        page = await browser.send(path, step="send")
        assert browser.path.startswith("/office/")
        assert "한담당" in page.main.text()
        assert "이다솜 · 1943년 7월 15일 · 102동 0504호" in page.main.text()


async def test_nobody_is_found_by_name_or_birth_date_alone(office: Office) -> None:
    async with a_browser(office, OFFICER) as browser:
        await browser.get("/desk")
        page = await browser.send("/desk", name="이다솜", birth_date="19430716")
        assert (browser.status, browser.path) == (422, "/desk")
        assert "모두 맞는 사람이" in page.text
        assert dict(page.form("/desk").fields)["name"] == "이다솜"
        for day in ("19430230", "43년 7월", "１９４３０７"):
            page = await browser.send("/desk", name="", birth_date=day)
            assert page.problem("birth_date").startswith("있는 날짜를")
            assert page.problem("name").startswith("이름을")
        await browser.get(f"/desk/p99/{FORM}")
        assert browser.status == 404


async def test_a_coordinator_sees_the_trail_and_neither_the_paper_nor_a_button(office: Office) -> None:
    application = office.apply()
    async with a_browser(office, COORDINATOR) as browser:
        page = await browser.get(f"/office/{application}")
        assert "신청함" in page.main.text()
        assert "880101" not in page.text
        assert {form.action for form in page.forms()} == {"/language", "/sign-out"}
        assert len(rows(await browser.get("/all"))) == 1


async def test_a_resident_sees_no_office_page_of_their_own_application(office: Office) -> None:
    application = office.apply()
    async with a_browser(office, SODAM) as browser:
        await browser.get(f"/office/{application}")
        assert browser.status == 403
