"""The whole story, scene by scene, from an online application to a paper in a hand; each step seen at its far end."""

from link.staff import TaskKind
from tests.story import at_the_hub, at_the_kiosk, in_the_locker, to_the_door
from tests.story.slips import code_on
from tests.story.stage import Stage


def play(stage: Stage) -> None:
    """Everything, in the order of docs/architecture.md section 1."""
    at_the_hub.applied(stage)
    at_the_hub.approved(stage)
    at_the_kiosk.printed_by_code(stage)
    at_the_kiosk.printed_by_card(stage)
    _by_locker(stage)
    _to_the_door(stage)
    _on_record(stage)


def _by_locker(stage: Stage) -> None:
    by_mail = in_the_locker.deposited(stage, "최가람", until="deposit.done_hub.title")
    by_slip = in_the_locker.deposited(stage, "박마루", until="deposit.done_slip.title")
    in_the_locker.called(stage)
    in_the_locker.collected_by_code(stage, by_mail)
    in_the_locker.collected_by_number(stage, by_slip, code_on(stage.town))


def _to_the_door(stage: Stage) -> None:
    for volunteer in ("한새롬", "오다온"):
        stage.staff(volunteer)
    confirmed = in_the_locker.deposited(stage, "김한울", until="deposit.done_volunteer.title")
    to_the_door.accepted(stage, "김한울", by="한새롬", late="오다온")
    to_the_door.taken(stage, "한새롬", confirmed)
    to_the_door.handed_over(stage, "한새롬", "hanul@example.kr")
    unconfirmed = in_the_locker.deposited(stage, "이온누리", until="deposit.done_volunteer.title")
    to_the_door.accepted(stage, "이온누리", by="오다온", late="한새롬")
    to_the_door.taken(stage, "오다온", unconfirmed)
    to_the_door.handed_over_without_code(stage, "오다온")


def _on_record(stage: Stage) -> None:
    """The hub knows who had each paper when; the kiosk's log holds; nobody is needed anywhere."""
    for name in stage.applications:
        stage.steps.saw(f"the hub knows who had the paper of {name}", where="hub", true=len(stage.trail(name)) > 2)
    lying = len(stage.sheets())
    stage.steps.saw("every paper was printed exactly once", where="printer", true=lying == len(stage.applications))
    stage.steps.saw("the audit chain holds", where="audit", true=stage.town.audit().broken_at is None)
    waiting = [task.kind for task in stage.town.tasks() if task.kind is not TaskKind.CODE_UNTOLD]
    stage.steps.saw("nobody is needed at the kiosk", where="staff tasks", true=waiting == [])
