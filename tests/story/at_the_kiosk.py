"""Scene 2: papers are printed for those who come themselves, by code or by card."""

from link.screens import Take
from link.text import Key
from tests.story.stage import Stage


def printed_by_code(stage: Stage) -> None:
    """김소담 shows the QR of the message and types the birth date."""
    message = stage.browser("sodam@example.kr").next_mail("키오스크에서 출력하세요")
    stage.player.sees("home")
    stage.player.taps("service.issue")
    stage.player.sees("issue.scan.title")
    stage.holds_up(message, until="birth_date.title")
    stage.types("birth_date.title", "880101")
    _look_print_take(stage, "김소담")


def printed_by_card(stage: Stage) -> None:
    """이다솜 has no mail and no code: the card on the reader says who it is."""
    stage.player.sees("home")
    stage.player.taps("service.issue")
    stage.player.sees("issue.scan.title")
    stage.town.do("cards", "lay", card="이다솜")
    _look_print_take(stage, "이다솜")
    stage.town.do("cards", "take")


def _look_print_take(stage: Stage, name: str) -> None:
    counted, lying, slips = stage.counted(), len(stage.sheets()), len(stage.town.device("slips")["slips"])
    stage.chooses("issue.preview.title", "print")
    stage.player.sees("print.title")
    taken = stage.player.sees("issue.take.title")
    came = len(stage.sheets()) - lying
    assert isinstance(taken.screen, Take)
    assert isinstance(taken.screen.hint, Key)
    pages = int(str(taken.screen.hint.values["pages"]))
    stage.steps.saw(f"the paper of {name} lies in the tray, once", where="printer", true=came == pages)
    stage.steps.saw("the printer counted its sides", where="printer", true=stage.counted() == counted + pages)
    stage.player.taps("option.taken")
    stage.player.sees("issue.done.title")
    now = stage.town.device("slips")["slips"]
    stage.steps.saw("a slip came out", where="slip printer", true=len(now) == slips + 1)
    stage.goes_home()
