"""The plug is pulled before and after every commit of the stories of papers; the next start settles and serves.

A paper is in one of three states then: it can be printed, it was, or staff are asked. What the printer did in the dark
is part of each.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from drivers.cardreader.api import CardIdentity, CardRead
from kiosk.flows.registry import SERVICES
from kiosk.paper import PaperState
from kiosk.store import papers
from kiosk.store.schema import Paper, Parcel
from kiosk.store.store import Books
from link.hub import DeliveryGiven
from link.screens import Home
from link.showing import Show
from link.signed_code import Right
from link.staff import Role
from link.way import Way
from locker.parcel import ParcelState, ToldBy
from tests.kiosk import paper_stories as stories
from tests.kiosk.crash.invariants import check, every_code_is_known
from tests.kiosk.crash.paper_invariants import check_papers
from tests.kiosk.house import Cut
from tests.kiosk.office import CARD, Certificate
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at

VOLUNTEER = "이하늘"
DARK_S = 60.0


@dataclass
class Day:
    """One point, one paper, and the code that goes with the story."""

    point: Point
    paper: Certificate
    code: str = field(repr=False)


Story = Callable[[Day, Person], Awaitable[None]]


async def by_code(folder: Path) -> Day:
    point = point_at(folder)
    paper = await point.assign()
    return Day(point, paper, point.office.code(Right.PRINT, paper.application))


async def by_card(folder: Path) -> Day:
    point = point_at(folder)
    return Day(point, await point.assign(cards=(CARD,)), "")


async def into_the_locker(folder: Path) -> Day:
    point = point_at(folder)
    await point.house.hire()
    return Day(point, await point.assign(Way.LOCKER), "")


async def out_of_the_locker(folder: Path) -> Day:
    day = await into_the_locker(folder)
    await day.point.lay_in(day.paper)
    day.code = day.point.office.code(Right.PARCEL, day.paper.application)
    return day


async def to_the_door(folder: Path) -> Day:
    point = point_at(folder)
    await point.house.hire()
    await point.house.hire(VOLUNTEER, Role.VOLUNTEER)
    paper = await point.assign(Way.DOOR)
    await point.lay_in(paper)
    given = DeliveryGiven(delivery="delivery-1", application=paper.application, volunteer=VOLUNTEER)
    await point.house.take_in(given)
    return Day(point, paper, point.office.code(Right.DELIVERY, "delivery-1"))


def _lays_card(day: Day, _: Show) -> None:
    day.point.cards.events.put_nowait(CardRead(CardIdentity(CARD, 7)))


PRINTER = ("the printer goes on in the dark", "the printer forgets its jobs")
DOOR = ("nobody comes", "the door is pushed shut", "the person finishes in the dark and shuts the door")


@dataclass(frozen=True)
class Told:
    """A story: how the day begins, what the person does, how often it commits.

    dark: what else can happen after a cut at one of these commits, than that the power is back at once.
    """

    begin: Callable[[Path], Awaitable[Day]]
    play: Story
    commits: int
    dark: tuple[tuple[range, tuple[str, ...]], ...]


STORIES = {
    "issue by code": Told(
        by_code, lambda day, person: stories.issue(day.point, person, day.code), 7, ((range(5, 7), PRINTER),)
    ),
    "issue by card": Told(
        by_card,
        lambda day, person: stories.issue_by_card(day.point, person, partial(_lays_card, day)),
        5,
        ((range(3, 5), PRINTER),),
    ),
    "deposit": Told(
        into_the_locker,
        lambda day, person: stories.put_in(day.point, person, day.paper),
        11,
        ((range(4, 6), PRINTER), (range(9, 12), DOOR)),
    ),
    "collect by code": Told(
        out_of_the_locker,
        lambda day, person: stories.collect_by_code(day.point, person, day.code),
        7,
        ((range(4, 8), DOOR),),
    ),
    "deliver": Told(
        to_the_door, lambda day, person: stories.bring(day.point, person, day.code), 7, ((range(4, 8), DOOR),)
    ),
}
"""How many commits write in each story test_the_stories_commit_this_often keeps true."""


def cuts(name: str, story: Told) -> Iterator[tuple[str, int, bool, str]]:
    """Every moment at which the plug can be pulled, and everything that can happen then."""
    for at in range(1, story.commits + 1):
        dark = [what for commits, could in story.dark if at in commits for what in could]
        for before in (True, False):
            for afterwards in ("at once", *dark):
                yield name, at, before, afterwards


# What is on record after a commit is what is on record before the next one, where everything that moved meanwhile has
# moved, too: there the dark is gone through in every run.
CUTS = [
    pytest.param(
        *cut,
        id=f"{cut[0]}-{'before' if cut[2] else 'after'}-{cut[1]}-{cut[3]}",
        marks=[] if cut[2] or cut[3] == "at once" else pytest.mark.slow,
    )
    for name, story in STORIES.items()
    for cut in cuts(name, story)
]


@pytest.mark.looptime
@pytest.mark.parametrize("name", STORIES)
async def test_the_stories_commit_this_often(tmp_path: Path, name: str) -> None:
    story, cut = STORIES[name], Cut(0, before=True)
    day = await story.begin(tmp_path)
    assert await day.point.house.live(lambda person: story.play(day, person), cut)
    assert cut.commits == story.commits


@pytest.mark.looptime
@pytest.mark.parametrize(("name", "at", "before", "afterwards"), CUTS)
async def test_after_a_power_cut_every_paper_is_accounted_for(
    tmp_path: Path, name: str, at: int, *, before: bool, afterwards: str
) -> None:
    story = STORIES[name]
    day = await story.begin(tmp_path)
    house = day.point.house
    assert not await house.live(lambda person: story.play(day, person), Cut(at, before=before))
    await in_the_dark(day, afterwards)
    assert await house.live(_serves_again)
    if await house.ask(partial(_holds, day=day, story=name)):
        assert await house.live(lambda person: story.play(day, person))
        await house.ask(partial(check_papers, point=day.point, certificates=(day.paper,)))


async def in_the_dark(day: Day, afterwards: str) -> None:
    """What happens while there is no power for the controller."""
    house, printer = day.point.house, day.point.printer
    if afterwards == "at once":
        return
    if afterwards == "the printer forgets its jobs":
        printer.power_cut()
    await asyncio.sleep(DARK_S)  # real time: none, the clock is looptime's
    printer.mfp.advance(printer.now_s)
    for entry in house.compartments:
        door = house.door(entry.number)
        if door.is_open(printer.now_s) and afterwards in DOOR[1:]:
            if afterwards == DOOR[2]:
                door.contents = not door.contents
            house.shut(entry.number)


def _holds(books: Books, day: Day, story: str) -> bool:
    """Fail with the first invariant that does not. Returns whether the person can have what they came for."""
    check(books, day.point.house)
    check_papers(books, day.point, (day.paper,))
    every_code_is_known(books, set())
    return _can_go_on(books, story, day.paper)


def _can_go_on(books: Books, story: str, paper: Certificate) -> bool:
    """Whether the person can have what they came for, if they come again."""
    row = books.db.get_one(Paper, paper.number)
    match story:
        case "issue by code" | "issue by card":
            return row.state is PaperState.READY
        case "deposit":
            parcel = books.db.query(Parcel).filter_by(paper=paper.number).first()
            is_at_hand = papers.of_application(books, paper.application) is row and row.state in {
                PaperState.READY,
                PaperState.PRINTED,
            }
            return is_at_hand and (parcel is None or parcel.state is ParcelState.WITHDRAWN)
        case _:
            (parcel,) = books.db.query(Parcel).filter_by(paper=paper.number).all()
            assert parcel.told_by in (ToldBy.HUB, ToldBy.VOLUNTEER)
            return parcel.state is ParcelState.STORED


async def _serves_again(person: Person) -> None:
    """The first screen is there, and the printer was asked about what had been left open."""

    async def is_home() -> Show:
        return await person.act({}, until="home")

    show = await is_home()
    while True:
        assert isinstance(show.screen, Home)
        if all(service.unavailable is None for service in show.screen.services):
            return
        show = await person.see()


def test_every_service_has_a_story_in_which_the_plug_is_pulled() -> None:
    assert {service.id for service in SERVICES} <= {name.split()[0] for name in STORIES}
