"""Every service of this kiosk. A new one is a flow file and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kiosk.capability import Capability
from kiosk.flows import collect, deliver, deposit, issue
from kiosk.flows.api import Flow


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
