"""Every kind of page with everything on it that it can have: for the test of their markup, and for their pictures."""

from collections.abc import AsyncIterator

from hub.pages.render import LANGUAGE_COOKIE
from hub.store import applications, deliveries
from link.way import Way
from tests.hub.office import FORM, MARU, Office
from tests.hub.pages.browser import COORDINATOR, OFFICER, SODAM, VOLUNTEER, Browser, a_browser, mailed_code
from tests.hub.pages.html import Page

APPLY = f"/applications/new/{FORM}"
REASON = "세대주 동의서가 필요합니다. 동의서를 가지고 관리사무소 창구로 와 주세요."

Named = AsyncIterator[tuple[str, Page]]
"""Pages by their address, or by what is wrong on them."""


async def pages(office: Office, language: str) -> Named:
    """All of them in this language."""
    async with a_browser(office) as browser:
        browser.client.cookies.set(LANGUAGE_COOKIE, language, domain="127.0.0.1")
        yield "/sign-in", await browser.get("/sign-in")
        yield "wrong address", await browser.send("/sign-in", email="x")
        yield "code", await browser.send("/sign-in", email=SODAM)
        yield "wrong code", await browser.send("/sign-in/code", code="1")
        yield "not found", await browser.get("/nothing")
    for email, paths in populated(office).items():
        async with a_browser(office, email) as browser:
            browser.client.cookies.set(LANGUAGE_COOKIE, language, domain="127.0.0.1")
            for path in paths:
                page = await browser.get(path)
                assert browser.status == 200, path
                yield path, page
            async for name, page in _after_sending(browser, email, paths):
                yield name, page


def populated(office: Office) -> dict[str, list[str]]:
    """One application in each state, and the pages on which each role meets them."""
    write = office.hub.store.write
    rejected, submitted, uncertain, released = office.apply(), office.apply(), office.fetched(), office.fetched()
    write(applications.reject, office.officer, rejected, REASON)
    office.tell("paper_uncertain", application=uncertain[0], number=uncertain[1])
    office.tell("paper_released", application=released[0], number=released[1])
    fetched, stored, offered = office.fetched()[0], office.stored(Way.LOCKER), office.stored(Way.DOOR)
    carried = office.stored(Way.DOOR, MARU, 3)
    unconfirmed = write(deliveries.accept, office.volunteers[0], carried)
    office.tell("delivery_taken", delivery=unconfirmed, application=carried, compartment=3)
    write(deliveries.hand_over_without_code, office.volunteers[0], unconfirmed)
    refused, stuck = office.accepted()
    for _ in range(deliveries.MAX_WRONG_TRIES):
        write(deliveries.hand_over, office.volunteers[0], stuck, "none")
    _, over = office.accepted()
    write(deliveries.give_back, office.volunteers[0], over)
    office.stored(Way.LOCKER, MARU, 4)
    mailed_code(office)
    (taken, delivery), (accepted, waiting) = office.taken(), office.accepted()
    own = (submitted, rejected, uncertain[0], released[0], fetched, stored, offered, refused, taken, accepted)
    seen = (submitted, released[0], fetched)
    return {
        SODAM: ["/applications", APPLY, *(f"/applications/{id}" for id in own)],
        OFFICER: ["/office", "/office/papers", "/all", "/desk", *(f"/office/{id}" for id in seen)],
        VOLUNTEER: ["/volunteer", *(f"/volunteer/{id}" for id in (unconfirmed, stuck, over, delivery, waiting))],
        COORDINATOR: ["/coordinator", "/coordinator/calls", "/coordinator/roster", f"/office/{taken}"],
    }


async def _after_sending(browser: Browser, email: str, paths: list[str]) -> Named:
    """Forms with something wrong, what comes before the last step, and what is shown once."""
    if email == SODAM:
        await browser.get(APPLY)
        yield "wrong wish", await browser.send(APPLY, option=["x"])
        yield "last look", await browser.send(APPLY, purpose="0", way="door", option=["relation"])
        await browser.get(paths[-1])
        yield "new digits", await browser.send(f"{paths[-1]}/hand-over")
    elif email == OFFICER:
        await browser.get("/desk")
        yield "nobody at the desk", await browser.send("/desk", name="아무개", birth_date="19500101")
        yield "wrong at the desk", await browser.send("/desk", name="", birth_date="")
        yield "for somebody", await browser.get(f"/desk/p3/{FORM}")
    elif email == VOLUNTEER:
        await browser.get(paths[-1])
        yield "wrong digits", await browser.send(f"{paths[-1]}/hand-over", digits="1")
        yield "not allowed", await browser.get("/office")
