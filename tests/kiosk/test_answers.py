"""A screen gets nowhere with an answer that it cannot give."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows.at_door import AtDoor
from kiosk.flows.screen import AskConfirm, AskDigits, AskOption, Back, Heard, Question, Said, Tell, WantsHome
from link.screens import Choice, Confirm, Door, Keypad, Message, Option
from link.showing import Answer, Chose, Left, Typed
from link.text import key

WORDS = key("x")
YES, NO, DONE = (Option(id=id, label=WORDS) for id in ("yes", "no", "done"))

BACK, HOME = Left(to="back"), Left(to="home")

KEYPAD = AskDigits(Keypad(title=WORDS, min_digits=2, max_digits=4))
CHOICE = AskOption(Choice(title=WORDS, options=(YES, NO)))
CONFIRM = AskConfirm(Confirm(title=WORDS, accept=YES, decline=NO))
FINAL = AskConfirm(Confirm(title=WORDS, accept=YES, decline=NO, final=True))
TELL = Tell(Message(tone="problem", title=WORDS, close=WORDS))
SEEN_OFF = Tell(Message(tone="success", title=WORDS, digits="482913", close=WORDS, final=True))
DOOR = AtDoor(Door(compartment=1, phase="open", title=WORDS, answers=(DONE,)))
SAID = AtDoor(Door(compartment=1, phase="open", title=WORDS))

ALLOWED: dict[str, tuple[Question[Any], list[tuple[Answer, Heard[Any] | WantsHome]]]] = {
    "keypad": (
        KEYPAD,
        [
            (Typed(digits="12"), Heard("12")),
            (Typed(digits="0034"), Heard("0034")),
            (BACK, Heard(Back())),
            (HOME, WantsHome()),
        ],
    ),
    "choice": (
        CHOICE,
        [
            (Chose(option="yes"), Heard("yes")),
            (Chose(option="no"), Heard("no")),
            (BACK, Heard(Back())),
            (HOME, WantsHome()),
        ],
    ),
    "confirm": (
        CONFIRM,
        [
            (Chose(option="yes"), Heard(True)),
            (Chose(option="no"), Heard(False)),
            (HOME, WantsHome()),
        ],
    ),
    "final confirm": (
        FINAL,
        [(Chose(option="yes"), Heard(True)), (Chose(option="no"), Heard(False))],
    ),
    "message": (TELL, [(Chose(option="close"), Heard(None)), (HOME, WantsHome())]),
    "final message": (SEEN_OFF, [(Chose(option="close"), Heard(None))]),
    "door": (DOOR, [(Chose(option="done"), Heard(Said("done")))]),
    "door with nothing to say": (SAID, []),
}

ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Chose, option=st.sampled_from(["yes", "no", "done", "close", "back", "home", "", "YES", "collect"])),
    st.builds(Chose, option=st.text()),
    st.builds(Typed, digits=st.from_regex(r"\A[0-9]{1,12}\Z")),
    st.sampled_from([BACK, HOME]),
)


@pytest.mark.parametrize("name", ALLOWED)
def test_every_answer_that_a_screen_can_give_is_understood(name: str) -> None:
    asking, answers = ALLOWED[name]
    assert [asking.hear(answer) for answer, _ in answers] == [outcome for _, outcome in answers]


@given(st.sampled_from(sorted(ALLOWED)), ANSWERS)
def test_an_answer_that_a_screen_cannot_give_is_no_answer(name: str, answer: Answer) -> None:
    asking, answers = ALLOWED[name]
    expected = next((outcome for allowed, outcome in answers if allowed == answer), None)
    if isinstance(answer, Typed) and name == "keypad":
        expected = Heard(answer.digits) if 2 <= len(answer.digits) <= 4 else None
    assert asking.hear(answer) == expected
