"""The story of the spine: staff puts a parcel in, a resident takes it out. Each step is checked at its far end."""

from dataclasses import dataclass, field
from typing import Any

from link.screens import Message
from link.session import Show
from tests.processes import PIN, Site
from tests.story.player import Player


@dataclass
class Told:
    """What the depositor read on the screen and wrote on the notice."""

    compartment: int = 0
    code: str = ""


@dataclass
class Steps:
    """What was seen to be true, in order."""

    seen: list[dict[str, Any]] = field(default_factory=list)

    def saw(self, what: str, *, where: str, true: bool) -> None:
        """Keep one check; a story that goes on after a false one would tell a lie."""
        self.seen.append({"what": what, "where": where, "seen": true})
        assert true, f"{where}: not {what}"


def deposit(site: Site, player: Player, steps: Steps) -> Told:
    """보관하기: name and PIN, the household, the door, the code."""
    player.sees("home")
    player.taps("service.deposit")
    who = player.sees("deposit.who.title")
    player.taps(f"option.{who.screen.options[0].id}")  # type: ignore[union-attr]  # only Choice has this title
    for title, digits in (("pin", PIN), ("building", "101"), ("unit", "1203")):
        player.sees(f"deposit.{title}.title")
        player.types(digits)
    player.sees("deposit.household.title")
    player.taps("option.right")
    door = _at_open_door(site, player, steps, "deposit")
    site.hand(door, "fill")
    player.taps("option.put_in")
    player.sees("deposit.door.close.title")
    site.hand(door, "push")
    told = _read_code(player.sees("deposit.done.title"))
    steps.saw("the door is closed with the parcel inside", where="rig", true=_is(site, door, open=False, contents=True))
    steps.saw("the parcel is stored", where="controller", true=site.compartment(door)["parcel"] == "stored")
    player.taps("option.close")
    player.sees("home")
    return told


def collect(site: Site, player: Player, steps: Steps, told: Told) -> None:
    """보관함 찾기: number and code, the door, 다 꺼냈습니다."""
    player.sees("home")
    player.taps("service.collect")
    player.sees("collect.number.title")
    player.types(str(told.compartment))
    player.sees("collect.code.title")
    player.types(told.code)
    door = _at_open_door(site, player, steps, "collect")
    site.hand(door, "empty")
    site.hand(door, "push")
    player.sees("collect.all_taken.title")
    player.taps("option.taken")
    player.sees("collect.done.title")
    steps.saw("the door is closed and empty", where="rig", true=_is(site, door, open=False, contents=False))
    free = site.compartment(door)
    steps.saw("the compartment is free", where="controller", true=_is_free(free))
    player.taps("option.close")
    player.sees("home")


def check_record(site: Site, steps: Steps, told: Told) -> None:
    """What the wire and the audit log hold of it."""
    unlock = f"8A 01 {told.compartment:02X} 11"
    fired = [burst for burst in site.wire() if burst["hex"].startswith(unlock) and burst["direction"] == "to_board"]
    steps.saw("two unlock frames, one for each opening", where="wire", true=len(fired) == 2)
    steps.saw("the audit chain holds", where="audit", true=site.audit().broken_at is None)
    steps.saw("nobody is needed", where="staff tasks", true=site.tasks() == ())


def _at_open_door(site: Site, player: Player, steps: Steps, story: str) -> int:
    show = player.sees(f"{story}.door.open.title")
    door: int = show.screen.compartment  # type: ignore[union-attr]  # only Door has this title
    steps.saw(f"door {door} is open", where="rig", true=_is(site, door, open=True))
    return door


def _read_code(show: Show) -> Told:
    assert isinstance(show.screen, Message)
    assert show.screen.digits is not None
    values = getattr(show.screen.title, "values", {})
    return Told(int(values["compartment"]), show.screen.digits)


def _is(site: Site, door: int, **expected: bool) -> bool:
    seen = site.door(door)
    return all(seen[name] == value for name, value in expected.items())


def _is_free(row: dict[str, Any]) -> bool:
    return row["condition"] == "clear" and row["parcel"] is None and row["door"] == "closed"
