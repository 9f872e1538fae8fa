"""What a person shows to a device: a signed code to the camera, a card to the reader; and the birth date with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.codes import Code, CodeFault, WrongBirthDate
from kiosk.flows.screen import AskDigits, Back, Heard, Question, Said, WantsHome, offered
from kiosk.flows.talk import rest_after
from link.screens import Keypad, Scan
from link.showing import Answer, Chose, Left
from link.text import Text, key

T = TypeVar("T")

BIRTH_DATE_DIGITS = 6
"""Year, month and day with two digits each, as everybody here has typed them a hundred times."""


@dataclass(frozen=True)
class ShowedCode:
    """A code was held before the camera. What it says may be any stranger's."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class ShowedCard:
    """A project card lay on the reader, and proved which it is."""

    card: str


@dataclass(frozen=True)
class CardUnfit:
    """What lay on the reader proved nothing; reason names the words for it."""

    reason: str


@dataclass(frozen=True)
class NothingReads:
    """No device that could read what is asked for is in service."""


@dataclass(frozen=True)
class AskScan(Question[ShowedCode | ShowedCard | CardUnfit | NothingReads | Said | Back]):
    """What the person shows; the session offers what is in service of what screen accepts."""

    screen: Scan

    def hear(self, answer: Answer) -> Heard[Said | Back] | WantsHome | None:  # type: ignore[override]  # devices give the rest
        """See Question.hear."""
        match answer:
            case Chose(option=option) if offered(option, self.screen.answers):
                return Heard(Said(option))
            case Left(to=to) if to in self.screen.ways_out:
                return Heard(Back()) if to == "back" else WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class Unfit:
    """What was shown gets nowhere; something else may."""

    problem: Text


def unfit(fault: CodeFault) -> Unfit:
    """A code that gets nowhere, in the words for why."""
    return Unfit(key(f"code.{fault.value}"))


Look = Callable[[str], Flow[T | Unfit | Back]]
"""What is made of a code's text or a card's id. Back: the person went back to showing something."""


def ask_shown(screen: Scan, by_code: Look[T], by_card: Look[T] | None = None) -> Flow[T | NothingReads | Said | Back]:
    """What is made of what the person shows, asked again until something is; or what they do instead of showing."""
    while True:
        match (yield from ask(AskScan(screen))):
            case ShowedCode(text):
                found = yield from by_code(text)
            case ShowedCard(card) if by_card is not None:
                found = yield from by_card(card)
            case CardUnfit(reason) if by_card is not None:
                found = Unfit(key(f"card.{reason}"))
            case ShowedCard() | CardUnfit():
                continue  # None was asked for.
            case instead:
                return instead
        if not isinstance(found, Unfit | Back):
            return found
        screen = screen.model_copy(update={"problem": None if isinstance(found, Back) else found.problem})


def ask_birth_date(
    code: Code, check: Callable[[Code, str], Flow[T | WrongBirthDate | Unfit]]
) -> Flow[T | Unfit | Back]:
    """What check makes of the six digits that go with a code, asked again while they are wrong; a guesser rests."""
    problem: Text | None = None
    while True:
        digits = yield from ask(AskDigits(_birth_date_pad(problem)))
        if isinstance(digits, Back):
            return digits
        checked = yield from check(code, digits)
        if not isinstance(checked, WrongBirthDate):
            return checked
        yield from rest_after(checked.misses)
        problem = key("birth_date.wrong", tries_left=checked.tries_left)


def _birth_date_pad(problem: Text | None) -> Keypad:
    return Keypad(
        title=key("birth_date.title"),
        hint=key("birth_date.hint"),
        problem=problem,
        min_digits=BIRTH_DATE_DIGITS,
        max_digits=BIRTH_DATE_DIGITS,
    )
