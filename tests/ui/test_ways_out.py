"""A way out is offered where the controller takes it, and nowhere else: on the glass, in link/screens.py, in a flow."""

from typing import Any, get_args

import pytest

from kiosk.flows.at_door import AtDoor
from kiosk.flows.scan import AskScan
from kiosk.flows.screen import AskConfirm, AskDigits, AskOption, AskTake, Question, Tell
from link.screens import (
    Choice,
    Confirm,
    Door,
    Home,
    Keypad,
    Message,
    Preview,
    Progress,
    Scan,
    Screen,
    Take,
    WayOut,
)
from link.showing import Left
from tests.ui.player import Player
from tests.ui.samples import SAMPLES

WAYS_OUT: tuple[WayOut, ...] = get_args(WayOut)


def asked(screen: Screen) -> Question[Any] | None:
    """What a flow asks with this screen; None: it waits for no answer that a flow would hear."""
    match screen:
        case Choice():
            return AskOption(screen)
        case Keypad():
            return AskDigits(screen)
        case Confirm() | Preview():
            return AskConfirm(screen)
        case Door():
            return AtDoor(screen)
        case Scan():
            return AskScan(screen)
        case Take():
            return AskTake(screen)
        case Message():
            return Tell(screen)
        case Home() | Progress():
            return None


@pytest.mark.parametrize("name", SAMPLES)
def test_a_flow_takes_exactly_the_ways_out_of_its_screen(name: str) -> None:
    question = asked(SAMPLES[name])
    taken = [to for to in WAYS_OUT if question is not None and question.hear(Left(to=to)) is not None]
    assert tuple(taken) == SAMPLES[name].ways_out


def test_the_buttons_on_the_glass_are_exactly_the_ways_out_of_the_screen(player: Player) -> None:
    offered: dict[str, tuple[str, ...]] = {}
    for n, (name, screen) in enumerate(SAMPLES.items()):
        player.sees(screen, n=n)
        buttons = (item.removeprefix("nav.") for item in player.named_items() if item.startswith("nav."))
        offered[name] = tuple(sorted(buttons))
    assert offered == {name: screen.ways_out for name, screen in SAMPLES.items()}
