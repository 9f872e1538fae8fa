"""Scene 1: papers are applied for at home and at the desk, and an officer approves them."""

import re

from tests.story.browser import Browser
from tests.story.stage import Stage

FORM = "resident_register_copy"

HOME = {
    "김소담": ("sodam@example.kr", "kiosk"),
    "최가람": ("garam@example.kr", "locker"),
    "김한울": ("hanul@example.kr", "door"),
    "이온누리": ("onnuri@example.kr", "door"),
}
"""Who applies at home: their address, and how they want it."""
DESK = {"이다솜": ("19430715", "kiosk"), "박마루": ("19390228", "locker")}
"""For whom an officer applies: their birth date, and how they want it. Neither has mail."""


def applied(stage: Stage) -> None:
    """Six papers, each of its own way."""
    for name, (email, way) in HOME.items():
        browser = stage.browser(email)
        browser.open(f"/applications/new/{FORM}")
        stage.applications[name] = _applied(browser, way)
        stage.steps.saw(f"{name} applied ({way})", where="hub", true="등본" in browser.text())
    officer = stage.staff("정나루")
    for name, (birth_date, way) in DESK.items():
        officer.open("/desk")
        officer.submit("/desk", name=name, birth_date=birth_date)
        officer.open(next(link for link in officer.links("/desk/") if link.endswith(FORM)))
        stage.applications[name] = _applied(officer, way)
        stage.steps.saw(f"an officer applied for {name} ({way})", where="hub", true="등본" in officer.text())


def approved(stage: Stage) -> None:
    """The officer looks at each and approves; each gets a number, and the kiosk has it a moment later."""
    officer = stage.staff("정나루")
    for name, id in stage.applications.items():
        officer.open(f"/office/{id}")
        officer.submit("/approve")
        officer.open(f"/office/{id}")
        number = re.search(r"시험-\d{4}-\d{4}-\d{4}", officer.text())
        stage.steps.saw(f"the paper of {name} has a number", where="hub", true=number is not None)
    stage.player.until(lambda: len(stage.papers()) == len(stage.applications), "the papers to come to the kiosk")
    stage.steps.saw("every paper is at the kiosk", where="controller", true=set(stage.papers().values()) == {"ready"})


def _applied(browser: Browser, way: str) -> str:
    """Fill in the page that asks what for and how; returns the application's id."""
    browser.submit(FORM, purpose="0", way=way)
    browser.submit(FORM, button="send")
    id = re.search(r"/(?:applications|office)/([^/?]+)", browser.soup.url)
    assert id is not None, browser.soup.url
    return id[1]
