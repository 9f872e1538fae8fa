"""SIGKILL to the controller at six points of the story; the next one looks, settles, tells the truth, and serves."""

import pytest

from link.showing import Chose, Show
from link.staff import Settlement, TaskKind
from tests.kiosk.person import Person, Reaction, chooses, digits_of, number_in_title, person_at, types
from tests.processes import PIN, Site

pytestmark = pytest.mark.timeout(120)


def depositor(site: Site) -> dict[str, Reaction]:
    """What a depositor does, with hands at the rig's doors."""

    def puts_in(show: Show) -> Chose:
        site.hand(door_of(show), "fill")
        return Chose(option="put_in")

    return {
        "home": chooses("deposit"),
        "sign_in.who.title": lambda show: Chose(option=show.screen.options[0].id),  # type: ignore[union-attr]  # only Choice has this title
        "sign_in.pin.title": types(PIN),
        "deposit.building.title": types("101"),
        "deposit.unit.title": types("1203"),
        "deposit.household.title": chooses("right"),
        "deposit.door.open.title": puts_in,
        "deposit.door.close.title": lambda show: site.hand(door_of(show), "push"),
    }


def collector(site: Site, compartment: int, code: str) -> dict[str, Reaction]:
    """What a collector does, who closes the door before saying anything."""

    def takes_out(show: Show) -> None:
        site.hand(door_of(show), "empty")
        site.hand(door_of(show), "push")

    return {
        "home": chooses("collect"),
        "collect.number.title": types(str(compartment)),
        "collect.code.title": types(code),
        "collect.door.open.title": takes_out,
        "collect.all_taken.title": chooses("taken"),
    }


async def test_killed_while_staff_type_nothing_has_changed(site: Site) -> None:
    async with person_at(site.screen_socket) as person:
        await person.act(depositor(site), until="deposit.unit.title")
    restart(site)
    assert all(is_free(site, number) for number in range(1, 25))
    await deposits_and_collects(site)


async def test_killed_with_the_unlock_frame_on_the_wire_the_door_is_never_fired_again(site: Site) -> None:
    async with person_at(site.screen_socket) as person:
        opening = await person.act(depositor(site), until="door.opening.title")
    wait_for_unlock(site, door_of(opening))
    restart(site)
    assert unlocks(site, door_of(opening)) == 1
    assert [task.compartment for task in site.tasks()] == [door_of(opening)]
    assert site.compartment(door_of(opening))["condition"] == "uncleared"
    await deposits_and_collects(site)


async def test_killed_with_the_door_open_its_contents_are_for_staff_to_tell(site: Site) -> None:
    async with person_at(site.screen_socket) as person:
        at_door = await person.act(depositor(site), until="deposit.door.close.title")
    restart(site)
    number = door_of(at_door)
    assert site.compartment(number) == {
        "compartment": number,
        "door": "open",
        "condition": "uncleared",
        "parcel": "held",
    }
    site.hand(number, "push")
    site.await_door(number, "closed")
    settled = site.settle(number, Settlement.INSIDE)
    code = settled.rpartition(" ")[2].strip()
    await collects(site, number, code)


async def test_killed_with_the_code_on_the_screen_it_is_good_and_staff_are_asked_to_tell_it(site: Site) -> None:
    async with person_at(site.screen_socket) as person:
        done = await person.act(depositor(site), until="deposit.done.title")
    restart(site)
    assert [(task.kind, task.household) for task in site.tasks()] == [(TaskKind.CODE_UNTOLD, "101-1203")]
    await collects(site, number_of(done), digits_of(done))
    assert site.tasks() == ()


async def test_killed_before_the_collectors_word_the_compartment_is_given_to_nobody(site: Site) -> None:
    number, code = await deposits(site)
    async with person_at(site.screen_socket) as person:
        await person.act(collector(site, number, code), until="collect.all_taken.title")
    restart(site)
    assert site.compartment(number)["parcel"] == "held"
    assert site.compartment(number)["condition"] == "uncleared"
    site.settle(number, Settlement.EMPTY)
    assert site.compartment(number)["parcel"] is None
    await deposits_and_collects(site)


async def test_killed_after_the_collectors_word_the_compartment_is_free(site: Site) -> None:
    number, code = await deposits(site)
    async with person_at(site.screen_socket) as person:
        await person.act(collector(site, number, code), until="collect.done.title")
    restart(site)
    assert site.tasks() == ()
    assert is_free(site, number)


def restart(site: Site) -> None:
    """Kill it; start it; it serves; its log holds."""
    fired = [door["openings"] for door in map(site.door, range(1, 25))]
    site.kill_controller()
    site.start_controller()
    assert [door["openings"] for door in map(site.door, range(1, 25))] == fired
    assert site.audit().broken_at is None


async def deposits(site: Site) -> tuple[int, str]:
    """A whole deposit. Returns compartment and code."""
    async with person_at(site.screen_socket) as person:
        done = await person.act(depositor(site), until="deposit.done.title")
        await goes_home(person, done)
    return number_of(done), digits_of(done)


async def collects(site: Site, number: int, code: str) -> None:
    """A whole collection, after which the compartment is free."""
    async with person_at(site.screen_socket) as person:
        done = await person.act(collector(site, number, code), until="collect.done.title")
        await goes_home(person, done)
    assert is_free(site, number)


async def deposits_and_collects(site: Site) -> None:
    """The kiosk still does all its work."""
    await collects(site, *(await deposits(site)))


async def goes_home(person: Person, show: Show) -> None:
    person.answer(show, Chose(option="close"))
    await person.act({}, until="home")


def unlocks(site: Site, number: int) -> int:
    """How many unlock frames for this door the rig has received."""
    frame = f"8A 01 {number:02X} 11"
    return sum(burst["hex"].startswith(frame) and burst["direction"] == "to_board" for burst in site.wire())


def wait_for_unlock(site: Site, number: int) -> None:
    while unlocks(site, number) == 0:
        """The pytest timeout is the deadline."""


def is_free(site: Site, number: int) -> bool:
    row = site.compartment(number)
    return row["parcel"] is None and row["condition"] == "clear" and row["door"] == "closed"


def door_of(show: Show) -> int:
    number: int = show.screen.compartment  # type: ignore[union-attr]  # only Door has one
    return number


def number_of(show: Show) -> int:
    return number_in_title(show, "compartment")
