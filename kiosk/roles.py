"""What each role may do. The rest of the controller asks here and nowhere else."""

from enum import Enum

from link.staff import Role


class Deed(Enum):
    """Something that not everybody may do."""

    DEPOSIT = "deposit"
    PRINT = "print"
    """Print somebody else's paper, to bring it into the locker."""
    DELIVER = "deliver"
    OPEN = "open"
    SETTLE = "settle"
    HIRE = "hire"


_MAY = {
    Role.OFFICER: {Deed.DEPOSIT, Deed.PRINT, Deed.OPEN, Deed.SETTLE},
    Role.COORDINATOR: {Deed.DEPOSIT, Deed.PRINT, Deed.DELIVER, Deed.OPEN, Deed.SETTLE, Deed.HIRE},
    Role.VOLUNTEER: {Deed.DEPOSIT, Deed.DELIVER},
    Role.TECHNICIAN: {Deed.OPEN},
}


def may(role: Role, deed: Deed) -> bool:
    """Whether somebody with this role may do this."""
    return deed in _MAY[role]


def roles_that_may(deed: Deed) -> tuple[Role, ...]:
    """Every role that may do this."""
    return tuple(role for role, deeds in _MAY.items() if deed in deeds)
