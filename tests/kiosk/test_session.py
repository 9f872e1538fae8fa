"""How long a person may be silent, and what their silence ends; with the whole controller and a fake clock."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drivers.lockboard.simdoors import SimDoor
from kiosk.store import tasks
from kiosk.store.schema import Parcel
from link.screens import Home
from link.showing import Chose, Left, Show, Typed
from link.staff import TaskKind
from locker.parcel import ParcelState
from tests.kiosk.house import PIN, House
from tests.kiosk.person import Person
from tests.kiosk.screen import Screen, screen_at

pytestmark = pytest.mark.looptime

ASK_AFTER_S, LEAVE_AFTER_S, DOOR_S = 60, 30, 120


@pytest.fixture
async def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    await house.hire()
    return house


async def visit(house: House, script: Callable[[Screen], Awaitable[None]]) -> None:
    """Run the controller while script goes on at its screen."""

    async def at_screen(_: Person) -> None:
        async with screen_at(house.settings.paths.screen_socket) as screen:
            await script(screen)

    assert await house.live(at_screen)


async def home(screen: Screen) -> Show:
    """The first screen, once it offers what a locker alone can do."""
    return await screen.offered("collect", "deposit")


async def to_number_pad(screen: Screen) -> Show:
    screen.answer(await home(screen), Chose(option="collect"))
    return await screen.see("collect.number.title")


async def to_open_door(screen: Screen) -> Show:
    screen.answer(await home(screen), Chose(option="deposit"))
    who = await screen.see("sign_in.who.title")
    screen.answer(who, Chose(option=who.screen.options[0].id))  # type: ignore[union-attr]  # only Choice has this title
    for title, digits in (("sign_in.pin", PIN), ("deposit.building", "101"), ("deposit.unit", "1203")):
        screen.answer(await screen.see(f"{title}.title"), Typed(digits=digits))
    screen.answer(await screen.see("deposit.household.title"), Chose(option="right"))
    return await screen.see("deposit.door.open.title")


def now_s() -> float:
    return asyncio.get_running_loop().time()


async def test_a_silent_person_is_asked_on_top_of_the_same_screen(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad, begun_s = await to_number_pad(screen), now_s()
        assert await screen.see() == pad.model_copy(update={"still_there": True})
        assert now_s() - begun_s == pytest.approx(ASK_AFTER_S, abs=0.1)

    await visit(house, script)


async def test_a_touch_brings_the_same_screen_back_and_the_whole_minute_again(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad = await to_number_pad(screen)
        screen.touch(await screen.see())
        assert await screen.see() == pad
        begun_s = now_s()
        assert (await screen.see()).still_there
        assert now_s() - begun_s == pytest.approx(ASK_AFTER_S, abs=0.1)

    await visit(house, script)


async def test_every_touch_begins_the_minute_anew(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad = await to_number_pad(screen)
        for _ in range(5):
            await asyncio.sleep(ASK_AFTER_S - 1)
            screen.touch(pad)
        await asyncio.sleep(0.1)
        begun_s = now_s()
        assert await screen.see() == pad.model_copy(update={"still_there": True})
        assert now_s() - begun_s == pytest.approx(ASK_AFTER_S, abs=0.2)

    await visit(house, script)


async def test_an_answer_to_the_question_underneath_counts(house: House) -> None:
    async def script(screen: Screen) -> None:
        await to_number_pad(screen)
        screen.answer(await screen.see(), Typed(digits="7"))
        assert (await screen.see("collect.code.title")).still_there is False

    await visit(house, script)


async def test_a_person_who_stays_silent_has_left_and_the_next_visit_is_another(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad = await to_number_pad(screen)
        await screen.see()
        begun_s = now_s()
        after = await screen.see()
        assert isinstance(after.screen, Home)
        assert now_s() - begun_s == pytest.approx(LEAVE_AFTER_S, abs=0.1)
        assert after.visit != pad.visit

    await visit(house, script)


async def test_the_first_screen_waits_for_ever(house: House) -> None:
    async def script(screen: Screen) -> None:
        showing = await home(screen)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(900):
                await screen.see()
        screen.answer(showing, Chose(option="collect"))
        await screen.see("collect.number.title")

    await visit(house, script)


async def test_a_person_can_go_to_the_first_screen(house: House) -> None:
    async def script(screen: Screen) -> None:
        screen.answer(await to_number_pad(screen), Left(to="home"))
        assert isinstance((await screen.see()).screen, Home)

    await visit(house, script)


async def test_an_answer_that_the_screen_cannot_give_changes_nothing(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad = await to_number_pad(screen)
        for answer in (Chose(option="deposit"), Chose(option="close"), Typed(digits="123456")):
            screen.answer(pad, answer)
            again = await screen.see()
            assert again == pad.model_copy(update={"n": pad.n + 1})
            pad = again
        assert await screen.see() == pad.model_copy(update={"still_there": True})

    await visit(house, script)


async def test_an_answer_counts_once(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad = await to_number_pad(screen)
        for _ in range(3):
            screen.answer(pad, Typed(digits="7"))
        code = await screen.see()
        assert await screen.see() == code.model_copy(update={"still_there": True})

    await visit(house, script)


async def test_a_screen_that_comes_back_stands_where_the_person_was(house: House) -> None:
    async def script(screen: Screen) -> None:
        pad = await to_number_pad(screen)
        async with screen_at(house.settings.paths.screen_socket) as new:
            assert await new.see() == pad
            new.answer(pad, Typed(digits="7"))
            await new.see("collect.code.title")

    await visit(house, script)


async def test_at_an_open_door_a_person_is_asked_late_and_a_touch_is_enough(house: House) -> None:
    async def script(screen: Screen) -> None:
        door, begun_s = await to_open_door(screen), now_s()
        for times in (1, 2):
            assert await screen.see() == door.model_copy(update={"still_there": True})
            assert now_s() - begun_s == pytest.approx(times * DOOR_S, abs=0.5)
            screen.touch(door)
            assert await screen.see() == door

    await visit(house, script)


async def test_a_door_that_nobody_closes_is_left_for_staff_after_the_question(house: House) -> None:
    async def script(screen: Screen) -> None:
        door, begun_s = await to_open_door(screen), now_s()
        assert await screen.see() == door.model_copy(update={"still_there": True})
        left = await screen.see()
        assert (left.still_there, left.visit) == (False, door.visit)
        assert left.screen.title.id == "deposit.uncleared.title"  # type: ignore[union-attr]  # a message under a key
        assert now_s() - begun_s == pytest.approx(DOOR_S + LEAVE_AFTER_S, abs=0.5)

    await visit(house, script)
    assert await _end(house) == ([ParcelState.HELD], [TaskKind.UNCLEARED])


async def test_a_language_that_nobody_stays_for_goes_with_who_chose_it(house: House) -> None:
    async def script(screen: Screen) -> None:
        home = await screen.see()
        screen.touch(home)
        touched = await screen.see()
        assert touched.visit == home.visit
        assert (await screen.see()).visit != home.visit

    await visit(house, script)


async def test_a_visit_whose_person_left_at_the_question_what_is_inside_is_settled(house: House) -> None:
    async def script(screen: Screen) -> None:
        door = await to_open_door(screen)
        house.shut(door.screen.compartment)  # type: ignore[union-attr]  # only Door has this title
        await screen.see("deposit.is_in.title")
        await home(screen)

    await visit(house, script)
    assert await _end(house) == ([ParcelState.HELD], [TaskKind.UNCLEARED])


async def test_another_compartment_is_offered_when_a_door_stays_shut_and_silence_leaves_nothing_kept(
    house: House,
) -> None:
    async def script(screen: Screen) -> None:
        for door in house.doors:
            _stick(door)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(30):
                await to_open_door(screen)
        await home(screen)

    await visit(house, script)
    assert await _end(house) == ([ParcelState.WITHDRAWN], [TaskKind.DOOR_STAYED_SHUT])


def _stick(door: SimDoor) -> None:
    door.stuck = True


async def _end(house: House) -> tuple[list[ParcelState], list[TaskKind]]:
    """The state of every parcel and the kind of every task, once the controller is gone."""
    store = await house.open_store()
    try:
        states = await store.transact(lambda books: [parcel.state for parcel in books.db.query(Parcel)])
        return states, [row.kind for row in await store.transact(tasks.unsettled)]
    finally:
        await store.close()
