"""What one reading after another means, as a table of what was known before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lockboard.api import ChannelState
from locker.door import EXPLAINED_S, DoorEvent, DoorTruth, command, observe

NOW_S = 100.0

NEVER_SEEN = DoorTruth()
CLOSED = DoorTruth(ChannelState.CLOSED, read_at_s=99.0, seen_closed_at_s=99.0)
OPEN = DoorTruth(ChannelState.OPEN, read_at_s=99.0, seen_open_at_s=99.0)
LOST_CLOSED = DoorTruth(ChannelState.UNKNOWN, read_at_s=99.0, seen_open_at_s=50.0, seen_closed_at_s=99.0)
LOST_OPEN = DoorTruth(ChannelState.UNKNOWN, read_at_s=99.0, seen_open_at_s=99.0, seen_closed_at_s=50.0)

BEFORE = {
    "never seen": NEVER_SEEN,
    "closed": CLOSED,
    "open": OPEN,
    "out of sight, closed when last seen": LOST_CLOSED,
    "out of sight, open when last seen": LOST_OPEN,
}

SHOWS = {
    ("never seen", ChannelState.OPEN): DoorEvent.FOUND_OPEN,
    ("never seen", ChannelState.CLOSED): DoorEvent.SEEN_CLOSED,
    ("never seen", ChannelState.UNKNOWN): None,
    ("closed", ChannelState.OPEN): DoorEvent.FORCED_OPEN,
    ("closed", ChannelState.CLOSED): None,
    ("closed", ChannelState.UNKNOWN): DoorEvent.LOST,
    ("open", ChannelState.OPEN): None,
    ("open", ChannelState.CLOSED): DoorEvent.SEEN_CLOSED,
    ("open", ChannelState.UNKNOWN): DoorEvent.LOST,
    ("out of sight, closed when last seen", ChannelState.OPEN): DoorEvent.FORCED_OPEN,
    ("out of sight, closed when last seen", ChannelState.CLOSED): DoorEvent.SEEN_CLOSED,
    ("out of sight, closed when last seen", ChannelState.UNKNOWN): None,
    ("out of sight, open when last seen", ChannelState.OPEN): DoorEvent.SEEN_OPEN,
    ("out of sight, open when last seen", ChannelState.CLOSED): DoorEvent.SEEN_CLOSED,
    ("out of sight, open when last seen", ChannelState.UNKNOWN): None,
}


def test_the_table_has_every_reading_after_every_past() -> None:
    assert set(SHOWS) == {(before, state) for before in BEFORE for state in ChannelState}


@pytest.mark.parametrize(("before", "state"), SHOWS)
def test_a_reading_shows_what_the_one_before_did_not(before: str, state: ChannelState) -> None:
    after, event = observe(BEFORE[before], state, NOW_S)
    assert (after.state, event) == (state, SHOWS[before, state])


@pytest.mark.parametrize("before", [past for past in BEFORE if past != "open"])
def test_a_door_that_opens_after_a_command_was_opened_by_it(before: str) -> None:
    commanded = command(BEFORE[before], NOW_S - EXPLAINED_S)
    assert observe(commanded, ChannelState.OPEN, NOW_S)[1] is DoorEvent.SEEN_OPEN


def test_a_door_that_opens_long_after_a_command_was_forced() -> None:
    commanded = command(CLOSED, NOW_S - EXPLAINED_S - 0.01)
    assert observe(commanded, ChannelState.OPEN, NOW_S)[1] is DoorEvent.FORCED_OPEN


def test_a_reading_keeps_the_times_of_what_it_did_not_see() -> None:
    commanded = command(LOST_CLOSED, 98.0)
    assert observe(commanded, ChannelState.OPEN, NOW_S)[0] == DoorTruth(
        ChannelState.OPEN, read_at_s=NOW_S, commanded_at_s=98.0, seen_open_at_s=NOW_S, seen_closed_at_s=99.0
    )
    assert observe(commanded, ChannelState.CLOSED, NOW_S)[0] == DoorTruth(
        ChannelState.CLOSED, read_at_s=NOW_S, commanded_at_s=98.0, seen_open_at_s=50.0, seen_closed_at_s=NOW_S
    )


def test_a_door_out_of_sight_keeps_the_time_of_its_last_valid_reading() -> None:
    assert observe(CLOSED, ChannelState.UNKNOWN, NOW_S)[0] == DoorTruth(
        ChannelState.UNKNOWN, read_at_s=99.0, seen_closed_at_s=99.0
    )


@given(st.lists(st.sampled_from(ChannelState)))
def test_without_a_command_no_door_ever_opens_quietly_from_closed(states: list[ChannelState]) -> None:
    truth, last_seen = DoorTruth(), None
    for at_s, state in enumerate(states):
        truth, event = observe(truth, state, float(at_s))
        if state is ChannelState.OPEN and last_seen is ChannelState.CLOSED:
            assert event is DoorEvent.FORCED_OPEN
        if state is not ChannelState.UNKNOWN:
            last_seen = state
