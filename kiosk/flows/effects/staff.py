"""What flows ask about staff, and the outcomes."""

from dataclasses import dataclass, field

from kiosk.flows.api import DomainEffect


@dataclass(frozen=True)
class StaffMember:
    """Somebody who can sign in."""

    id: str
    name: str


@dataclass(frozen=True)
class NotStaff:
    """Whoever wants it done was removed since they signed in."""


@dataclass(frozen=True)
class ListStaff(DomainEffect[tuple[StaffMember, ...]]):
    """Everybody who may deposit."""


@dataclass(frozen=True)
class WrongPin:
    """The PIN was wrong, or it is too early to try again; none is taken for wait_s seconds."""

    wait_s: int


@dataclass(frozen=True)
class SignIn(DomainEffect[StaffMember | WrongPin]):
    """Is this the staff member's PIN?"""

    staff: str
    pin: str = field(repr=False)


Decision = ListStaff | SignIn
"""Every domain effect of this file; kiosk.store.perform has a case for each."""
