"""Who may see which page, and who may send which form: every role at every address."""

import pytest

from hub.roles import Role
from link.way import Way
from tests.hub.office import FORM, Office
from tests.hub.pages.browser import COORDINATOR, NEIGHBOUR, OFFICER, OTHER_VOLUNTEER, SODAM, VOLUNTEER, a_browser

EVERYBODY = {SODAM, NEIGHBOUR, OFFICER, COORDINATOR, VOLUNTEER, OTHER_VOLUNTEER}
NOT_THERE, NOT_ALLOWED = 404, 403

PAGES = {
    "/applications": ({SODAM, NEIGHBOUR}, NOT_ALLOWED),
    "/applications/new": ({SODAM, NEIGHBOUR}, NOT_ALLOWED),
    f"/applications/new/{FORM}": ({SODAM, NEIGHBOUR}, NOT_ALLOWED),
    "/office": ({OFFICER, COORDINATOR}, NOT_ALLOWED),
    "/office/papers": ({OFFICER}, NOT_ALLOWED),
    "/office/{application}": ({OFFICER, COORDINATOR}, NOT_ALLOWED),
    "/all": ({OFFICER, COORDINATOR}, NOT_ALLOWED),
    "/desk": ({OFFICER}, NOT_ALLOWED),
    "/desk/p1": ({OFFICER}, NOT_ALLOWED),
    f"/desk/p1/{FORM}": ({OFFICER}, NOT_ALLOWED),
    "/volunteer": ({VOLUNTEER, OTHER_VOLUNTEER}, NOT_ALLOWED),
    "/coordinator": ({COORDINATOR}, NOT_ALLOWED),
    "/coordinator/calls": ({COORDINATOR}, NOT_ALLOWED),
    "/coordinator/roster": ({COORDINATOR}, NOT_ALLOWED),
}

FORMS = (
    ("/applications/{application}/code", {SODAM}),
    ("/applications/{application}/hand-over", {SODAM}),
    (f"/applications/new/{FORM}", {SODAM, NEIGHBOUR}),
    ("/office/{application}/approve", {OFFICER}),
    ("/office/{application}/reject", {OFFICER}),
    ("/office/{application}/recall", {OFFICER}),
    ("/office/{application}/give-up", {OFFICER}),
    ("/desk", {OFFICER}),
    (f"/desk/p1/{FORM}", {OFFICER}),
    ("/volunteer/offers/{application}/accept", {VOLUNTEER, OTHER_VOLUNTEER}),
    ("/volunteer/{delivery}/hand-over", {VOLUNTEER}),
    ("/volunteer/{delivery}/without-code", {VOLUNTEER}),
    ("/volunteer/{delivery}/give-back", {VOLUNTEER}),
    ("/coordinator/deliveries/{delivery}/settle", {COORDINATOR}),
    ("/coordinator/deliveries/{delivery}/take-away", {COORDINATOR}),
    ("/coordinator/calls/nobody/done", {COORDINATOR}),
)


@pytest.mark.parametrize("email", sorted(EVERYBODY))
async def test_everybody_sees_their_own_rooms_and_no_other(office: Office, email: str) -> None:
    application = office.apply()
    async with a_browser(office, email) as browser:
        for path, (allowed, otherwise) in PAGES.items():
            page = await browser.get(path.format(application=application))
            assert browser.status == (200 if email in allowed else otherwise), path
            if email not in allowed:
                assert "김소담" not in page.main.text().replace("김소담님 · 주민", "")


async def test_the_menu_leads_only_where_one_may_go(office: Office) -> None:
    for email in EVERYBODY:
        async with a_browser(office, email) as browser:
            page = await browser.get("/")
            menu = [link.attrs["href"] for link in page.root.all("nav")[0].all("a")]
            assert menu
            for path in menu:
                await browser.get(path)
                assert browser.status == 200


async def test_a_strangers_application_and_delivery_are_not_there(office: Office) -> None:
    application, delivery = office.accepted()
    for email, path in (
        (NEIGHBOUR, f"/applications/{application}"),
        (OTHER_VOLUNTEER, f"/volunteer/{delivery}"),
        (SODAM, "/applications/0000000000000000"),
        (SODAM, "/applications/%2e%2e%2fetc"),
        (OFFICER, "/office/nothing"),
    ):
        async with a_browser(office, email) as browser:
            page = await browser.get(path)
            assert browser.status == 404, path
            assert "101동" not in page.text


@pytest.mark.parametrize("email", sorted(EVERYBODY))
async def test_a_form_of_another_role_changes_nothing(office: Office, email: str) -> None:
    application, delivery = office.accepted()
    before = office.trail(application)
    async with a_browser(office, email) as browser:
        for path, allowed in FORMS:
            if email in allowed:
                continue
            await browser.get("/")
            fields = [
                ("csrf", browser.csrf()),
                ("reason", "x"),
                ("digits", "0000"),
                ("arrived", "true"),
                ("step", "send"),
            ]
            await browser.post(path.format(application=application, delivery=delivery), fields)
            assert browser.status in {403, 404}, path
    assert office.trail(application) == before


async def test_whoever_is_not_signed_in_sees_the_sign_in_and_nothing_else(office: Office) -> None:
    application, delivery = office.accepted()
    async with a_browser(office) as browser:
        for path in (*PAGES, "/applications/{application}", "/volunteer/{delivery}"):
            page = await browser.get(path.format(application=application, delivery=delivery))
            assert (browser.path, page.h1) == ("/sign-in", "로그인")
            assert "김소담" not in page.text
        for path, _ in FORMS:
            page = await browser.post(path.format(application=application, delivery=delivery), [])
            assert (browser.status, page.h1) == (401, "로그인")


async def test_staff_who_live_here_have_their_own_applications_too(office: Office) -> None:
    office.staff("이온누리", Role.VOLUNTEER, "onnuri@example.kr")
    office.stored(Way.DOOR)
    async with a_browser(office, "onnuri@example.kr") as browser:
        page = await browser.get("/")
        assert browser.path == "/volunteer"
        assert "/applications" in page.links()
        await browser.get("/applications")
        assert browser.status == 200
