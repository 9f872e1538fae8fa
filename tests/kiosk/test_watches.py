"""What is watched when nobody stands there: open doors, doors that nobody opened, a paper in the tray. The strip."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from config.kiosk import DoorSettings
from drivers.lockboard.api import ChannelState, UnlockReply
from kiosk.bell import Bell
from kiosk.flows.effects.locker import Ending, Inspection, Pickup
from kiosk.paper import PaperState
from kiosk.screen_server import ScreenServer
from kiosk.store import compartments, openings, papers, parcels, settlements, tasks, watched
from kiosk.store.schema import Paper
from kiosk.store.store import Books
from kiosk.watches import Watches, alarms
from link.screens import Message, Option, Progress, Screen, Take
from link.showing import Alarm, Show
from link.staff import Settlement, TaskKind
from link.text import key
from link.way import Way
from locker.cabinet import Cabinet, DoorOutcome, Place
from locker.parcel import Condition
from tests.kiosk.paper_stories import code_for, issuing
from tests.kiosk.person import Person
from tests.kiosk.point import point_at
from tests.kiosk.screen import HELLO, screen_at
from tests.kiosk.store.keeper import ALL_SHUT, NUMBERS, Keeper, keeper_of
from tests.kiosk.support import ObedientBoard, now, opened_store

pytestmark = pytest.mark.looptime

OPEN, CLOSED, UNKNOWN = ChannelState.OPEN, ChannelState.CLOSED, ChannelState.UNKNOWN
LIMITS = DoorSettings(remind_after_s=60, staff_after_s=120)
LEFT_OPEN = Alarm(id="door.1", text=key("strip.left_open", compartment=1), urgent=False)
NUMBER = "시험-0000-0000-0001"
PAPER_LEFT = Alarm(id="paper", text=key("strip.paper_left"), urgent=False)
FORCED = Alarm(id="door.1", text=key("strip.forced", compartment=1), urgent=True)


class Watch:
    """Doors that the test moves, and what the strip says of them."""

    def __init__(
        self, keeper: Keeper, board: ObedientBoard, cabinet: Cabinet, window: ScreenServer, socket: Path
    ) -> None:
        self.keeper = keeper
        self._window = window
        self._board = board
        self._cabinet = cabinet
        self._socket = socket

    async def move(self, state: ChannelState) -> None:
        """Somebody moves the door of compartment 1; it is seen, and looked at, before this returns."""
        self._board.doors[1] = state
        await asyncio.sleep(3)

    async def flicker(self, *states: ChannelState) -> None:
        """Somebody moves the door quickly: each state is just long enough to be seen."""
        for state in states:
            self._board.doors[1] = state
            await asyncio.sleep(0.3)
        await asyncio.sleep(3)

    async def open_with_intent(self) -> str:
        """A resident's door, opened and not concluded; returns the intent's id."""
        intent = await self.keeper.intend(Pickup((await self.keeper.put_in(1)).ticket))
        assert isinstance(intent, str)
        assert await self._cabinet.open(1, noted) is DoorOutcome.OPENED
        await self.keeper.end(intent, DoorOutcome.OPENED)
        return intent

    async def open_inspected(self) -> None:
        """A resident's door, opened by staff on the spot: concluded at once, and still open."""
        if await self.keeper.store.transact(partial(parcels.live_parcel, compartment=1)) is None:
            await self.keeper.put_in(1)
        intent = await self.keeper.intend(Inspection(self.keeper.member))
        assert isinstance(intent, str)
        assert await self._cabinet.open(1, noted) is DoorOutcome.OPENED
        await self.keeper.end(intent, DoorOutcome.OPENED)

    async def show(self, screen: Screen) -> None:
        """Somebody's visit comes to this screen."""
        self._window.show(Show(visit="visit-1", n=1, screen=screen))
        await asyncio.sleep(3)

    async def strip(self) -> tuple[Alarm, ...]:
        """What a screen that connects now is told."""
        async with screen_at(self._socket) as screen:
            return (await screen.strip()).alarms

    async def task_kinds(self) -> list[TaskKind]:
        """What staff are asked besides what an inspection asks of them."""
        return [kind for _, kind, _ in await self.keeper.tasks() if kind is not TaskKind.UNCLEARED]

    async def leave_paper(self) -> None:
        """A paper came out, and its person went without it."""
        await self.keeper.store.transact(_leave_paper)
        await asyncio.sleep(3)

    async def alarms(self) -> list[str]:
        """Every door event of the audit log."""
        return [event for event in await self.keeper.audited() if event.startswith("door_")]


@asynccontextmanager
async def watched_doors(folder: Path, state: ChannelState = CLOSED, member: str = "") -> AsyncIterator[Watch]:
    """Watches over doors that are found like this. member: of an earlier run in this folder."""
    bell, board = Bell(), ObedientBoard()
    board.doors[1] = state
    window = ScreenServer(HELLO, bell)
    cabinet = Cabinet({number: Place(board.name, number) for number in NUMBERS}, bell.ring)
    async with opened_store(folder) as store, window.listening(folder / "s"), asyncio.TaskGroup() as group:
        keeper = Keeper(store, member) if member else await keeper_of(store)
        serving = group.create_task(cabinet.serve({board.name: board}, lambda: None))
        await bell.until(lambda: all(cabinet.door(number).read_at_s is not None for number in NUMBERS) or None)
        looking = group.create_task(Watches(store, cabinet, window, now, LIMITS).run())
        yield Watch(keeper, board, cabinet, window, folder / "s")
        serving.cancel()
        looking.cancel()


async def noted(_: UnlockReply) -> None: ...


def _leave_paper(books: Books) -> None:
    books.db.add(
        Paper(
            number=NUMBER,
            application="application-1",
            way=Way.KIOSK,
            state=PaperState.PRINTED,
            recalled=False,
            fetched_at=books.now,
        )
    )
    tasks.file_paper(books, TaskKind.PAPER_LEFT, NUMBER)


async def test_nobody_is_alarmed_about_closed_doors(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await asyncio.sleep(600)
        assert (await watch.strip(), await watch.task_kinds(), await watch.alarms()) == ((), [], [])


async def test_a_door_opened_by_an_intent_is_no_alarm(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_with_intent()
        await asyncio.sleep(3)
        assert (await watch.strip(), await watch.task_kinds(), await watch.alarms()) == ((), [], [])


async def test_a_door_that_stands_open_for_a_minute_is_on_the_strip(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_with_intent()
        await asyncio.sleep(58)
        assert await watch.strip() == ()
        await asyncio.sleep(4)
        assert await watch.strip() == (LEFT_OPEN,)
        await watch.move(CLOSED)
        assert await watch.strip() == ()


async def test_staff_are_not_asked_while_somebodys_visit_is_at_the_door(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        intent = await watch.open_with_intent()
        await asyncio.sleep(600)
        assert await watch.task_kinds() == []
        conclude = partial(openings.conclude, intent=intent, ending=Ending.STILL_INSIDE, shut=ALL_SHUT)
        await watch.keeper.store.transact(conclude)
        await asyncio.sleep(3)
        assert await watch.task_kinds() == [TaskKind.DOOR_LEFT_OPEN]


async def test_staff_are_asked_once_after_two_minutes(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await asyncio.sleep(117)
        assert TaskKind.DOOR_LEFT_OPEN not in await watch.task_kinds()
        await asyncio.sleep(6)
        assert await watch.task_kinds() == [TaskKind.DOOR_LEFT_OPEN]
        assert await watch.keeper.condition() is Condition.UNCLEARED
        await asyncio.sleep(600)
        assert await watch.task_kinds() == [TaskKind.DOOR_LEFT_OPEN]
        assert await watch.alarms() == ["door_left_open"]


async def test_a_door_that_was_closed_and_opened_again_has_its_minutes_anew(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await asyncio.sleep(57)
        await watch.move(CLOSED)
        await watch.open_inspected()
        await asyncio.sleep(57)
        assert await watch.strip() == ()


async def test_the_minutes_go_on_over_a_restart(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await asyncio.sleep(50)
        assert await watch.strip() == ()
    async with watched_doors(tmp_path, OPEN, watch.keeper.member) as again:
        await asyncio.sleep(12)
        assert await again.strip() == (LEFT_OPEN,)
        await asyncio.sleep(60)
        assert await again.task_kinds() == [TaskKind.DOOR_LEFT_OPEN]


async def test_a_watched_door_that_is_closed_at_the_restart_is_watched_no_more(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await asyncio.sleep(3)
    async with watched_doors(tmp_path, CLOSED, watch.keeper.member) as again:
        await asyncio.sleep(600)
        assert (await again.strip(), await again.task_kinds()) == ((), [])


async def test_a_forced_door_alarms_at_once(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.move(OPEN)
        assert await watch.strip() == (FORCED,)
        assert await watch.task_kinds() == [TaskKind.DOOR_FORCED_OPEN]
        assert await watch.alarms() == ["door_forced_open"]
        assert await watch.keeper.condition() is Condition.UNCLEARED


async def test_a_forced_door_that_is_closed_leaves_the_strip_and_keeps_its_task(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.move(OPEN)
        await watch.move(CLOSED)
        assert await watch.strip() == ()
        assert await watch.task_kinds() == [TaskKind.DOOR_FORCED_OPEN]


async def test_a_door_found_open_at_the_start_alarms(tmp_path: Path) -> None:
    async with watched_doors(tmp_path, OPEN) as watch:
        await asyncio.sleep(3)
        assert await watch.task_kinds() == [TaskKind.DOOR_FORCED_OPEN]
        assert await watch.alarms() == ["door_found_open"]
        await asyncio.sleep(60)
        assert await watch.strip() == (LEFT_OPEN,)


async def test_a_door_that_stood_open_before_the_restart_is_no_news(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await asyncio.sleep(3)
    async with watched_doors(tmp_path, OPEN, watch.keeper.member) as again:
        await asyncio.sleep(3)
        assert (await again.task_kinds(), await again.alarms()) == ([], [])


async def test_a_door_of_a_visit_that_the_power_cut_ended_is_no_alarm(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        intent = await watch.keeper.intend(Pickup((await watch.keeper.put_in(1)).ticket))
        assert isinstance(intent, str)
    async with watched_doors(tmp_path, OPEN, watch.keeper.member) as again:
        await asyncio.sleep(3)
        assert (await again.task_kinds(), await again.alarms()) == ([], [])


async def test_an_open_door_that_goes_out_of_sight_is_still_watched(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await asyncio.sleep(30)
        await watch.move(UNKNOWN)
        await asyncio.sleep(60)
        assert await watch.strip() == (LEFT_OPEN,)


async def test_a_door_that_is_closed_and_forced_between_two_looks_alarms(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.open_inspected()
        await watch.move(OPEN)
        await watch.flicker(CLOSED, OPEN)
        assert await watch.strip() == (FORCED,)


async def test_a_watched_compartment_that_the_settings_have_no_more_stops_nobody(tmp_path: Path) -> None:
    async with opened_store(tmp_path) as store:
        member = (await keeper_of(store)).member
        await store.transact(partial(compartments.know_compartments, numbers=[99]))
        await store.transact(partial(watched.begin_watch, compartment=99))
    async with watched_doors(tmp_path, member=member) as watch:
        await watch.move(OPEN)
        assert FORCED in await watch.strip()


async def test_a_paper_that_lies_in_the_tray_is_on_the_strip_until_staff_have_seen_to_it(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.leave_paper()
        assert await watch.strip() == (PAPER_LEFT,)
        ((task, _kind, _where),) = await watch.keeper.tasks()
        done = partial(
            settlements.settle, task=task, settlement=Settlement.ISSUED, staff=watch.keeper.member, shut=ALL_SHUT
        )
        await watch.keeper.store.transact(done)
        await asyncio.sleep(3)
        assert await watch.strip() == ()


OWN_PAPER = (
    Progress(title=key("print.title"), total=1),
    Progress(title=key("print.slip.title"), what="slip"),
    Take(what="paper", title=key("issue.take.title"), accept=Option(id="taken", label=key("issue.take.taken"))),
)


@pytest.mark.parametrize("own", OWN_PAPER, ids=lambda screen: screen.title.id)
async def test_nobody_who_waits_for_a_paper_or_is_to_take_it_reads_that_anothers_may_lie_there(
    tmp_path: Path, own: Screen
) -> None:
    done = Message(tone="success", title=key("issue.done.title", number=NUMBER), close=key("message.close"))
    async with watched_doors(tmp_path) as watch:
        await watch.leave_paper()
        await watch.move(OPEN)
        assert await watch.strip() == (FORCED, PAPER_LEFT)
        await watch.show(own)
        assert await watch.strip() == (FORCED,)
        await watch.show(done)
        assert await watch.strip() == (FORCED, PAPER_LEFT)


async def test_a_paper_that_is_taken_after_all_leaves_the_strip(tmp_path: Path) -> None:
    async with watched_doors(tmp_path) as watch:
        await watch.leave_paper()
        await watch.keeper.store.transact(partial(papers.taken, number=NUMBER))
        await asyncio.sleep(3)
        assert await watch.strip() == ()


async def test_whoever_comes_next_sees_that_a_paper_lies_there_and_not_whose_it_is(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    code = code_for(point, await point.assign())
    leaves_it = {title: act for title, act in issuing(point, code).items() if title != "issue.take.title"}
    seen: list[tuple[Alarm, ...]] = []

    async def walk_away(person: Person) -> None:
        await person.act(leaves_it, until="issue.take.title")
        await person.act({}, until="home")
        await asyncio.sleep(3)
        async with screen_at(point.house.settings.paths.screen_socket) as screen:
            seen.append((await screen.strip()).alarms)

    assert await point.house.live(walk_away)
    assert seen == [(PAPER_LEFT,)]


def test_the_strip_names_late_and_forced_doors_in_the_order_of_their_numbers_and_then_the_paper() -> None:
    assert [(alarm.id, alarm.text, alarm.urgent) for alarm in alarms({9, 3}, {12, 3}, paper_left=True)] == [
        ("door.3", key("strip.forced", compartment=3), True),
        ("door.9", key("strip.left_open", compartment=9), False),
        ("door.12", key("strip.forced", compartment=12), True),
        ("paper", key("strip.paper_left"), False),
    ]


def test_the_strip_is_empty_when_nothing_is_to_be_seen_to() -> None:
    assert alarms(set(), set(), paper_left=False) == ()
