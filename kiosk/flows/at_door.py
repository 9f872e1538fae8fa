"""Standing at a compartment: shared by every flow that opens one."""

from dataclasses import dataclass
from typing import Literal

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.locker import DoorUnknown, NotAllowed, OpenDoor, Opened, Purpose, StayedShut, Uncleared
from kiosk.flows.screen import Display, Heard, Question, Said, offered
from kiosk.flows.talk import option
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
    """The ids in ui/i18n of what is said at the door, and the one thing the person can say there."""

    id: str
    done: str


@dataclass(frozen=True)
class Closed:
    """The door was seen closed; said is whether the person had said that they are done."""

    said: bool


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


def until_closed(compartment: int, words: Words) -> Flow[Closed | Uncleared]:
    """Wait with the person until the door is seen closed. Their word may come before that."""
    said = False
    while True:
        match (yield from ask(AtDoor(_open_screen(compartment, words, said=said)))):
            case DoorClosed():
                return Closed(said)
            case Said():
                said = True
            case DoorUnseen():
                return Uncleared.DOOR_NOT_SEEN
            case DoorLeft():
                return Uncleared.DOOR_LEFT_OPEN


def _open_screen(compartment: int, words: Words, *, said: bool) -> Door:
    step: Literal["open", "close"] = "close" if said else "open"
    return Door(
        compartment=compartment,
        phase=step,
        title=key(f"{words.id}.{step}.title", compartment=compartment),
        hint=key(f"{words.id}.{step}.hint", compartment=compartment),
        answers=() if said else (option(f"{words.id}.{words.done}", words.done),),
    )
