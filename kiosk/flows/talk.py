"""The few turns of conversation that flows share: telling, asking yes or no, and letting a wrong entry rest."""

from kiosk.flows.api import Flow, ask
from kiosk.flows.screen import AskConfirm, Rest, Tell
from link.screens import Confirm, Line, Message, Option
from link.text import key

LONGEST_REST_S = 4
"""A guesser is slowed by it, a person who mistypes hardly."""


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
