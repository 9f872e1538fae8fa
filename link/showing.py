"""What goes over the socket between controller and screen.

The controller says what is showing; the screen answers with what the person did. Every Input echoes the
(visit, n) of the Show it belongs to; one with another pair is out of date and is dropped. No version is told: both
ends are one package, and what a screen from before an upgrade cannot read it hangs up on.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from link.screens import Screen, WayOut
from link.text import Text


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Panel(_Part):
    """The visible area of the screen's panel, in millimetres and pixels."""

    width_mm: float = Field(gt=0)
    height_mm: float = Field(gt=0)
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)


class Cell(_Part):
    """A compartment on the front of the cabinet as the person sees it; grid units from 0 at the top left."""

    compartment: int
    column: int = Field(ge=0)
    row: int = Field(ge=0)
    height: int = Field(ge=1, default=1)


class Hello(_Part):
    """The controller's first word to a screen that connects."""

    type: Literal["hello"] = "hello"
    site: Text
    panel: Panel
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    """Language codes the screen offers; the first is the one each visit begins in."""
    help_phone: str
    cabinet: tuple[Cell, ...]
    """The front of the cabinet, for the map that a Door screen shows."""


class Show(_Part):
    """Show this screen. The same (visit, n) sent again changes only still_there."""

    type: Literal["show"] = "show"
    visit: str
    """An opaque id of one person's visit; the home screen between visits has the next visit's id."""
    n: int = Field(ge=0)
    screen: Screen
    still_there: bool = False
    """Nothing was touched for a while: ask on top of the screen whether the person is still there."""


class Alarm(_Part):
    """One line of the strip that stands beside whatever is showing."""

    id: str
    text: Text
    urgent: bool


class Strip(_Part):
    """Every alarm that holds now; replaces the strip before it. The screen shows one and counts the rest."""

    type: Literal["strip"] = "strip"
    alarms: tuple[Alarm, ...]


BEAT_EVERY_S = 2.0
SILENT_AFTER_S = 3 * BEAT_EVERY_S
"""A controller that says nothing for this long hangs; what it had the screen show may not be true any more."""


class Beat(_Part):
    """The controller is alive and has nothing new; comes every BEAT_EVERY_S seconds."""

    type: Literal["beat"] = "beat"


class Chose(_Part):
    """An Option or Service was touched; option is its id. A Message's button is "close"."""

    kind: Literal["chose"] = "chose"
    option: str


class Typed(_Part):
    """The digits of a Keypad, between its min_digits and max_digits."""

    kind: Literal["typed"] = "typed"
    digits: str = Field(pattern=r"^[0-9]{1,12}$")


class Left(_Part):
    """The person took one of the screen's ways out."""

    kind: Literal["left"] = "left"
    to: WayOut


Answer = Annotated[Chose | Typed | Left, Field(discriminator="kind")]


class Input(_Part):
    """What the person did with the screen (visit, n); at most one per n counts."""

    type: Literal["input"] = "input"
    visit: str
    n: int
    answer: Answer


class Touched(_Part):
    """The person touched something that is not an answer (a digit, a page): they are still there."""

    type: Literal["touched"] = "touched"
    visit: str
    n: int


ToScreen = Hello | Show | Strip | Beat
ToController = Input | Touched

to_screen: TypeAdapter[ToScreen] = TypeAdapter(Annotated[ToScreen, Field(discriminator="type")])
to_controller: TypeAdapter[ToController] = TypeAdapter(Annotated[ToController, Field(discriminator="type")])
