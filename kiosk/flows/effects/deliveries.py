"""What flows ask about the deliveries of volunteers, and the outcomes."""

from dataclasses import dataclass, field

from kiosk.flows.api import DomainEffect
from kiosk.flows.effects.codes import CodeFault
from kiosk.flows.effects.locker import Ticket
from kiosk.flows.effects.staff import StaffMember


@dataclass(frozen=True)
class DeliveryDue:
    """A volunteer's delivery that can begin: their PIN comes next."""

    delivery: str
    ticket: Ticket
    volunteer: StaffMember


@dataclass(frozen=True)
class NoSuchVolunteer:
    """Nobody of this name can sign in at this kiosk."""


@dataclass(frozen=True)
class CheckDeliveryCode(DomainEffect[DeliveryDue | NoSuchVolunteer | CodeFault]):
    """Whose delivery is this code, and where is the envelope?"""

    text: str = field(repr=False)


Decision = CheckDeliveryCode
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
