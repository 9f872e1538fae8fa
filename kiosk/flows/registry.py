"""Every service of this kiosk. A new one is a flow file and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Literal, assert_never

from kiosk.flows import collect, deposit
from kiosk.flows.api import Flow
from kiosk.flows.effects.locker import Deposit, Inspection, OpenIntent, Pickup, RecordUncleared


class Capability(Enum):
    """Something that devices make possible."""

    OPEN_DOORS = "open_doors"


@dataclass(frozen=True)
class Service:
    """A flow that the home screen offers; its words stand under service.<id> in ui/i18n."""

    id: str
    audience: Literal["resident", "staff"]
    flow: Callable[[], Flow[None]]
    needs: frozenset[Capability]


SERVICES = (
    Service("collect", "resident", collect.collect, frozenset({Capability.OPEN_DOORS})),
    Service("deposit", "staff", deposit.deposit, frozenset({Capability.OPEN_DOORS})),
)


def settle(intent: OpenIntent) -> RecordUncleared | None:
    """What the flow that opened this door decides about it, now that its visit is over; None: nothing is left."""
    match intent.purpose:
        case Pickup():
            return collect.settle(intent)
        case Deposit():
            return deposit.settle(intent)
        case Inspection():
            return None
        case _:
            assert_never(intent.purpose)
