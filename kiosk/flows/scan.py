"""What a person shows to a device: a signed code to the camera, a card to the reader; and the birth date with it."""

from dataclasses import dataclass, field

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.papers import WrongBirthDate
from kiosk.flows.screen import AskDigits, Back, Heard, Question, Said, WantsHome, offered
from kiosk.flows.talk import rest_after
from link.screens import Keypad, Scan
from link.showing import Answer, Chose, Left
from link.text import Text, key

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
            case Left(to="back"):
                return Heard(Back())
            case Left(to="home"):
                return WantsHome()
            case _:
                return None


def ask_birth_date(wrong: WrongBirthDate | None) -> Flow[str | Back]:
    """The six digits; after a wrong birth date, when a guesser has rested."""
    problem = None
    if wrong is not None:
        yield from rest_after(wrong.misses)
        problem = key("birth_date.wrong", tries_left=wrong.tries_left)
    return (yield from ask(AskDigits(_birth_date_pad(problem))))


def _birth_date_pad(problem: Text | None) -> Keypad:
    return Keypad(
        title=key("birth_date.title"),
        hint=key("birth_date.hint"),
        problem=problem,
        min_digits=BIRTH_DATE_DIGITS,
        max_digits=BIRTH_DATE_DIGITS,
    )
