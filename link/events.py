"""The events of a kiosk that something follows from at its hub.

The kiosk builds one, the hub reads it and matches on its type. On the way it is the event and facts of a
link.hub.Event. A kiosk may tell more facts than these (its visit, its staff); what it adds is kept and not looked at,
as is every event that is not named here.
"""

from enum import Enum
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Id = Annotated[str, Field(min_length=1, max_length=64)]
Compartment = Annotated[int, Field(ge=1, le=999)]


class Finding(Enum):
    """What staff found about a print that nobody could account for."""

    ISSUED = "issued"
    VOID = "void"


class _Paper(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    number: Id
    application: Id


class PaperPrinted(_Paper):
    """Every page came out, once."""

    event: Literal["paper_printed"] = "paper_printed"


class PaperNotPrinted(_Paper):
    """Provably nothing came out; it may be printed here again."""

    event: Literal["paper_not_printed"] = "paper_not_printed"


class PaperUncertain(_Paper):
    """Nobody can say what came out; the kiosk's staff settle it."""

    event: Literal["paper_uncertain"] = "paper_uncertain"


class PaperSettled(_Paper):
    """A member of staff has looked."""

    event: Literal["paper_settled"] = "paper_settled"
    settlement: Finding


class PaperReleased(_Paper):
    """Given back, unprinted: from now on it may be assigned to another place."""

    event: Literal["paper_released"] = "paper_released"


class _Parcel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    parcel: Id
    compartment: Compartment
    application: Id | None = None
    """None: something that the hub does not know of."""


class ParcelStored(_Parcel):
    """It is in its compartment, which was seen closed."""

    event: Literal["parcel_stored"] = "parcel_stored"


class ParcelCollected(_Parcel):
    """Somebody took it out with its own code. What a volunteer takes, DeliveryTaken tells instead."""

    event: Literal["parcel_collected"] = "parcel_collected"


class ParcelRemoved(_Parcel):
    """Staff found its compartment empty."""

    event: Literal["parcel_removed"] = "parcel_removed"


class DeliveryTaken(BaseModel):
    """The volunteer has taken the envelope out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event: Literal["delivery_taken"] = "delivery_taken"
    delivery: Id
    application: Id
    compartment: Compartment


Followed = (
    PaperPrinted
    | PaperNotPrinted
    | PaperUncertain
    | PaperSettled
    | PaperReleased
    | ParcelStored
    | ParcelCollected
    | ParcelRemoved
    | DeliveryTaken
)

FOLLOWED = frozenset(model.model_fields["event"].default for model in get_args(Followed))
"""Their names."""

_followed: TypeAdapter[Followed] = TypeAdapter(Annotated[Followed, Field(discriminator="event")])


def facts_of(event: Followed) -> dict[str, str | int | None]:
    """What goes as its facts."""
    return event.model_dump(mode="json", exclude={"event"})


def read(event: str, facts: dict[str, Any]) -> Followed | None:
    """The event of this name with these facts; None: nothing follows from it.

    Raises:
        pydantic.ValidationError: the facts are not an event's of this name.
    """
    return _followed.validate_python({**facts, "event": event}) if event in FOLLOWED else None
