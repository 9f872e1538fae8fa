"""One parcel in and out again at a site with doors only: what a person touches, and what their hands do."""

from dataclasses import dataclass

from link.screens import Message
from tests.processes import PIN, Site
from tests.story.player import Player


@dataclass(frozen=True)
class Told:
    """What the depositor read on the screen."""

    compartment: int
    code: str


def deposit(site: Site, player: Player) -> Told:
    """보관하기: name and PIN, the household, the door, the code."""
    player.sees("home")
    player.taps("service.deposit")
    who = player.sees("sign_in.who.title")
    player.taps(f"option.{who.screen.options[0].id}")  # type: ignore[union-attr]  # only Choice has this title
    for title, digits in (("sign_in.pin", PIN), ("deposit.building", "101"), ("deposit.unit", "1203")):
        player.sees(f"{title}.title")
        player.types(digits)
    player.sees("deposit.household.title")
    player.taps("option.right")
    door: int = player.sees("deposit.door.open.title").screen.compartment  # type: ignore[union-attr]  # only Door has this title
    site.hand(door, "fill")
    player.taps("option.put_in")
    player.sees("deposit.door.close.title")
    site.hand(door, "push")
    done = player.sees("deposit.done.title").screen
    assert isinstance(done, Message)
    assert done.digits is not None
    player.taps("option.close")
    player.sees("home")
    return Told(door, done.digits)


def collect(site: Site, player: Player, told: Told) -> None:
    """보관함 찾기: number and code, the door, 다 꺼냈습니다."""
    player.sees("home")
    player.taps("service.collect")
    player.sees("collect.number.title")
    player.types(str(told.compartment))
    player.sees("collect.code.title")
    player.types(told.code)
    player.sees("collect.door.open.title")
    assert site.door(told.compartment)["open"], f"the rig's door {told.compartment} did not open"
    site.hand(told.compartment, "empty")
    site.hand(told.compartment, "push")
    player.sees("collect.all_taken.title")
    player.taps("option.taken")
    player.sees("collect.done.title")
    player.taps("option.close")
    player.sees("home")
