"""What people are at a kiosk, why one of them is needed there, and what they may find."""

from enum import Enum


class Role(Enum):
    """What somebody is here. What each may do stands in kiosk.roles."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    VOLUNTEER = "volunteer"
    TECHNICIAN = "technician"


class TaskKind(Enum):
    """Why a person is needed, at a compartment or about a paper."""

    UNCLEARED = "uncleared"
    """Nobody can say what is inside."""
    DOOR_STAYED_SHUT = "door_stayed_shut"
    CODE_LOCKED = "code_locked"
    CODE_UNTOLD = "code_untold"
    """A parcel is in, and nobody is known to have seen its code."""
    DOOR_FORCED_OPEN = "door_forced_open"
    DOOR_LEFT_OPEN = "door_left_open"
    PRINT_UNCERTAIN = "print_uncertain"
    """Nobody can say whether a paper came out of the printer."""
    PAPER_CODE_LOCKED = "paper_code_locked"
    """The code of a paper was shown with wrong birth dates."""
    PRINT_OPEN = "print_open"
    """Only the printer knows what became of a print, and it is away: bring it back."""
    PAPER_LEFT = "paper_left"
    """A paper came out, and nobody said that they have it: it may lie in the tray. Most often it does not."""


class Settlement(Enum):
    """What a member of staff found or did about a task."""

    EMPTY = "empty"
    """Looked inside: nothing there. A parcel that was there is gone."""
    INSIDE = "inside"
    """Looked inside: the parcel is there, and its code is good again."""
    WORKS = "works"
    """Tried the door: it opens and closes."""
    TOLD = "told"
    """Told the household its code."""
    NEW_CODE = "new_code"
    """Give the parcel another code, and tell it to the household."""
    UNLOCKED = "unlocked"
    """Spoke with the recipient: the same code takes five tries again."""
    ISSUED = "issued"
    """Found the paper whole, and saw to it that the right person has it."""
    VOID = "void"
    """Destroyed what had come out of it, if anything had: its number is dead."""
    NOT_THERE = "not_there"
    """Looked in the tray: nothing lies there."""
    DESTROYED = "destroyed"
    """Destroyed what lay in the tray; the number stays printed."""
