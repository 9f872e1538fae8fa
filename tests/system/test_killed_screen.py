"""SIGKILL to the screen at three points; the next screen comes back to what the controller says is showing."""

import pytest

from tests.processes import PIN, Site
from tests.system.screen import ScreenProcess

pytestmark = pytest.mark.timeout(120)


def test_killed_on_the_first_screen_the_next_one_takes_its_place(site: Site) -> None:
    screen = ScreenProcess(site)
    screen.sees("home")
    screen.is_killed()
    screen = ScreenProcess(site)
    screen.sees("home")
    screen.taps("service.collect")
    screen.sees("collect.number.title")


def test_killed_while_a_person_types_the_next_one_asks_the_same_question(site: Site) -> None:
    screen = ScreenProcess(site)
    screen.sees("home")
    screen.taps("service.collect")
    screen.sees("collect.number.title")
    screen.types("7")
    screen.sees("collect.code.title")
    screen.taps("digit.4")
    screen.is_killed()
    screen = ScreenProcess(site)
    asked = screen.sees("collect.code.title")
    assert asked["hint"]["values"] == {"compartment": 7}
    screen.types("482913")
    screen.sees("collect.nothing_there.title")


def test_killed_with_a_door_open_the_locker_goes_on_and_the_next_one_knows(site: Site) -> None:
    screen = ScreenProcess(site)
    door = opens_a_door(screen)
    screen.is_killed()
    site.hand(door, "fill")
    site.hand(door, "push")
    screen = ScreenProcess(site)
    screen.sees("deposit.is_in.title")
    screen.taps("option.put_in")
    screen.sees("deposit.done.title")
    assert site.compartment(door)["parcel"] == "stored"


def opens_a_door(screen: ScreenProcess) -> int:
    """Staff deposits, up to the open door. Returns its number."""
    screen.sees("home")
    screen.taps("service.deposit")
    who = screen.sees("sign_in.who.title")
    screen.taps(f"option.{who['options'][0]['id']}")
    for title, digits in (("sign_in.pin", PIN), ("deposit.building", "101"), ("deposit.unit", "1203")):
        screen.sees(f"{title}.title")
        screen.types(digits)
    screen.sees("deposit.household.title")
    screen.taps("option.right")
    door: int = screen.sees("deposit.door.open.title")["compartment"]
    return door
