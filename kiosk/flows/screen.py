"""The screen effects: what is shown, and which answers count."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.flows.api import ScreenEffect
from link.screens import Choice, Confirm, Door, Keypad, Message, Option, Preview, Progress, Screen, Take
from link.showing import Answer, Chose, Left, Typed

T = TypeVar("T")


@dataclass(frozen=True)
class Back:
    """The person wants the question before this one."""


@dataclass(frozen=True)
class Heard(Generic[T]):
    """An answer that counts; outcome is what the flow is sent."""

    outcome: T


@dataclass(frozen=True)
class WantsHome:
    """The person leaves for the first screen."""


class Question(ScreenEffect[T]):
    """A screen that waits for the person."""

    screen: Screen

    @abstractmethod
    def hear(self, answer: Answer) -> Heard[T] | WantsHome | None:
        """What answer means here; None: this screen cannot give it, and whoever sends it gets nowhere with it."""


@dataclass(frozen=True)
class AskDigits(Question[str | Back]):
    """Digits typed on a keypad."""

    screen: Keypad

    def hear(self, answer: Answer) -> Heard[str | Back] | WantsHome | None:
        """See Question.hear."""
        match answer:
            case Typed(digits=digits) if self.screen.min_digits <= len(digits) <= self.screen.max_digits:
                return Heard(digits)
            case Left(to=to) if to in self.screen.ways_out:
                return Heard(Back()) if to == "back" else WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class AskOption(Question[str | Back]):
    """The id of the option chosen."""

    screen: Choice

    def hear(self, answer: Answer) -> Heard[str | Back] | WantsHome | None:
        """See Question.hear."""
        match answer:
            case Chose(option=option) if offered(option, self.screen.options):
                return Heard(option)
            case Left(to=to) if to in self.screen.ways_out:
                return Heard(Back()) if to == "back" else WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class AskConfirm(Question[bool]):
    """Whether the person accepts. Going back is what declining means."""

    screen: Confirm | Preview

    def hear(self, answer: Answer) -> Heard[bool] | WantsHome | None:
        """See Question.hear."""
        match answer:
            case Chose(option=option) if offered(option, (self.screen.accept, self.screen.decline)):
                return Heard(option == self.screen.accept.id)
            case Left(to="home") if "home" in self.screen.ways_out:
                return WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class Tell(Question[None]):
    """A message that the person has seen off."""

    screen: Message

    def hear(self, answer: Answer) -> Heard[None] | WantsHome | None:
        """See Question.hear."""
        match answer:
            case Chose(option="close"):
                return Heard(None)
            case Left(to="home") if "home" in self.screen.ways_out:
                return WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class AskTake(Question[None]):
    """The person says that they have taken it. There is nothing else to do here but that."""

    screen: Take

    def hear(self, answer: Answer) -> Heard[None] | None:
        """See Question.hear."""
        match answer:
            case Chose(option=option) if option == self.screen.accept.id:
                return Heard(None)
            case _:
                return None


@dataclass(frozen=True)
class Said:
    """The person touched this option."""

    option: str


@dataclass(frozen=True)
class Display(ScreenEffect[None]):
    """Shown while the flow goes on at once."""

    screen: Door | Progress


@dataclass(frozen=True)
class Rest(ScreenEffect[None]):
    """What is showing takes nothing for this long."""

    seconds: int


def offered(option: str, options: tuple[Option, ...]) -> bool:
    """Whether the option with this id is one of these."""
    return any(option == offered.id for offered in options)
