"""What goes between a kiosk and its hub, as JSON over HTTPS. Data only; the hub's OpenAPI page is made from these.

Down: the kiosk asks for changes after a cursor and waits (long poll). Up: events, in order, each with an id that makes
a second delivery harmless. Every request but the enrolment carries a signed code (link.signed_code, purpose CALL) as
"Authorization: Sodam-Kiosk <code>".
"""

import base64
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Base64Bytes, BaseModel, ConfigDict, Field, TypeAdapter

from link.text import Local
from link.way import Way

CHANGES_PATH = "/kiosk/v1/changes"
EVENTS_PATH = "/kiosk/v1/events"
PAPERS_PATH = "/kiosk/v1/papers"
ENROLMENT_PATH = "/kiosk/v1/enrolment"
AUTHORIZATION = "Sodam-Kiosk"
HUB_AUDIENCE = "hub"
"""The audience of a kiosk's CALL codes."""
CALL_GOOD_FOR_S = 60
LONG_POLL_S = 25
MAX_EVENTS = 100
"""Events in one request."""


class _Up(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Down(BaseModel):
    # The hub is newer than its kiosks for a while: what an older kiosk does not know must not stop it.
    model_config = ConfigDict(frozen=True, extra="ignore")


class Enrolment(_Up):
    """A kiosk introduces itself with the code that the hub's operator was shown. Sent again, the answer is the same."""

    code: str
    signing_key: Base64Bytes
    """Raw Ed25519 public key, 32 bytes: checks the kiosk's CALL codes."""
    sealing_key: Base64Bytes
    """Raw X25519 public key, 32 bytes: papers are sealed for it."""


class Trusted(_Down):
    """A key whose codes a kiosk takes."""

    key: Base64Bytes
    """Raw Ed25519 public key, 32 bytes."""


class Enrolled(_Down):
    """What a kiosk must know of its hub."""

    kiosk: str
    """The id of this kiosk: the audience of its codes and the context of its sealed papers."""
    keys: tuple[Trusted, ...]
    demo: bool
    """The hub issues with a demo key: nothing that this kiosk gives out has effect, and everything says so."""


class PaperContent(_Down):
    """What a sealed paper holds: only the kiosk it was assigned to can read it, and only until it is printed."""

    pdf: Base64Bytes
    pages: int = Field(ge=1)
    title: Local
    holder: str
    """Whom the paper is about, as the screen may show it to the person who identified themself."""
    household: str | None
    """As building-unit, such as 101-1203: for the envelope."""
    birth_date: date
    """What the person must type who shows the code."""
    cards: tuple[str, ...] = ()
    """Ids of the project cards that show this person."""
    reachable: bool
    """The hub can tell the person where the paper is; if not, the kiosk prints a slip for whoever goes to them."""


class PaperAssigned(_Down):
    """From now on this kiosk, and only it, may print this number."""

    type: Literal["paper_assigned"] = "paper_assigned"
    number: str
    application: str
    way: Way
    sealed: Base64Bytes
    """A PaperContent as JSON, sealed with link.sealing under the context paper_context()."""


class PaperRecalled(_Down):
    """The hub asks for this number back. The kiosk answers with paper_released, or prints on if it has begun."""

    type: Literal["paper_recalled"] = "paper_recalled"
    number: str


class DeliveryGiven(_Down):
    """This volunteer, who was the first to accept, may take the parcel of this application out of the locker."""

    type: Literal["delivery_given"] = "delivery_given"
    delivery: str
    application: str
    volunteer: str
    """The name by which the volunteer signs in at the kiosk."""


class DeliveryEnded(_Down):
    """The volunteer may not take this parcel any more; nothing happens if it is taken already."""

    type: Literal["delivery_ended"] = "delivery_ended"
    delivery: str


Change = PaperAssigned | PaperRecalled | DeliveryGiven | DeliveryEnded

change: TypeAdapter[Change] = TypeAdapter(Annotated[Change, Field(discriminator="type")])
"""What a kiosk reads a Heard.change with."""


class Numbered(_Down):
    """One change with its place in the order."""

    cursor: int
    change: Annotated[Change, Field(discriminator="type")]


class Changes(_Down):
    """What changed after the cursor that was asked with, oldest first; empty when nothing did within the wait.

    409 instead: the hub never gave out that cursor (it was restored from a backup); the kiosk begins again at 0.
    """

    changes: tuple[Numbered, ...]


class Heard(_Down):
    """Numbered as a kiosk takes it in: one change that it does not understand must not hide the others."""

    cursor: int
    change: dict[str, Any]


class HeardChanges(_Down):
    """Changes as a kiosk takes them in."""

    changes: tuple[Heard, ...]


class Event(_Up):
    """Something that happened at the kiosk: an entry of its audit log (kiosk.audit.events names them)."""

    id: str
    at: AwareDatetime
    event: str
    facts: dict[str, str | int | None]


class Events(_Up):
    """The next events, oldest first."""

    events: Annotated[tuple[Event, ...], Field(min_length=1, max_length=MAX_EVENTS)]


class Accepted(_Down):
    """The hub has these events; those it had already among them."""

    ids: tuple[str, ...]


class HeldPaper(_Down):
    """A number that is the kiosk's to print."""

    number: str
    cursor: int
    """Of the change that assigns it: a kiosk that has heard up to there has heard of it, or counts by what the hub was
    before it was restored."""


class PapersHeld(_Down):
    """What the hub knows this kiosk to hold and to be free to print, by number, and how much it has heard from it.

    A kiosk that was restored from a backup may hold more: what is not named here is not printed again.
    """

    numbers: tuple[HeldPaper, ...]
    last_event: str | None
    """The id of the newest event that came from this kiosk, by the order in which they came; None: there is none.
    A kiosk that has no record of telling it has another database than the one that told it."""


def paper_context(kiosk: str, number: str) -> str:
    """What a sealed paper is bound to."""
    return f"sodam paper {number} for {kiosk}"


def in_base64(raw: bytes) -> bytes:
    """What a Base64Bytes field of these bodies is made from: as it stands in the JSON."""
    return base64.b64encode(raw)
