"""The closed set of screens that the controller can ask for.

Data, and which ways out each kind offers: the screen draws these, the controller takes these and no others. A new
service should find its screens here; a new kind also needs ui/qml/screens/<Kind>.qml.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from link.text import Text

WayOut = Literal["back", "home"]
"""To the screen before this one, or to the first screen, which ends the visit."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Screen(_Part):
    @property
    def ways_out(self) -> tuple[WayOut, ...]:
        """How the person may leave besides by answering, in the order of the buttons."""
        match self:
            case Choice() | Keypad() | Scan():
                return "back", "home"
            case Preview() | Confirm(final=False) | Message(final=False):
                return ("home",)
            case _:
                # At an open compartment or a full tray only the answers are ways on: what is in it must be said before
                # anyone leaves.
                return ()


class Option(_Part):
    """Something that can be chosen by one touch; id comes back in Chose."""

    id: str
    label: Text


class Service(_Part):
    """A service on the home screen; its words stand under service.<id> in ui/i18n."""

    id: str
    audience: Literal["resident", "staff"] = "resident"
    unavailable: Text | None = None
    """Why it cannot be used now; None when it can."""


class Home(_Screen):
    """The first screen: what this point offers, and what does not work now."""

    kind: Literal["home"] = "home"
    services: tuple[Service, ...]


class Choice(_Screen):
    """One of several. The screen pages when there are more than it can hold."""

    kind: Literal["choice"] = "choice"
    title: Text
    hint: Text | None = None
    options: tuple[Option, ...]


class Keypad(_Screen):
    """Digits, typed by the person."""

    kind: Literal["keypad"] = "keypad"
    title: Text
    hint: Text | None = None
    problem: Text | None = None
    """What was wrong with the last entry, with the remedy."""
    unit: Text | None = None
    """What stands behind the digits, such as the Korean counter for compartments."""
    min_digits: int = Field(ge=1, le=12)
    max_digits: int = Field(ge=1, le=12)
    masked: bool = False


class Line(_Part):
    """One labelled value of a confirm screen."""

    label: Text
    value: Text


class Confirm(_Screen):
    """A question with two answers, asked before what cannot be undone or about what only the person knows.

    It has no way back other than decline.
    """

    kind: Literal["confirm"] = "confirm"
    title: Text
    hint: Text | None = None
    lines: tuple[Line, ...] = ()
    accept: Option
    decline: Option
    final: bool = False
    """The question can only be answered: leaving it for the first screen is not offered."""


class Door(_Screen):
    """The person stands at a compartment, whose door is being opened, stands open, or is only to be closed."""

    kind: Literal["door"] = "door"
    compartment: int
    phase: Literal["opening", "open", "close"]
    title: Text
    hint: Text | None = None
    answers: tuple[Option, ...] = ()


class Scan(_Screen):
    """Something is to be shown to a device: a code to the camera, a card to the reader. The devices answer."""

    kind: Literal["scan"] = "scan"
    accepts: Annotated[tuple[Literal["code", "card"], ...], Field(min_length=1)]
    title: Text
    hint: Text | None = None
    problem: Text | None = None
    """What was wrong with what was shown last, with the remedy."""
    answers: tuple[Option, ...] = ()
    """What the person can do who has nothing to show."""


class Preview(_Screen):
    """What will be printed, before it is."""

    kind: Literal["preview"] = "preview"
    title: Text
    lines: tuple[Line, ...] = ()
    page_png: str
    """The first page as a PNG in Base64 (RFC 4648), at most 180,000 characters; the screen keeps no copy."""
    pages: int = Field(ge=1)
    accept: Option
    decline: Option


class Progress(_Screen):
    """Something takes its time and needs nothing from the person; it cannot be left."""

    kind: Literal["progress"] = "progress"
    title: Text
    hint: Text | None = None
    what: Literal["paper", "slip"] = "paper"
    """What is being printed: the two come out at different places."""
    done: int = Field(ge=0, default=0)
    total: int = Field(ge=0, default=0)
    """Pages; 0: there is nothing to count."""
    problem: Text | None = None
    """Why it does not go on now, and who sees to it."""


class Take(_Screen):
    """Something lies ready to be taken; the person says that they have it."""

    kind: Literal["take"] = "take"
    what: Literal["paper", "card"]
    title: Text
    hint: Text | None = None
    accept: Option


class Message(_Screen):
    """Something the person must know, with one button to go on."""

    kind: Literal["message"] = "message"
    tone: Literal["success", "information", "problem"]
    title: Text
    lines: tuple[Text, ...] = ()
    digits: str | None = None
    """A code to read or write down, shown large and digit by digit."""
    final: bool = False
    """The message must be seen off by its button: leaving it for the first screen is not offered."""
    close: Text


Screen = Annotated[
    Home | Choice | Keypad | Confirm | Door | Scan | Preview | Progress | Take | Message, Field(discriminator="kind")
]
