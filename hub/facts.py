"""The kiosks' events that something follows from at the hub, with the facts that they must have.

A kiosk may tell more facts than these (its visit, its staff); what it adds is kept and not looked at.
"""

from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(min_length=1, max_length=64)]
Compartment = Annotated[int, Field(ge=1, le=999)]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PaperFacts(_Facts):
    """paper_printed, paper_not_printed, paper_uncertain, paper_released."""

    number: Id
    application: Id


class Settlement(Enum):
    """What staff found about an uncertain print."""

    ISSUED = "issued"
    VOID = "void"


class SettledFacts(PaperFacts):
    """paper_settled."""

    settlement: Settlement


class ParcelFacts(_Facts):
    """parcel_stored, parcel_collected, parcel_removed."""

    parcel: Id
    compartment: Compartment
    application: Id | None = None
    """None: something that the hub does not know of."""


class DeliveryFacts(_Facts):
    """delivery_taken."""

    delivery: Id
    application: Id
    compartment: Compartment
