"""The stories of papers as people live them, with codes held before a camera and hands that move (simulated) doors."""

from collections.abc import Mapping

from kiosk.paper import PaperState
from kiosk.store import tasks
from kiosk.store.schema import Paper
from kiosk.store.store import Books
from link.screens import Choice, Home, Message, Scan
from link.showing import Answer, Chose, Show
from link.signed_code import Right
from link.staff import TaskKind
from tests.kiosk.crash.stories import hands, shuts
from tests.kiosk.house import PIN
from tests.kiosk.office import BIRTH_DIGITS, Certificate
from tests.kiosk.person import Person, Reaction, chooses, types
from tests.kiosk.point import Point


def enters(service: str) -> Reaction:
    """Touch this service as soon as it can be used."""

    def act(show: Show) -> Answer | None:
        assert isinstance(show.screen, Home)
        offered = {one.id for one in show.screen.services if one.unavailable is None}
        return Chose(option=service) if service in offered else None

    return act


def holds(point: Point, code: str | None) -> Reaction:
    """Hold a code before the camera; None: take it away."""

    def act(_: Show) -> None:
        point.window.held = code

    return act


def says_birth_date(point: Point, digits: str = BIRTH_DIGITS) -> Reaction:
    """Put the telephone away and type the birth date."""

    def act(show: Show) -> Answer | None:
        holds(point, None)(show)
        return types(digits)(show)

    return act


def code_for(point: Point, paper: Certificate) -> str:
    """The code that its person was sent to print it."""
    return point.office.code(Right.PRINT, paper.application)


def first(show: Show) -> Answer:
    """Touch the first option."""
    assert isinstance(show.screen, Choice)
    return Chose(option=show.screen.options[0].id)


def issuing(point: Point, code: str) -> Mapping[str, Reaction]:
    """Everything that somebody does who prints a paper with a code."""
    return {
        "home": enters("issue"),
        "issue.scan.title": holds(point, code),
        "birth_date.title": says_birth_date(point),
        "issue.preview.title": chooses("print"),
        "issue.take.title": chooses("taken"),
    }


async def issue(point: Point, person: Person, code: str) -> None:
    """A resident prints their paper, at a point without a slip printer."""
    await see_off(person, await person.act(issuing(point, code), until="issue.done_without_slip.title"))


async def issue_by_card(point: Point, person: Person, lay: Reaction) -> None:
    """The same with a card."""
    reactions = {**issuing(point, ""), "issue.scan.title": lay}
    await see_off(person, await person.act(reactions, until="issue.done_without_slip.title"))


async def put_in(point: Point, person: Person, paper: Certificate, until: str = "deposit.done_hub.title") -> None:
    """Staff print an application's paper and put it into the locker; the coordinator is the first of the list."""
    await see_off(person, await person.act(depositing(point, paper), until=until))


def depositing(point: Point, paper: Certificate) -> Mapping[str, Reaction]:
    """Everything that staff do for that."""
    return {
        "home": enters("deposit"),
        "sign_in.who.title": first,
        "sign_in.pin.title": types(PIN),
        "deposit.what.title": chooses(paper.number),
        "deposit.take.title": chooses("in_envelope"),
        "deposit.door.open.title": hands(point.house, say="put_in", contents=True),
        "deposit.door.close.title": shuts(point.house),
    }


async def bring(point: Point, person: Person, code: str) -> None:
    """A volunteer takes the envelope out."""
    await see_off(person, await person.act(delivering(point, code), until="deliver.done.title"))


def delivering(point: Point, code: str) -> Mapping[str, Reaction]:
    """Everything that a volunteer does for that."""
    return {
        "home": enters("deliver"),
        "deliver.scan.title": holds(point, code),
        "sign_in.pin.title": types(PIN),
        "deliver.door.open.title": hands(point.house, say="taken", contents=False),
        "deliver.door.close.title": shuts(point.house),
    }


async def collect_by_code(point: Point, person: Person, code: str) -> None:
    """A resident takes their envelope out with a QR code."""
    await see_off(person, await person.act(collecting(point, code), until="collect.done.title"))


def collecting(point: Point, code: str) -> Mapping[str, Reaction]:
    """Everything that a resident does for that."""
    return {
        "home": enters("collect"),
        "collect.scan.title": holds(point, code),
        "birth_date.title": says_birth_date(point),
        "collect.door.open.title": hands(point.house, say="taken", contents=False),
        "collect.door.close.title": shuts(point.house),
    }


async def see_off(person: Person, done: Show) -> None:
    """Touch the button of a message and wait for the first screen."""
    assert isinstance(done.screen, Message)
    person.answer(done, Chose(option="close"))
    await person.act({}, until="home")


async def sees(person: Person, reactions: Mapping[str, Reaction], until: str) -> None:
    """Go on until this message is seen, and see it off."""
    await see_off(person, await person.act(reactions, until=until))


async def standing(point: Point, paper: Certificate) -> tuple[PaperState, list[TaskKind], list[tuple[int, ...]]]:
    """What is on record of a paper, what staff are asked about it, and what lies in the tray."""

    def look(books: Books) -> tuple[PaperState, list[TaskKind]]:
        asked = [task.kind for task in tasks.unsettled(books) if task.paper == paper.number]
        return books.db.get_one(Paper, paper.number).state, asked

    return (*await point.house.ask(look), point.printer.sheets_of(paper.pdf))


async def until_problem(person: Person, reactions: Mapping[str, Reaction]) -> str:
    """The problem that a scan screen names, once one names one."""
    (scan,) = (name for name in reactions if name.endswith(".scan.title"))
    while True:
        show = await person.act(reactions, until=scan)
        assert isinstance(show.screen, Scan)
        if show.screen.problem is not None:
            return getattr(show.screen.problem, "id", "")
        reactions[scan](show)
        await person.see()
