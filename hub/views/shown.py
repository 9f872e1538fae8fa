"""What stands on the pages, with the names that belong to it. Data only: hub.names fills it."""

from dataclasses import dataclass
from datetime import date, datetime

from hub.notices import Tell
from hub.roles import Role
from hub.states import DeliveryState, State, What
from link.text import Local
from link.way import Way


@dataclass(frozen=True)
class PersonView:
    """Somebody of the register; as much as is needed to bring them something."""

    id: str
    name: str
    birth_date: date | None
    """None where it is needed for nothing."""
    household: str
    phone: str | None


@dataclass(frozen=True)
class Recipient:
    """As much as is needed to bring somebody something."""

    name: str
    household: str


@dataclass(frozen=True)
class VolunteerDeliveryView:
    """One delivery as its volunteer sees it."""

    id: str
    application: str
    state: DeliveryState
    recipient: Recipient | None
    """None as soon as it is over: it is nobody's business any more whom it was for."""
    kiosk: str
    compartment: int | None
    tries_left: int
    accepted_at: datetime


@dataclass(frozen=True)
class DeliveryView:
    """One delivery as coordinators see it."""

    id: str
    application: str
    state: DeliveryState
    volunteer: str
    holder: PersonView
    form_title: Local
    kiosk: str
    compartment: int | None
    tries_left: int
    accepted_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class ApplicationView:
    """One application."""

    id: str
    holder: PersonView
    form: str
    form_title: Local
    options: dict[str, bool]
    purpose: str
    submit_to: str
    way: Way
    by: str
    """The name of whoever applied."""
    by_staff: bool
    state: State
    kiosk: str | None
    """Its name."""
    number: str | None
    reason: str | None
    """Why it was rejected."""
    compartment: int | None
    submitted_at: datetime
    changed_at: datetime
    recalled_at: datetime | None
    delivery: DeliveryView | None
    """The one that is under way or unconfirmed."""


@dataclass(frozen=True)
class OfferView:
    """What a volunteer sees before they accept: where to, and no name."""

    application: str
    form_title: Local
    household: str
    kiosk: str
    compartment: int | None
    since: datetime


@dataclass(frozen=True)
class TrailView:
    """One step."""

    at: datetime
    what: What
    who: str
    """A name; a kiosk's; empty for the hub itself."""
    kiosk: str | None
    compartment: int | None


@dataclass(frozen=True)
class CallView:
    """Somebody to be called."""

    id: str
    tell: Tell
    name: str
    phone: str | None
    household: str | None
    say: str
    """Korean, as in the notice that could not be sent."""
    application: str | None
    since: datetime


@dataclass(frozen=True)
class StaffView:
    """One of the staff."""

    id: str
    name: str
    email: str
    role: Role
    kiosk_name: str
    is_active: bool
    open_deliveries: int
