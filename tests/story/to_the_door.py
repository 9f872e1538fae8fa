"""Scene 4: volunteers bring papers to the door; the first who accepts goes, and the recipient reads out a code."""

import re

from tests.story.stage import Stage
from tests.town import address_of


def accepted(stage: Stage, name: str, by: str, late: str) -> None:
    """Both volunteers are told; one accepts, and the other is told so."""
    for volunteer in (by, late):
        stage.staff(volunteer).next_mail("대신 전달해 주실 분")
    browser, application = stage.staff(by), stage.applications[name]
    browser.open("/volunteer")
    browser.submit(f"/offers/{application}/accept")
    stage.staff(late).next_mail("다른 봉사자가 맡았습니다")
    stage.steps.saw(f"{by} was first, and {late} was told so", where="mailbox", true=True)


def taken(stage: Stage, by: str, door: int) -> None:
    """The volunteer unlocks with the QR of the message and their own PIN."""
    message = stage.browsers[address_of(by)].next_mail("전달을 맡아 주셔서")
    stage.player.sees("home")
    stage.player.taps("service.deliver")
    stage.player.sees("deliver.scan.title")
    stage.holds_up(message, until="sign_in.pin.title")
    stage.types("sign_in.pin.title", stage.pin(by))
    opened = stage.door_of(stage.player.sees("deliver.door.open.title"))
    stage.steps.saw(f"exactly door {door} is open", where="rig", true=opened == door and stage.is_door(door, open=True))
    stage.town.hand(door, "empty")
    stage.player.taps("option.taken")
    stage.player.sees("deliver.door.close.title")
    stage.town.hand(door, "push")
    stage.player.sees("deliver.done.title")
    stage.goes_home()


def handed_over(stage: Stage, by: str, email: str) -> None:
    """The recipient reads out the four digits of their message, and the volunteer types them."""
    digits = re.search(
        r"번호를 읽어 주세요: (\d{4})", stage.browser(email).next_mail("봉사자가 가져다드립니다")["text"]
    )
    assert digits is not None
    _at_delivery(stage, by)
    stage.staff(by).submit("/hand-over", digits=digits[1])
    stage.steps.saw("the hand-over is confirmed", where="hub", true="전달됨" in stage.staff(by).text())


def handed_over_without_code(stage: Stage, by: str) -> None:
    """Without the digits it stays unconfirmed, with the coordinator."""
    _at_delivery(stage, by)
    stage.staff(by).submit("/without-code")
    coordinator = stage.staff("김소담")
    coordinator.open("/coordinator")
    is_there = "확인해야 할 전달 (1)" in coordinator.text()
    stage.steps.saw("it is unconfirmed, with the coordinator", where="hub", true=is_there)


def _at_delivery(stage: Stage, by: str) -> None:
    """The volunteer opens their delivery, as soon as the hub knows that they have the envelope."""
    browser = stage.staff(by)

    def is_known() -> bool:
        browser.open("/volunteer")
        browser.open(next(link for link in browser.links("/volunteer/") if "offers" not in link))
        return "아직" not in browser.text()

    stage.player.until(is_known, "the hub to know who has the envelope")
