"""Every service of this kiosk. A new one is a flow file and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, assert_never

from kiosk.capability import Capability
from kiosk.flows import collect, deliver, deposit, issue
from kiosk.flows.api import Flow
from kiosk.flows.effects.locker import Delivery, Deposit, Inspection, OpenIntent, Pickup, RecordUncleared
from kiosk.flows.effects.papers import PrintIntent, RecordPrintUncertain


@dataclass(frozen=True)
class Service:
    """A flow that the home screen offers; its words stand under service.<id> in ui/i18n."""

    id: str
    audience: Literal["resident", "staff"]
    flow: Callable[[], Flow[None]]
    needs: frozenset[Capability]


SERVICES = (
    Service("issue", "resident", issue.issue, frozenset({Capability.PRINT_PAPERS, Capability.IDENTIFY})),
    Service("collect", "resident", collect.collect, frozenset({Capability.OPEN_DOORS})),
    Service("deposit", "staff", deposit.deposit, frozenset({Capability.OPEN_DOORS})),
    Service("deliver", "staff", deliver.deliver, frozenset({Capability.OPEN_DOORS, Capability.READ_CODES})),
)


def settle_opening(intent: OpenIntent) -> RecordUncleared | None:
    """What the flow that opened this door decides about it, now that its visit is over; None: nothing is left."""
    match intent.purpose:
        case Pickup():
            return collect.settle(intent)
        case Deposit():
            return deposit.settle(intent)
        case Delivery():
            return deliver.settle(intent)
        case Inspection():
            return None
        case _:
            assert_never(intent.purpose)


def settle_print(intent: PrintIntent) -> RecordPrintUncertain:
    """What is decided about a print that neither its visit nor the printer can say anything about."""
    return issue.settle(intent)
