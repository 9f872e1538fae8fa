"""Standing at a compartment: shared by every flow that opens one."""

from dataclasses import dataclass
from typing import Literal

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.locker import (
    Delivery,
    Deposit,
    DoorUnknown,
    Inspection,
    NotAllowed,
    OpenDoor,
    Opened,
    OpenIntent,
    Pickup,
    Purpose,
    RecordUncleared,
    StayedShut,
    Uncleared,
)
from kiosk.flows.screen import Display, Heard, Question, Said, offered
from kiosk.flows.talk import confirm, option, tell_problem
from link.screens import Door
from link.showing import Answer, Chose
from link.text import key


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
class AtDoor(Question[DoorClosed | Said | DoorUnseen | DoorLeft]):
    """The person stands at an open door; whatever comes first, its closing or their word."""

    screen: Door

    def hear(self, answer: Answer) -> Heard[DoorClosed | Said | DoorUnseen | DoorLeft] | None:
        """See Question.hear. Nobody leaves an open door for the first screen."""
        match answer:
            case Chose(option=option) if offered(option, self.screen.answers):
                return Heard(Said(option))
            case _:
                return None


@dataclass(frozen=True)
class Words:
    """What is said at the door, as ids in ui/i18n; all stand under id."""

    id: str
    done: str
    """What the person can say while it is open."""
    question: str
    """What is asked of whoever closed it without a word; done is one answer."""
    not_done: str
    """The other."""


def open_door(compartment: int, purpose: Purpose) -> Flow[Opened | StayedShut | DoorUnknown | NotAllowed]:
    """Show that the door is being opened, and open it."""
    opening = Door(
        compartment=compartment,
        phase="opening",
        title=key("door.opening.title", compartment=compartment),
        hint=key("door.opening.hint"),
    )
    yield from ask(Display(opening))
    return (yield from ask(OpenDoor(compartment, purpose)))


def until_said(compartment: int, intent: str, words: Words) -> Flow[bool | Uncleared]:
    """Whether the person says that it is done, the door being closed. Uncleared: nobody can say; they were told so."""
    said = yield from _until_closed(compartment, words)
    if isinstance(said, Uncleared):
        yield from ask(RecordUncleared(intent, said))
        yield from tell_problem(f"{words.id}.uncleared", compartment=compartment)
        return said
    return said or (yield from _ask_what_is_done(words))


def settle(intent: OpenIntent) -> RecordUncleared | None:
    """Beside the story: what is decided about an opening whose visit ended before the person's word.

    Only staff can say what is inside; their own look inside is concluded by its outcome.
    """
    match intent.purpose:
        case Pickup() | Deposit() | Delivery():
            return RecordUncleared(intent.id, Uncleared.VISIT_ENDED)
        case Inspection():
            return None


def _until_closed(compartment: int, words: Words) -> Flow[bool | Uncleared]:
    """Wait with the person until the door is seen closed. Whether their word came before that."""
    said = False
    while True:
        match (yield from ask(AtDoor(_open_screen(compartment, words, said=said)))):
            case DoorClosed():
                return said
            case Said():
                said = True
            case DoorUnseen():
                return Uncleared.DOOR_NOT_SEEN
            case DoorLeft():
                return Uncleared.DOOR_LEFT_OPEN


def _ask_what_is_done(words: Words) -> Flow[bool]:
    question = f"{words.id}.{words.question}"
    return (yield from confirm(question, accept=words.done, decline=words.not_done, final=True))


def _open_screen(compartment: int, words: Words, *, said: bool) -> Door:
    step: Literal["open", "close"] = "close" if said else "open"
    return Door(
        compartment=compartment,
        phase=step,
        title=key(f"{words.id}.door.{step}.title", compartment=compartment),
        hint=key(f"{words.id}.door.{step}.hint", compartment=compartment),
        answers=() if said else (option(f"{words.id}.door.{words.done}", words.done),),
    )
