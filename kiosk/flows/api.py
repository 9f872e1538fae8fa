"""What a flow is: a generator that yields an effect and is sent its outcome.

    door = yield from ask(OpenDoor(ticket.compartment, Pickup(ticket.id)))

There are four kinds of effect; kiosk.session runs each its own way:

- a screen effect is shown and answered, by the person or by what they show to a device; nothing of it is kept;
- a reading effect looks at something; nothing of it is kept;
- a domain effect is one transaction: rows, audit, outbox together;
- a physical effect commits its intent, acts, and commits the outcome with what follows from it.

A person who leaves or falls silent does not answer at all: the visit ends there, and what it left open is settled.
"""

from collections.abc import Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Effect(Generic[T]):
    """Something a flow wants from the world; T is its outcome."""


class ScreenEffect(Effect[T]):
    """Shown to the person."""


class ReadingEffect(Effect[T]):
    """Something is looked at."""


class DomainEffect(Effect[T]):
    """One transaction in the store."""


class PhysicalEffect(Effect[T]):
    """Something moves. At most once."""


Flow = Generator[Effect[Any], Any, T]


def ask(effect: Effect[T]) -> Flow[T]:
    """Yield effect; return its outcome with its type."""
    outcome: T = yield effect
    return outcome
