"""Door truth: what was commanded and what was seen, as separate facts with times.

Knows what one reading after another means. Does not know boards, intents, or how anything is polled.
Times are the event loop's monotonic seconds.
"""

from dataclasses import dataclass, replace
from enum import Enum

from drivers.lockboard.api import ChannelState

EXPLAINED_S = 5.0
"""A door that opens within this time of a command was opened by it; later it was forced."""


@dataclass(frozen=True)
class DoorTruth:
    """Everything known about one door. None is "never since this process began"."""

    state: ChannelState = ChannelState.UNKNOWN
    read_at_s: float | None = None
    """When the last valid reading came; a state older than its use needs is not to be trusted."""
    commanded_at_s: float | None = None
    seen_open_at_s: float | None = None
    seen_closed_at_s: float | None = None


class DoorEvent(Enum):
    """What a reading shows that the reading before it did not."""

    SEEN_OPEN = "seen_open"
    SEEN_CLOSED = "seen_closed"
    FORCED_OPEN = "forced_open"
    """Open, and no command explains it."""
    FOUND_OPEN = "found_open"
    """Open at the first sight of it: nobody saw it open."""
    LOST = "lost"
    """The board no longer says how the door stands."""


def command(truth: DoorTruth, at_s: float | None) -> DoorTruth:
    """The door after an unlock command is on its way; None: it did not leave after all."""
    return replace(truth, commanded_at_s=at_s)


def observe(truth: DoorTruth, state: ChannelState, at_s: float) -> tuple[DoorTruth, DoorEvent | None]:
    """The door after one reading, and what that reading newly shows."""
    seen = replace(truth, state=state, read_at_s=at_s)
    match state:
        case ChannelState.OPEN:
            event = None if truth.state is state else _opening(truth, at_s)
            return replace(seen, seen_open_at_s=at_s), event
        case ChannelState.CLOSED:
            event = None if truth.state is state else DoorEvent.SEEN_CLOSED
            # A command explains one opening; the door that was opened by it and is shut again needs another.
            commanded_at_s = None if truth.state is ChannelState.OPEN else truth.commanded_at_s
            return replace(seen, seen_closed_at_s=at_s, commanded_at_s=commanded_at_s), event
        case ChannelState.UNKNOWN:
            lost = replace(truth, state=state)
            return lost, None if truth.state is state else DoorEvent.LOST


def _opening(before: DoorTruth, at_s: float) -> DoorEvent:
    if before.commanded_at_s is not None and at_s - before.commanded_at_s <= EXPLAINED_S:
        return DoorEvent.SEEN_OPEN
    if before.seen_closed_at_s is None and before.seen_open_at_s is None:
        return DoorEvent.FOUND_OPEN
    if before.state is ChannelState.UNKNOWN and before.seen_open_at_s == before.read_at_s:
        return DoorEvent.SEEN_OPEN
    return DoorEvent.FORCED_OPEN
