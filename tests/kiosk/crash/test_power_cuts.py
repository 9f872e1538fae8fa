"""The plug is pulled before and after every commit of both stories; the next start settles and serves."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from tests.kiosk.crash.invariants import can_be_collected, check, every_code_is_known
from tests.kiosk.crash.stories import collect, deposit
from tests.kiosk.house import Cut, House
from tests.kiosk.person import Person

COMMITS = {"deposit": 9, "collect": 8}
"""How many commits write in each story; test_the_stories_commit_this_often keeps it true."""

DOORS_MOVE_FROM = {"deposit": 4, "collect": 4}
"""Before this commit every door is shut, and nothing can happen at it in the dark."""

AFTERWARDS = ("nobody comes", "the door is pushed shut", "the person finishes in the dark and shuts the door")
# What is on record after a commit is what is on record before the next one, where every door that moved meanwhile has
# moved, too: there the dark is gone through in every run.
CUTS = [
    pytest.param(
        story,
        at,
        before,
        afterwards,
        id=f"{story}-{'before' if before else 'after'}-{at}-{afterwards}",
        marks=[] if before or afterwards == AFTERWARDS[0] else pytest.mark.slow,
    )
    for story, commits in COMMITS.items()
    for at in range(1, commits + 1)
    for before in (True, False)
    for afterwards in AFTERWARDS[: None if at >= DOORS_MOVE_FROM[story] else 1]
]


class Told:
    """What the people of a story know."""

    compartment = 0
    code = ""

    def read(self, compartment: int, code: str) -> None:
        """Write down what the screen says."""
        self.compartment, self.code = compartment, code


async def begin(house: House, story: str, told: Told) -> None:
    """Everything that happened before the story."""
    await house.hire()
    if story == "collect":
        assert await house.live(partial(_deposit, house, told))


async def play(house: House, story: str, told: Told, person: Person) -> None:
    """The story itself."""
    if story == "deposit":
        await _deposit(house, told, person)
    else:
        await collect(house, person, told.compartment, told.code)


@pytest.mark.looptime
@pytest.mark.parametrize("story", COMMITS)
async def test_the_stories_commit_this_often(tmp_path: Path, story: str) -> None:
    house, told, cut = House(tmp_path), Told(), Cut(0, before=True)
    await begin(house, story, told)
    assert await house.live(partial(play, house, story, told), cut)
    assert cut.commits == COMMITS[story]


@pytest.mark.looptime
@pytest.mark.parametrize(("story", "at", "before", "afterwards"), CUTS)
async def test_after_a_power_cut_the_kiosk_settles_and_serves(
    tmp_path: Path, story: str, at: int, *, before: bool, afterwards: str
) -> None:
    house, told = House(tmp_path), Told()
    await begin(house, story, told)
    assert not await house.live(partial(play, house, story, told), Cut(at, before=before))
    in_the_dark(house, story, afterwards)
    assert await house.live(_sees_home)
    store = await house.open_store()
    await store.transact(partial(check, house=house))
    await store.transact(partial(every_code_is_known, known={told.compartment}))
    collectable = await store.transact(partial(can_be_collected, compartment=told.compartment))
    await store.close()
    if collectable:
        assert await house.live(lambda person: collect(house, person, told.compartment, told.code))


def in_the_dark(house: House, story: str, afterwards: str) -> None:
    """What happens at an open door while there is no power."""
    for entry in house.compartments:
        door = house.door(entry.number)
        if not door.is_open(asyncio.get_running_loop().time()) or afterwards == "nobody comes":
            continue
        if afterwards.startswith("the person"):
            door.contents = story == "deposit"
        house.shut(entry.number)


async def _deposit(house: House, told: Told, person: Person) -> None:
    await deposit(house, person, told.read)


async def _sees_home(person: Person) -> None:
    await person.act({}, until="home")
