"""The simulated board for each protocol of the registry. Knows no port and no fault."""

from collections.abc import Sequence
from typing import assert_never

from drivers.lockboard.registry import BoardSettings
from drivers.lockboard.simdoors import LockBoardSim, SimDoor
from drivers.lockboard.xor8a.settings import Xor8aSettings
from drivers.lockboard.xor8a.sim import Xor8aSim


def sim_of(settings: BoardSettings, doors: Sequence[SimDoor]) -> LockBoardSim:
    """A board wired as settings say, whose channel n has doors[n - 1]."""
    match settings:
        case Xor8aSettings():
            return Xor8aSim(
                doors,
                address=settings.address,
                closed_bit=settings.closed_bit,
                descending=settings.status_order == "descending",
            )
        case _:
            assert_never(settings)
