"""When a picture is searched for codes, and when looking is enough."""

import numpy as np
import segno

from drivers.camera.decode import Grey, read_codes
from drivers.camera.eye import AWAKE_S, ONE_IN, Eye
from drivers.camera.simscene import Scene
from drivers.camera.stream import Packet
from tests.drivers.camera.pictures import as_jpeg

LOOKS_PER_S = 5


class Counter:
    """A counter under a camera, an eye on it, and how often the eye searched."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.now_s = 100.0
        self.searched: list[Grey] = []
        self.turns: list[int] = []
        self.eye = Eye(self._engine)

    def look_for(self, seconds: float, *, searching: bool = True) -> int:
        """Look at LOOKS_PER_S; how many pictures were searched."""
        before = len(self.searched)
        for _ in range(round(seconds * LOOKS_PER_S)):
            self.look(searching=searching)
            self.now_s += 1 / LOOKS_PER_S
        return len(self.searched) - before

    def look(self, *, searching: bool = True) -> tuple[bytes, ...]:
        sight = self.eye.look(Packet(as_jpeg(self.scene.jpeg(self.now_s)), self.now_s), searching=searching)
        assert sight.readable
        return sight.payloads

    def _engine(self, grey: Grey, turn: int) -> tuple[bytes, ...]:
        self.searched.append(grey)
        self.turns.append(turn)
        return read_codes(grey, turn)


def test_every_picture_is_searched_at_first() -> None:
    assert Counter().look_for(AWAKE_S) == AWAKE_S * LOOKS_PER_S


def test_a_still_counter_is_searched_at_one_look_in_five_whatever_the_noise() -> None:
    counter = Counter()
    counter.look_for(AWAKE_S + 0.4)
    assert counter.look_for(10) == 10 * LOOKS_PER_S / ONE_IN


def test_what_is_laid_down_wakes_the_eye_and_is_read_at_the_same_look() -> None:
    counter = Counter()
    counter.look_for(AWAKE_S + 1)
    counter.scene.lay(segno.make_qr("hello"), counter.now_s + 60)
    assert counter.look() == (b"hello",)
    assert counter.look_for(AWAKE_S) == AWAKE_S * LOOKS_PER_S


def test_a_code_that_came_unnoticed_is_found_within_five_looks() -> None:
    counter = Counter()
    counter.scene.lay(segno.make_qr("hello"), counter.now_s + 60)
    counter.look_for(AWAKE_S + 1, searching=False)
    assert any(counter.look() for _ in range(ONE_IN))


def test_nothing_is_searched_while_nobody_asks_even_if_it_moves() -> None:
    counter = Counter()
    counter.look_for(1, searching=False)
    counter.scene.lay(segno.make_qr("hello"), counter.now_s + 60)
    assert counter.look_for(1, searching=False) == 0


def test_an_eye_that_is_woken_searches_every_picture() -> None:
    counter = Counter()
    counter.look_for(AWAKE_S + 1, searching=False)
    counter.eye.wake(counter.now_s)
    assert counter.look_for(AWAKE_S) == AWAKE_S * LOOKS_PER_S


def test_second_looks_take_turns() -> None:
    counter = Counter()
    counter.look_for(1)
    assert counter.turns == [1, 2, 3, 4, 5]


def test_a_picture_that_is_none_is_told_and_changes_nothing() -> None:
    counter = Counter()
    sight = counter.eye.look(Packet(np.zeros(1000, np.uint8), counter.now_s), searching=True)
    assert (sight.readable, sight.payloads, counter.searched) == (False, (), [])
