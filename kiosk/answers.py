"""What an answer from the screen means for the screen that was showing.

Pure. An answer that this screen cannot give is no answer: a broken or hostile screen gets nowhere with it.
"""

from dataclasses import dataclass

from kiosk.flows.screen import AskConfirm, AskDigits, AskOption, AtDoor, Back, Said, Tell
from link.session import Answer, Chose, Left, Typed


@dataclass(frozen=True)
class WantsHome:
    """The person leaves for the first screen."""


Asking = AskDigits | AskOption | AskConfirm | Tell | AtDoor


@dataclass(frozen=True)
class Understood:
    """The outcome that the flow is sent."""

    outcome: object


def understand(asking: Asking, answer: Answer) -> Understood | WantsHome | None:
    """The outcome of asking, if answer can be one; None: it cannot."""
    match asking, answer:
        case (AskDigits() | AskOption(), Left(to="back")):
            return Understood(Back())
        case (AskDigits() | AskOption() | Tell(), Left(to="home")):
            return WantsHome()
        case AskConfirm(screen), Left(to="home") if not screen.final:
            return WantsHome()
        case AskDigits(screen), Typed(digits=digits) if screen.min_digits <= len(digits) <= screen.max_digits:
            return Understood(digits)
        case AskOption(screen), Chose(option=option) if any(option == offered.id for offered in screen.options):
            return Understood(option)
        case AskConfirm(screen), Chose(option=option) if option in (screen.accept.id, screen.decline.id):
            return Understood(option == screen.accept.id)
        case Tell(), Chose(option="close"):
            return Understood(None)
        case AtDoor(screen), Chose(option=option) if any(option == offered.id for offered in screen.answers):
            return Understood(Said(option))
        case _:
            return None
