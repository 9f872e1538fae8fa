"""How a visit goes, effect by effect, as tables. What holds on every path stands in test_rules.py."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.flows import at_door, screen
from kiosk.flows.api import Effect, Flow
from kiosk.flows.collect import collect
from kiosk.flows.deposit import deposit
from kiosk.flows.effects import locker
from tests.kiosk.flows.explore import outcomes, signature

OPEN = ["Display door.opening.title", "OpenDoor"]
TO_CODE = ["AskScan collect.scan.title", "AskDigits collect.number.title", "AskDigits collect.code.title", "CheckCode"]
TO_DOOR = [*TO_CODE, *OPEN]


@pytest.mark.parametrize(
    ("answers", "story"),
    [
        pytest.param(
            ["by number", "7", "482913", "ticket", None, "opened", "said taken", "closed", None, None],
            [
                *TO_DOOR,
                "AtDoor collect.door.open.title",
                "AtDoor collect.door.close.title",
                "Conclude collected",
                "Tell collect.done.title",
            ],
            id="says it with the door open",
        ),
        pytest.param(
            ["by number", "7", "482913", "ticket", None, "opened", "closed", True, None, None],
            [
                *TO_DOOR,
                "AtDoor collect.door.open.title",
                "AskConfirm collect.all_taken.title",
                "Conclude collected",
                "Tell collect.done.title",
            ],
            id="closes the door first",
        ),
        pytest.param(
            ["by number", "7", "482913", "ticket", None, "opened", "closed", False, None, None, "shut", None],
            [
                *TO_DOOR,
                "AtDoor collect.door.open.title",
                "AskConfirm collect.all_taken.title",
                "Conclude still_inside",
                *OPEN,
                "Tell collect.stayed_shut.title",
            ],
            id="wants it opened again, and it stays shut",
        ),
        pytest.param(
            ["by number", "7", "482913", "wrong", None, "482914", "ticket", None, "unknown", None],
            [*TO_CODE, "Rest", "AskDigits collect.code.title", "CheckCode", *OPEN, "Tell collect.unknown.title"],
            id="mistypes, and then nobody knows",
        ),
        pytest.param(
            ["by number", "7", "482913", "nothing", None, None, "back", "back"],
            [
                *TO_CODE,
                "Rest",
                "Tell collect.nothing_there.title",
                "AskDigits collect.number.title",
                "AskScan collect.scan.title",
            ],
            id="asks for an empty compartment",
        ),
    ],
)
def test_a_collection_goes_like_this(answers: list[object], story: list[str]) -> None:
    assert tell(collect, answers) == story


SIGN_IN = ["ListStaff", "AskOption sign_in.who.title", "AskDigits sign_in.pin.title", "SignIn", "ListEnvelopes"]
SIGNED_IN = ["all", "staff-1", "135790", "member", (), "101", "1203", True]
HOUSEHOLD = [
    "AskDigits deposit.building.title",
    "AskDigits deposit.unit.title",
    "AskConfirm deposit.household.title",
]


@pytest.mark.parametrize(
    ("answers", "story"),
    [
        pytest.param(
            [*SIGNED_IN, "reserved", None, "opened", "said put_in", "closed", "stored", None, None],
            [
                *SIGN_IN,
                *HOUSEHOLD,
                "Reserve",
                *OPEN,
                "AtDoor deposit.door.open.title",
                "AtDoor deposit.door.close.title",
                "RecordStored",
                "Tell deposit.done.title",
                "RecordCodeTold",
            ],
            id="puts it in",
        ),
        pytest.param(
            [*SIGNED_IN, "reserved", None, "shut", True, "reserved", None, "opened", "closed", False, None, None],
            [
                *SIGN_IN,
                *HOUSEHOLD,
                "Reserve",
                *OPEN,
                "AskConfirm deposit.stayed_shut.title",
                "Reserve",
                *OPEN,
                "AtDoor deposit.door.open.title",
                "AskConfirm deposit.is_in.title",
                "Conclude not_stored",
                "Tell deposit.nothing.title",
            ],
            id="gets another door, and puts nothing in",
        ),
    ],
)
def test_a_deposit_goes_like_this(answers: list[object], story: list[str]) -> None:
    assert tell(deposit, answers) == story


_WORDS: dict[object, Callable[[Effect[Any]], object]] = {
    "ticket": lambda effect: outcomes(effect)[0],
    "all": lambda effect: outcomes(effect)[0],
    "member": lambda effect: outcomes(effect)[0],
    "reserved": lambda effect: outcomes(effect)[0],
    "opened": lambda effect: outcomes(effect)[0],
    "stored": lambda effect: outcomes(effect)[0],
    "wrong": lambda _: locker.WrongCode(4),
    "nothing": lambda _: locker.NothingThere(),
    "shut": lambda _: locker.StayedShut(),
    "unknown": lambda _: locker.DoorUnknown(),
    "closed": lambda _: at_door.DoorClosed(),
    "said taken": lambda _: screen.Said("taken"),
    "said put_in": lambda _: screen.Said("put_in"),
    "by number": lambda _: screen.Said("number"),
    "back": lambda _: screen.Back(),
}


def tell(flow: Callable[[], Flow[None]], answers: list[object]) -> list[str]:
    """Play flow with these answers to its end; the effects it yielded, in order."""
    running = flow()
    effect = next(running)
    story = [signature(effect)]
    for number, answer in enumerate(answers, 1):
        word = _WORDS.get(answer)
        try:
            effect = running.send(answer if word is None else word(effect))
        except StopIteration:
            assert number == len(answers), f"ended before {answers[number:]}"
            return story
        story.append(signature(effect))
    raise AssertionError(f"not ended after {story}")
