"""A coordinator sees every delivery, asks households, calls people, and knows the roster."""

from hub.store import deliveries
from link.way import Way
from tests.hub.office import MARU, Office
from tests.hub.pages.browser import COORDINATOR, VOLUNTEER, a_browser, mailed_code


async def test_the_board_shows_first_what_must_be_asked(office: Office) -> None:
    office.stored(Way.DOOR)
    office.accepted()
    _, delivery = office.taken()
    office.hub.store.write(deliveries.hand_over_without_code, office.volunteers[0], delivery)
    async with a_browser(office, COORDINATOR) as browser:
        page = await browser.get("/coordinator")
        headings = [heading.text() for heading in page.main.all("h2")]
        assert headings == ["확인해야 할 전달 (1)", "봉사자 찾는 중 (1)", "가져가는 중 (0)", "맡음 (1)"]
        assert "tel:000-0000-0000" in page.links()


async def test_what_arrived_is_settled_and_what_did_not_is_lost(office: Office) -> None:
    for arrived, state in (("true", "handed_over"), ("false", "lost")):
        application, delivery = office.taken()
        office.hub.store.write(deliveries.hand_over_without_code, office.volunteers[0], delivery)
        async with a_browser(office, COORDINATOR) as browser:
            await browser.get("/coordinator")
            page = await browser.send(f"/coordinator/deliveries/{delivery}/settle", arrived=arrived)
            assert "정리했습니다" in page.text
            assert office.state(application) == state
            fields = [("csrf", browser.csrf()), ("arrived", "true")]
            page = await browser.post(f"/coordinator/deliveries/{delivery}/settle", fields)
            assert "그 사이에 상태가 바뀌었습니다" in page.text
            assert office.state(application) == state


async def test_what_was_not_said_clearly_is_not_settled(office: Office) -> None:
    application, delivery = office.taken()
    async with a_browser(office, COORDINATOR) as browser:
        await browser.get("/coordinator")
        for fields in ([("csrf", browser.csrf())], [("csrf", browser.csrf()), ("arrived", "perhaps")]):
            await browser.post(f"/coordinator/deliveries/{delivery}/settle", fields)
            assert (browser.status, browser.page.h1) == (422, "보내신 내용을 읽을 수 없습니다")
            await browser.get("/coordinator")
    assert office.state(application) == "taken"


async def test_a_volunteer_who_is_ill_does_not_keep_a_delivery(office: Office) -> None:
    application, delivery = office.accepted()
    async with a_browser(office, COORDINATOR) as browser:
        await browser.get("/coordinator")
        await browser.send(f"/coordinator/deliveries/{delivery}/take-away")
    assert office.state(application) == "offered"


async def test_what_was_refused_for_its_digits_is_said_to_be_with_the_volunteer(office: Office) -> None:
    for is_taken in (True, False):
        _, delivery = office.taken() if is_taken else office.accepted()
        for _ in range(deliveries.MAX_WRONG_TRIES):
            office.hub.store.write(deliveries.hand_over, office.volunteers[0], delivery, "none")
        async with a_browser(office, COORDINATOR) as browser:
            page = await browser.get("/coordinator")
            assert "전달했다고 한 사람은 없습니다" in page.main.text()
            assert "번호 없이 전달했다고 합니다" not in page.main.text()
            assert ("분실로 정리할 수 없습니다" in page.main.text()) is not is_taken
            offered = [form.action.rpartition("/")[2] for form in page.forms() if delivery in form.action]
            assert offered == (["settle", "settle"] if is_taken else ["settle", "take-away"])
            await browser.send(f"/coordinator/deliveries/{delivery}/settle", arrived="true")


async def test_whom_no_mail_reaches_stands_on_the_call_list_until_somebody_told_them(office: Office) -> None:
    office.stored(Way.LOCKER, MARU, 3)
    mailed_code(office)
    async with a_browser(office, COORDINATOR) as browser:
        page = await browser.get("/coordinator/calls")
        for shown in ("박마루 · 103동 0101호", "전화 없음: 찾아가 주세요", "3번 칸"):
            assert shown in page.main.text()
        done = next(form.action for form in page.forms() if form.action.endswith("/done"))
        page = await browser.send(done)
        assert "전했다고 적었습니다" in page.text
        assert "전화할 곳이 없습니다" in page.text
        page = await browser.post(done, [("csrf", browser.csrf())])
        assert "그 사이에 상태가 바뀌었습니다" in page.text


async def test_the_roster_names_everybody_who_works_here(office: Office) -> None:
    office.accepted()
    async with a_browser(office, COORDINATOR) as browser:
        page = await browser.get("/coordinator/roster")
        rows = [row.text() for row in page.main.all("tr") if row.inside("tbody")]
        assert len(rows) == 4
        assert f"김가온 소담봉사단 {VOLUNTEER} 김가온 1" in rows
