"""Standing at a compartment: shared by every flow that opens one."""

from dataclasses import dataclass
from typing import Literal

from kiosk.flows.api import Flow, ask
from kiosk.flows.effects.locker import DoorUnknown, NotAllowed, OpenDoor, Opened, Purpose, StayedShut, Uncleared
from kiosk.flows.screen import AtDoor, Display, DoorClosed, DoorLeft, DoorUnseen, Said, option
from link.screens import Door
from link.text import key


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
