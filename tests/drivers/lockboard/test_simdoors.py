from drivers.lockboard.simdoors import SimDoor


def test_a_released_door_stays_open_until_it_is_pushed_shut() -> None:
    door = SimDoor()

    door.release(1.0)
    door.push(9.0)

    assert [door.is_open(at_s) for at_s in (0.9, 1.0, 8.9, 9.0)] == [False, True, True, False]


def test_a_stuck_door_does_not_open_when_it_is_released() -> None:
    door = SimDoor()
    door.stuck = True

    door.release(1.0)

    assert (door.is_open(2.0), door.openings) == (False, 0)


def test_a_stuck_door_opens_by_force() -> None:
    door = SimDoor()
    door.stuck = True

    door.pull(1.0)

    assert (door.is_open(2.0), door.openings) == (True, 1)


def test_a_latch_that_bounces_holds_again_after_a_moment() -> None:
    door = SimDoor()
    door.bounces = True

    door.release(1.0)

    assert [door.is_open(at_s) for at_s in (1.1, 1.3)] == [True, False]


def test_a_release_of_an_open_door_is_not_a_second_opening() -> None:
    door = SimDoor()

    door.release(1.0)
    door.release(2.0)

    assert door.openings == 1


def test_a_door_that_was_shut_opens_again() -> None:
    door = SimDoor()

    door.release(1.0)
    door.push(2.0)
    door.release(3.0)

    assert (door.is_open(2.5), door.is_open(3.5), door.openings) == (False, True, 2)
