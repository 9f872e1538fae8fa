"""What flows have printed on the slip printer."""

from dataclasses import dataclass, field

from kiosk.flows.api import PhysicalEffect
from link.text import Local


@dataclass(frozen=True)
class Receipt:
    """The slip that says what was printed."""

    title: Local
    number: str
    pages: int


@dataclass(frozen=True)
class PickUpNote:
    """The slip that tells a household without telephone and mail where its envelope is."""

    compartment: int
    code: str = field(repr=False)
    holder: str = field(repr=False)


@dataclass(frozen=True)
class PrintSlip(PhysicalEffect[bool]):
    """Print a slip; whether it came out. It is no official document, so that nothing is kept of it."""

    slip: Receipt | PickUpNote
