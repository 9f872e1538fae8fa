"""The lines to the hub with the whole controller: papers come, events go, and a hub that is away stops nobody."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.paper import PaperState
from kiosk.store.schema import Outbox, Paper
from kiosk.store.store import Books
from link.hub import CHANGES_PATH, EVENTS_PATH, DeliveryGiven, PaperRecalled
from link.signed_code import Right
from link.staff import Role
from link.way import Way
from tests.kiosk.office import Certificate
from tests.kiosk.paper_stories import bring, code_for, issue, put_in
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at

pytestmark = pytest.mark.looptime

VOLUNTEER = "이하늘"
SOON_S = 3.0
"""Within this changes and events are over, while the line holds."""
BACK_WITHIN_S = 90.0
"""A line that was given up for a while is tried again within this."""


@pytest.fixture
async def point(tmp_path: Path) -> Point:
    point = point_at(tmp_path, is_online=True)
    await point.house.hire()
    await point.house.hire(VOLUNTEER, Role.VOLUNTEER)
    return point


def made(point: Point, way: Way = Way.KIOSK) -> Certificate:
    """A paper that the office tells of."""
    paper = point.office.make(way)
    point.office.tell(paper.assigned)
    return paper


async def outbox(point: Point) -> list[tuple[str, bool]]:
    """Everything that was to be told, in order, and whether it was."""

    def look(books: Books) -> list[tuple[str, bool]]:
        rows = books.db.scalars(select(Outbox).order_by(Outbox.number))
        return [(row.event, row.sent_at is not None) for row in rows]

    return await point.house.ask(look)


async def test_a_paper_that_the_hub_tells_of_can_be_printed_and_the_hub_hears_all_of_it(point: Point) -> None:
    async def script(person: Person) -> None:
        await person.act({}, until="home")
        paper = made(point)
        await asyncio.sleep(SOON_S)
        await issue(point, person, code_for(point, paper))
        await asyncio.sleep(SOON_S)

    assert await point.house.live(script)
    assert point.office.told() == [
        "staff_added",
        "staff_added",
        "controller_started",
        "paper_fetched",
        "print_intended",
        "paper_printed",
        "paper_taken",
    ]
    assert await outbox(point) == [(event, True) for event in point.office.told()]
    printed = next(event for event in point.office.events if event.event == "paper_printed")
    assert (printed.facts["number"], printed.facts["way"]) == ("시험-0000-0000-0001", "kiosk")


async def test_with_the_hub_away_the_whole_story_goes_on_and_is_told_in_order_afterwards(point: Point) -> None:
    async def script(person: Person) -> None:
        await person.act({}, until="home")
        paper, envelope = made(point), made(point, Way.DOOR)
        point.office.tell(DeliveryGiven(delivery="d1", application=envelope.application, volunteer=VOLUNTEER))
        await asyncio.sleep(SOON_S)
        heard = len(point.office.events)
        point.office.is_away = True
        await issue(point, person, code_for(point, paper))
        await put_in(point, person, envelope, "deposit.done_volunteer.title")
        await bring(point, person, point.office.code(Right.DELIVERY, "d1"))
        assert len(point.office.events) == heard
        point.office.is_away = False
        await asyncio.sleep(BACK_WITHIN_S)

    assert await point.house.live(script)
    told = await outbox(point)
    assert told == [(event, True) for event in point.office.told()]
    story = ("paper_printed", "paper_taken", "parcel_stored", "delivery_taken")
    assert point.office.told(*story) == [*story[:2], *story[:2], *story[2:]]


async def test_an_answer_that_gets_lost_is_asked_for_again_under_the_same_ids(point: Point) -> None:
    async def script(person: Person) -> None:
        await person.act({}, until="home")
        await asyncio.sleep(SOON_S)
        paper = made(point)
        await asyncio.sleep(SOON_S)
        point.office.loses_answers = True
        await issue(point, person, code_for(point, paper))
        await asyncio.sleep(SOON_S)
        point.office.loses_answers = False
        await asyncio.sleep(BACK_WITHIN_S)

    assert await point.house.live(script)
    sent = [id for request in point.office.deliveries for id in request]
    assert len(sent) > len(set(sent))
    assert set(sent) == {event.id for event in point.office.events}
    assert await outbox(point) == [(event, True) for event in point.office.told()]


async def test_changes_that_come_again_change_nothing(point: Point) -> None:
    papers = [made(point), made(point)]
    point.office.tell(PaperRecalled(number=papers[1].number))

    async def waits(person: Person) -> None:
        await person.act({}, until="home")
        await asyncio.sleep(SOON_S)

    def states(books: Books) -> list[PaperState]:
        return [row.state for row in books.db.scalars(select(Paper).order_by(Paper.number))]

    for _ in range(2):
        assert await point.house.live(waits)
        assert await point.house.ask(states) == [PaperState.READY, PaperState.RELEASED]
        heard = point.office.told("paper_fetched", "paper_released")
        assert heard == ["paper_fetched", "paper_fetched", "paper_released"]


async def test_changes_come_while_the_hub_takes_no_events(point: Point) -> None:
    point.office.broken = EVENTS_PATH

    async def script(person: Person) -> None:
        await person.act({}, until="home")
        paper = made(point)
        await asyncio.sleep(SOON_S)
        await issue(point, person, code_for(point, paper))

    assert await point.house.live(script)
    assert point.office.events == []


async def test_events_go_while_the_hub_gives_no_changes(point: Point) -> None:
    point.office.broken = CHANGES_PATH

    async def script(person: Person) -> None:
        await person.act({}, until="home")
        await asyncio.sleep(SOON_S)

    assert await point.house.live(script)
    assert point.office.told() == ["staff_added", "staff_added", "controller_started"]


async def test_a_hub_that_does_not_know_this_kiosk_stops_nobody(point: Point) -> None:
    paper = await point.assign()
    point.office.keys = type(point.office.keys).new()

    async def script(person: Person) -> None:
        await issue(point, person, code_for(point, paper))

    assert await point.house.live(script)
    assert point.office.events == []
