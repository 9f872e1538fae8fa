"""A volunteer accepts, takes the envelope out of the locker, and hands it over at the door."""

from hub.store import deliveries
from link.signed_code import Right, SignedCode, key_id, read
from link.way import Way
from tests.hub.office import SODAM as SODAM_PERSON
from tests.hub.office import Office
from tests.hub.pages.browser import OTHER_VOLUNTEER, VOLUNTEER, a_browser
from tests.hub.pages.browser import SODAM as RESIDENT
from tests.hub.pages.test_resident import said_by


async def test_an_offer_says_where_to_and_no_name_before_it_is_accepted(office: Office) -> None:
    application = office.stored(Way.DOOR)
    async with a_browser(office, VOLUNTEER) as browser:
        page = await browser.get("/volunteer")
        assert "101동 1203호" in page.main.text()
        assert "김소담" not in page.main.text()
        page = await browser.send(f"/volunteer/offers/{application}/accept")
        assert page.h1 == "101동 1203호 전달"
        assert "맡아 주셔서 고맙습니다" in page.text
        assert "김소담" in page.main.text()


async def test_the_volunteer_who_is_late_is_told_kindly(office: Office) -> None:
    application = office.stored(Way.DOOR)
    async with a_browser(office, VOLUNTEER) as first, a_browser(office, OTHER_VOLUNTEER) as second:
        await first.get("/volunteer")
        await second.get("/volunteer")
        await first.send(f"/volunteer/offers/{application}/accept")
        page = await second.send(f"/volunteer/offers/{application}/accept")
        assert second.path == "/volunteer"
        assert "다른 봉사자가 먼저 수락했습니다" in page.text
        assert "지금은 맡을 전달이 없습니다" in page.text


async def test_an_offer_that_is_gone_is_said_to_be(office: Office) -> None:
    application = office.apply(Way.DOOR)
    async with a_browser(office, VOLUNTEER) as browser:
        await browser.get("/volunteer")
        page = await browser.post(f"/volunteer/offers/{application}/accept", [("csrf", browser.csrf())])
        assert "이 전달은 이제 없습니다" in page.text


async def test_the_code_opens_the_locker_until_the_envelope_is_out(office: Office) -> None:
    application, delivery = office.accepted()
    async with a_browser(office, VOLUNTEER) as browser:
        text = said_by(await browser.get(f"/volunteer/{delivery}"))
        keys = {key_id(key): key for key in [office.hub.keys.codes.public_key()]}
        token = read(text, keys, audience=office.outlet.id, right=Right.DELIVERY, now=office.clock())
        assert isinstance(token, SignedCode)
        assert token.subject == delivery
        office.tell("delivery_taken", delivery=delivery, application=application, compartment=7)
        assert (await browser.get(f"/volunteer/{delivery}")).root.all("svg") == []


async def test_the_right_digits_end_the_delivery(office: Office) -> None:
    application, delivery = office.taken()
    digits = office.hub.store.write(deliveries.new_code, SODAM_PERSON, application)
    async with a_browser(office, VOLUNTEER) as browser:
        await browser.get(f"/volunteer/{delivery}")
        page = await browser.send(f"/volunteer/{delivery}/hand-over", digits=" ".join(digits))
        assert "전달이 확인되었습니다" in page.text
        assert {form.action for form in page.forms()} == {"/language", "/sign-out"}
        assert "마친 전달 (1)" in (await browser.get("/volunteer")).text


async def test_wrong_digits_say_how_many_tries_are_left_and_the_last_one_calls_the_coordinator(office: Office) -> None:
    application, delivery = office.taken()
    right = office.hub.store.write(deliveries.new_code, SODAM_PERSON, application)
    wrong = f"{(int(right) + 1) % 10_000:04d}"
    async with a_browser(office, VOLUNTEER) as browser:
        await browser.get(f"/volunteer/{delivery}")
        page = await browser.send(f"/volunteer/{delivery}/hand-over", digits="12")
        assert page.problem("digits") == "숫자 네 개를 적어 주세요."
        for left in (4, 3, 2, 1):
            page = await browser.send(f"/volunteer/{delivery}/hand-over", digits=wrong)
            assert f"{left}번 더 할 수 있습니다" in page.problem("digits")
        page = await browser.send(f"/volunteer/{delivery}/hand-over", digits=wrong)
        for said in ("번호가 다섯 번 맞지 않았습니다", "봉투를 건네지 말고 가지고 계시면서", "101동 1203호"):
            assert said in page.text
        assert "101동 1203호" in (await browser.get("/volunteer")).main.text()
    assert office.state(application) == "unconfirmed"
    async with a_browser(office, RESIDENT) as browser:
        page = await browser.get(f"/applications/{application}")
        assert "전달 번호가 다섯 번 맞지 않아 전해 드리지 못했습니다" in page.main.text()
        assert "전해 드렸다고" not in page.main.text()


async def test_the_digits_are_the_only_way_as_long_as_no_kiosk_has_seen_the_envelope_leave(office: Office) -> None:
    _, delivery = office.accepted()
    async with a_browser(office, VOLUNTEER) as browser:
        page = await browser.get(f"/volunteer/{delivery}")
        deeds = {form.action.rpartition("/")[2] for form in page.forms() if delivery in form.action}
        assert deeds == {"hand-over", "give-back"}


async def test_a_delivery_that_is_over_names_nobody(office: Office) -> None:
    _, delivery = office.taken()
    office.hub.store.write(deliveries.hand_over_without_code, office.volunteers[0], delivery)
    async with a_browser(office, VOLUNTEER) as browser:
        assert "김소담" in (await browser.get(f"/volunteer/{delivery}")).main.text()
        office.hub.store.write(deliveries.settle, office.coordinator, delivery, handed_over=True)
        for path in ("/volunteer", f"/volunteer/{delivery}"):
            page = await browser.get(path)
            assert browser.status == 200
            assert "김소담" not in page.text
            assert "1203" not in page.text


async def test_without_the_digits_the_coordinator_asks(office: Office) -> None:
    application, delivery = office.taken()
    async with a_browser(office, VOLUNTEER) as browser:
        await browser.get(f"/volunteer/{delivery}")
        page = await browser.send(f"/volunteer/{delivery}/without-code")
        assert "담당자가 받는 분께 확인합니다" in page.text
        page = await browser.post(f"/volunteer/{delivery}/without-code", [("csrf", browser.csrf())])
        assert "그 사이에 상태가 바뀌었습니다" in page.text
    assert office.state(application) == "unconfirmed"


async def test_who_cannot_go_gives_it_back_as_long_as_it_is_in_the_locker(office: Office) -> None:
    application, delivery = office.accepted()
    async with a_browser(office, VOLUNTEER) as browser:
        await browser.get(f"/volunteer/{delivery}")
        page = await browser.send(f"/volunteer/{delivery}/give-back")
        assert "다른 봉사자에게 알립니다" in page.text
        assert office.state(application) == "offered"
    _, delivery = office.taken()
    async with a_browser(office, VOLUNTEER) as browser:
        page = await browser.get(f"/volunteer/{delivery}")
        assert not [form for form in page.forms() if form.action.endswith("/give-back")]


async def test_another_volunteers_delivery_is_not_there(office: Office) -> None:
    _, delivery = office.accepted()
    async with a_browser(office, OTHER_VOLUNTEER) as browser:
        await browser.get("/volunteer")
        csrf = [("csrf", browser.csrf()), ("digits", "0000")]
        await browser.get(f"/volunteer/{delivery}")
        assert browser.status == 404
        for deed in ("hand-over", "without-code", "give-back"):
            await browser.post(f"/volunteer/{delivery}/{deed}", csrf)
            assert browser.status == 404
