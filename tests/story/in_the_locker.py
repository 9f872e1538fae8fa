"""Scene 3: papers wait in the locker for those who asked for that, and are collected by QR or by number and code."""

from link.screens import Message
from tests.story.stage import Stage

BIRTH_DATES = {"최가람": "411109"}


def deposited(stage: Stage, name: str, until: str) -> int:
    """The officer prints the paper of this person and puts its envelope in; returns the compartment."""
    stage.player.sees("home")
    stage.player.taps("service.deposit")
    stage.signs_in("정나루")
    what = stage.player.sees("deposit.what.title")
    labels = {option.label.values.get("holder"): option.id for option in what.screen.options}  # type: ignore[union-attr]  # only Choice has this title
    counted = stage.counted()
    stage.player.taps(f"option.{labels[name]}")
    stage.chooses("deposit.take.title", "in_envelope")
    stage.steps.saw(f"the paper of {name} was printed once", where="printer", true=stage.counted() == counted + 1)
    door = stage.door_of(stage.player.sees("deposit.door.open.title"))
    stage.steps.saw(f"door {door} is open", where="rig", true=stage.is_door(door, open=True))
    stage.town.hand(door, "fill")
    stage.player.taps("option.put_in")
    stage.player.sees("deposit.door.close.title")
    stage.town.hand(door, "push")
    stage.player.sees(until)
    inside = stage.is_door(door, open=False, contents=True)
    stage.steps.saw(f"the envelope of {name} is behind the closed door {door}", where="rig", true=inside)
    stage.goes_home()
    return door


def collected_by_code(stage: Stage, door: int) -> None:
    """최가람 shows the QR of the message and types the birth date."""
    message = stage.browser("garam@example.kr").next_mail("보관함에서 찾아가세요")
    stage.steps.saw("the message names the compartment", where="mailbox", true=f"{door}번 칸" in message["text"])
    stage.player.sees("home")
    stage.player.taps("service.collect")
    stage.player.sees("collect.scan.title")
    stage.holds_up(message, until="birth_date.title")
    stage.types("birth_date.title", BIRTH_DATES["최가람"])
    _take_out(stage, door)


def collected_by_number(stage: Stage, door: int, code: str) -> None:
    """박마루 has neither mail nor telephone: the slip with number and code was carried to the door."""
    stage.player.sees("home")
    stage.player.taps("service.collect")
    stage.chooses("collect.scan.title", "number")
    stage.types("collect.number.title", str(door))
    stage.types("collect.code.title", code)
    _take_out(stage, door)


def called(stage: Stage) -> None:
    """Who cannot be reached stands on the coordinator's call list."""
    coordinator = stage.staff("김소담")

    def is_listed() -> bool:
        coordinator.open("/coordinator/calls")
        return "박마루" in coordinator.text()

    stage.player.until(is_listed, "the call list to name 박마루")
    stage.steps.saw("박마루 is on the call list", where="hub", true=is_listed())


def _take_out(stage: Stage, door: int) -> None:
    opened = stage.door_of(stage.player.sees("collect.door.open.title"))
    stage.steps.saw(f"exactly door {door} is open", where="rig", true=opened == door and stage.is_door(door, open=True))
    stage.town.hand(door, "empty")
    stage.player.taps("option.taken")
    stage.player.sees("collect.door.close.title")
    stage.town.hand(door, "push")
    done = stage.player.sees("collect.done.title")
    assert isinstance(done.screen, Message)
    empty = stage.is_door(door, open=False, contents=False)
    stage.steps.saw(f"door {door} is closed and empty", where="rig", true=empty)
    stage.goes_home()
