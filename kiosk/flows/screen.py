"""The screen effects: what is shown, which answers count, and the few turns of conversation that flows share."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.flows.api import Flow, ScreenEffect, ask
from link.screens import Choice, Confirm, Door, Keypad, Line, Message, Option, Screen
from link.session import Answer, Chose, Left, Typed
from link.text import key

T = TypeVar("T")

LONGEST_REST_S = 4
"""A guesser is slowed by it, a person who mistypes hardly."""


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
            case Left(to="back"):
                return Heard(Back())
            case Left(to="home"):
                return WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class AskOption(Question[str | Back]):
    """The id of the option chosen."""

    screen: Choice

    def hear(self, answer: Answer) -> Heard[str | Back] | WantsHome | None:
        """See Question.hear."""
        match answer:
            case Chose(option=option) if _offered(option, self.screen.options):
                return Heard(option)
            case Left(to="back"):
                return Heard(Back())
            case Left(to="home"):
                return WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class AskConfirm(Question[bool]):
    """Whether the person accepts. Going back is what declining means."""

    screen: Confirm

    def hear(self, answer: Answer) -> Heard[bool] | WantsHome | None:
        """See Question.hear."""
        match answer:
            case Chose(option=option) if _offered(option, (self.screen.accept, self.screen.decline)):
                return Heard(option == self.screen.accept.id)
            case Left(to="home") if not self.screen.final:
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
            case Left(to="home") if not self.screen.final:
                return WantsHome()
            case _:
                return None


@dataclass(frozen=True)
class Display(ScreenEffect[None]):
    """Shown while the flow goes on at once."""

    screen: Door


@dataclass(frozen=True)
class Rest(ScreenEffect[None]):
    """What is showing takes nothing for this long."""

    seconds: int


@dataclass(frozen=True)
class DoorClosed:
    """The door was seen closed."""


@dataclass(frozen=True)
class DoorUnseen:
    """The board no longer says how the door stands."""


@dataclass(frozen=True)
class DoorLeft:
    """The door stands open and the person does not answer any more."""


@dataclass(frozen=True)
class Said:
    """The person at the open door touched this option."""

    option: str


@dataclass(frozen=True)
class AtDoor(Question[DoorClosed | Said | DoorUnseen | DoorLeft]):
    """The person stands at an open door; whatever comes first, its closing or their word."""

    screen: Door

    def hear(self, answer: Answer) -> Heard[DoorClosed | Said | DoorUnseen | DoorLeft] | None:
        """See Question.hear. Nobody leaves an open door for the first screen."""
        match answer:
            case Chose(option=option) if _offered(option, self.screen.answers):
                return Heard(Said(option))
            case _:
                return None


def rest_after(misses: int) -> Flow[None]:
    """Rest 1, 2, 4 … LONGEST_REST_S seconds, the longer the more often this visit has missed."""
    yield from ask(Rest(min(2 ** (misses - 1), LONGEST_REST_S)))


def tell_success(id: str, *, digits: str | None = None, **values: str | int) -> Flow[None]:
    """A message with the words under id: title and line. One with digits must be seen off."""
    message = Message(
        tone="success",
        title=key(f"{id}.title", **values),
        lines=(key(f"{id}.line", **values),),
        digits=digits,
        close=key("message.close" if digits is None else "message.noted"),
        final=digits is not None,
    )
    yield from ask(Tell(message))


def tell_problem(id: str, **values: str | int) -> Flow[None]:
    """A message that something did not work; its line says what to do now."""
    message = Message(
        tone="problem",
        title=key(f"{id}.title", **values),
        lines=(key(f"{id}.line", **values),),
        close=key("message.close"),
    )
    yield from ask(Tell(message))


def confirm(id: str, *, accept: str, decline: str, lines: tuple[Line, ...] = (), final: bool = False) -> Flow[bool]:
    """A question with the words under id. final: it can only be answered, not left for the first screen."""
    screen = Confirm(
        title=key(f"{id}.title"),
        hint=key(f"{id}.hint"),
        lines=lines,
        accept=option(f"{id}.{accept}", accept),
        decline=option(f"{id}.{decline}", decline),
        final=final,
    )
    return (yield from ask(AskConfirm(screen)))


def option(words: str, id: str) -> Option:
    """An option whose label is the fixed sentence under words."""
    return Option(id=id, label=key(words))


def _offered(option: str, options: tuple[Option, ...]) -> bool:
    return any(option == offered.id for offered in options)
