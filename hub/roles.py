"""What each role may do. The rest of the hub asks here and nowhere else.

Knows roles and deeds. Whose application or delivery it is, whoever has the row looks at.
"""

from dataclasses import dataclass
from enum import Enum

from hub.refusals import Cause, Refused


class Role(Enum):
    """What a member of staff is. A resident is nobody's staff and has none."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    VOLUNTEER = "volunteer"


class Deed(Enum):
    """Something that not everybody may do."""

    APPLY_FOR_OTHERS = "apply_for_others"
    DECIDE = "decide"
    """Approve, reject, recall, give to another kiosk, give up a number."""
    SEE_APPLICATIONS = "see_applications"
    """Everybody's, with their trail."""
    DELIVER = "deliver"
    SETTLE = "settle"
    """Say what became of a delivery; call people; see the roster."""


_MAY = {
    Role.OFFICER: {Deed.APPLY_FOR_OTHERS, Deed.DECIDE, Deed.SEE_APPLICATIONS},
    Role.COORDINATOR: {Deed.SEE_APPLICATIONS, Deed.SETTLE},
    Role.VOLUNTEER: {Deed.DELIVER},
}


@dataclass(frozen=True)
class Who:
    """Somebody who signed in: a resident, a member of staff, or one person who is both."""

    name: str
    person: str | None = None
    """Their id in the register."""
    staff: str | None = None
    role: Role | None = None

    @property
    def as_staff(self) -> str:
        """How a trail names them when they act for the office."""
        return f"staff:{self.staff}"

    @property
    def as_resident(self) -> str:
        """How a trail names them when they act for themself."""
        return f"person:{self.person}"


def may(who: Who, deed: Deed) -> bool:
    """Whether this person's role allows it."""
    return who.role is not None and deed in _MAY[who.role]


def demand(who: Who, deed: Deed) -> None:
    """Go on only if may().

    Raises:
        Refused: NOT_ALLOWED.
    """
    if not may(who, deed):
        raise Refused(Cause.NOT_ALLOWED)


def resident(who: Who) -> str:
    """Their id in the register.

    Raises:
        Refused: NOT_ALLOWED, for somebody who is not in it: they have no papers of their own.
    """
    if who.person is None:
        raise Refused(Cause.NOT_ALLOWED)
    return who.person


def roles_that_may(deed: Deed) -> tuple[Role, ...]:
    """Every role that may do this."""
    return tuple(role for role, deeds in _MAY.items() if deed in deeds)
