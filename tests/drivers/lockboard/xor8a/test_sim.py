import pytest

from drivers.lockboard.simdoors import BoardFaults, SimDoor
from drivers.lockboard.xor8a.sim import Xor8aSim
from drivers.transport.cable import Timed
from tests.drivers.lockboard.xor8a.vectors import VECTORS, Vector, name, of_kind

LONG_S = 60.0


def board(locks: int = 24, *, address: int = 1, status_bytes: int | None = None) -> tuple[Xor8aSim, list[SimDoor]]:
    """A board whose feedback bit is 1 where a door is open, so that vectors can be set up by opening doors."""
    doors = [SimDoor() for _ in range(locks)]
    return Xor8aSim(doors, address=address, closed_bit=0, status_bytes=status_bytes), doors


def fired(doors: list[SimDoor]) -> tuple[int, ...]:
    return tuple(lock for lock, door in enumerate(doors, 1) if door.openings)


@pytest.mark.parametrize("vector", of_kind("lock_status", "board_status", "unlock_reply"), ids=name)
def test_a_board_answers_with_the_bytes_that_the_source_prints(vector: Vector) -> None:
    sim, doors = board(vector.locks, address=vector.address, status_bytes=vector.status_bytes)
    for lock, door in enumerate(doors, 1):
        door.stuck = lock not in vector.set
        if lock in vector.set:
            door.pull(0.0)

    assert [reply.data for reply in sim.feed(vector.request, 1.0)] == [vector.frame]


@pytest.mark.parametrize("vector", of_kind("unlock"), ids=name)
def test_a_board_opens_the_door_that_the_frame_names_and_no_other(vector: Vector) -> None:
    sim, doors = board(address=vector.address)

    sim.feed(vector.frame, 0.0)

    assert fired(doors) == (vector.lock,)


@pytest.mark.parametrize("vector", [v for v in of_kind("foreign") if v.sender == "host"], ids=name)
def test_a_board_fires_the_locks_that_a_frame_of_other_software_names(vector: Vector) -> None:
    sim, doors = board(address=vector.address)

    sim.feed(vector.frame, 0.0)

    assert fired(doors) == vector.fires


@pytest.mark.parametrize("vector", [v for v in of_kind("foreign") if v.sender == "board"], ids=name)
def test_a_board_does_not_obey_what_another_board_says(vector: Vector) -> None:
    sim, doors = board()

    assert (list(sim.feed(vector.frame, 0.0)), fired(doors)) == ([], ())


@pytest.mark.parametrize("vector", [v for v in VECTORS if v.sender == "host"], ids=name)
def test_a_frame_with_a_wrong_check_byte_meets_silence(vector: Vector) -> None:
    sim, doors = board(address=vector.address)
    spoiled = vector.frame[:-1] + bytes([vector.frame[-1] ^ 0x40])

    assert (list(sim.feed(spoiled, 0.0)), fired(doors)) == ([], ())


@pytest.mark.parametrize("vector", [v for v in VECTORS if v.sender == "host"], ids=name)
def test_a_frame_for_another_board_meets_silence(vector: Vector) -> None:
    sim, doors = board(address=vector.address + 7)

    assert (list(sim.feed(vector.frame, 0.0)), fired(doors)) == ([], ())


@pytest.mark.parametrize("vector", [v for v in VECTORS if v.sender == "host"], ids=name)
def test_a_frame_that_comes_byte_by_byte_behind_garbage_is_obeyed_like_a_whole_one(vector: Vector) -> None:
    whole, doors_whole = board(address=vector.address)
    pieces, doors_pieces = board(address=vector.address)
    expected = [reply.data for reply in whole.feed(vector.frame, 0.0)]

    got: list[Timed] = []
    for place, byte in enumerate(b"\x00\xfa\x33" + vector.frame):
        got += pieces.feed(bytes([byte]), place * 0.001)

    assert ([reply.data for reply in got], fired(doors_pieces)) == (expected, fired(doors_whole))


def test_a_question_for_the_address_is_answered_with_it() -> None:
    sim, _doors = board(address=7)

    assert [reply.data.hex(" ") for reply in sim.feed(bytes.fromhex("80 01 00 99 18"), 0.0)] == ["80 07 07 99 19"]


def test_half_a_frame_is_forgotten_after_a_pause() -> None:
    sim, doors = board()

    sim.feed(bytes.fromhex("8A 01 01"), 0.0)
    sim.feed(bytes.fromhex("11 9B"), 0.2)

    assert fired(doors) == ()


def test_an_unlock_is_answered_after_pulse_and_settling() -> None:
    sim, _doors = board()

    assert sim.feed(bytes.fromhex("8A 01 01 11 9B"), 2.0) == [Timed(2.5, bytes.fromhex("8A 01 01 11 9B"))]


def test_a_longer_pulse_is_answered_later() -> None:
    sim, _doors = board()

    assert [reply.at_s for reply in sim.feed(bytes.fromhex("8A 01 01 11 03 98"), 2.0)] == [5.5]


def test_a_board_without_power_neither_acts_nor_answers() -> None:
    sim, doors = board()
    sim.faults = BoardFaults(silent=True)

    assert (list(sim.feed(bytes.fromhex("8A 01 01 11 9B"), 0.0)), fired(doors)) == ([], ())


def test_a_board_can_claim_an_opening_that_never_was() -> None:
    sim, doors = board()
    sim.faults = BoardFaults(ack_but_stays_shut=True)

    replies = [reply.data for reply in sim.feed(bytes.fromhex("8A 01 01 11 9B"), 0.0)]

    assert (replies, fired(doors)) == ([bytes.fromhex("8A 01 01 11 9B")], ())


def test_a_board_can_deny_an_opening_that_was() -> None:
    sim, doors = board()
    sim.faults = BoardFaults(refuse_but_opens=True)

    replies = [reply.data for reply in sim.feed(bytes.fromhex("8A 01 01 11 9B"), 0.0)]

    assert (replies, fired(doors)) == ([bytes.fromhex("8A 01 01 00 8A")], (1,))


def test_open_all_fires_one_lock_after_the_other() -> None:
    sim, doors = board(3)

    sim.feed(bytes.fromhex("8A 01 00 11 9A"), 0.0)

    assert [door.is_open(0.6) for door in doors] == [True, True, False]
    assert all(door.is_open(LONG_S) for door in doors)
