"""The screen effects, and the few turns of conversation that flows share."""

from dataclasses import dataclass

from kiosk.flows.api import Flow, ScreenEffect, ask
from link.screens import Choice, Confirm, Door, Keypad, Line, Message, Option
from link.text import Text, key


@dataclass(frozen=True)
class Back:
    """The person wants the question before this one."""


@dataclass(frozen=True)
class AskDigits(ScreenEffect[str | Back]):
    """Digits typed on a keypad."""

    screen: Keypad


@dataclass(frozen=True)
class AskOption(ScreenEffect[str | Back]):
    """The id of the option chosen."""

    screen: Choice


@dataclass(frozen=True)
class AskConfirm(ScreenEffect[bool]):
    """Whether the person accepts. Going back is what declining means."""

    screen: Confirm


@dataclass(frozen=True)
class Rest(ScreenEffect[None]):
    """The screen takes nothing for this long: a guesser is slowed, a mistyping person hardly."""

    seconds: int


@dataclass(frozen=True)
class Tell(ScreenEffect[None]):
    """A message that the person has seen off."""

    screen: Message


@dataclass(frozen=True)
class Display(ScreenEffect[None]):
    """Shown while the flow goes on at once."""

    screen: Door


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
class AtDoor(ScreenEffect[DoorClosed | Said | DoorUnseen | DoorLeft]):
    """The person stands at an open door; whatever comes first, its closing or their word."""

    screen: Door


def tell_success(id: str, *, digits: str | None = None, **values: str | int) -> Flow[None]:
    """A message with the words under id: title and line."""
    yield from ask(Tell(_message("success", id, values, digits)))


def tell_problem(id: str, **values: str | int) -> Flow[None]:
    """A message that something did not work; its line says what to do now."""
    yield from ask(Tell(_message("problem", id, values, None)))


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


def _message(tone: str, id: str, values: dict[str, str | int], digits: str | None) -> Message:
    title, line = key(f"{id}.title", **values), key(f"{id}.line", **values)
    lines: tuple[Text, ...] = (line,)
    return Message.model_validate(
        {"tone": tone, "title": title, "lines": lines, "digits": digits, "close": key("message.close")}
    )
