"""What a bench's file says, and how a person is asked: proved without a bench."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.hil.bench import DEFAULT, PersonsBench, is_persons, names, opened
from tests.hil.person import Person

EXAMPLE = Path(__file__).with_name("bench.example.toml")


class Terminal:
    """A real terminal, which hands over a line at a time, and whoever sits at it."""

    def __init__(self) -> None:
        self._ours, self._theirs = os.openpty()
        self.path = Path(os.ttyname(self._theirs))

    def type(self, line: str) -> None:
        os.write(self._ours, f"{line}\n".encode())

    def await_words(self, words: str) -> None:
        """Read until they have been shown; the test's timeout is the deadline."""
        shown = b""
        while words.encode() not in shown:
            shown += os.read(self._ours, 65_536)

    def close(self) -> None:
        os.close(self._ours)
        os.close(self._theirs)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()


def test_the_default_bench_has_every_kind_of_device() -> None:
    assert not is_persons(DEFAULT)
    assert all(names(DEFAULT).values())


def test_the_example_is_a_persons_bench_with_every_kind_of_device() -> None:
    assert is_persons(EXAMPLE)
    assert names(EXAMPLE).keys() == names(DEFAULT).keys()
    with opened(EXAMPLE) as bench:
        assert isinstance(bench.hands, Person)
        assert bench.lock_board("cabinet").name == "lockbus"
        assert bench.card_reader("cards").pcscd_socket is None


def test_a_bench_may_lack_everything() -> None:
    assert PersonsBench(hands="person").cameras == ()


def test_a_person_is_told_what_to_do_and_says_when_it_is_done(terminal: Terminal) -> None:
    terminal.type("")
    Person(terminal.path).stick("cabinet", 2)
    terminal.await_words("cabinet: hold door 2 shut")


def test_a_person_counts_openings_and_is_asked_again_for_what_is_no_number(terminal: Terminal) -> None:
    person = Person(terminal.path)
    terminal.type("2, 4 2")
    assert person.openings("cabinet") == {2: 2, 4: 1}
    terminal.type("")
    assert person.openings("cabinet") == {}
    terminal.type("two")
    terminal.type("2")
    assert person.sheets("papers") == [(1,), (2,)]


def test_a_slip_is_what_was_given_if_the_person_says_so(terminal: Terminal) -> None:
    picture = Image.new("1", (576, 3))
    terminal.type("y")
    terminal.type("n")
    first, second = Person(terminal.path).slips("slips", [picture, picture])
    assert (first is picture, second.height) == (True, 0)


def test_a_code_is_shown_on_the_terminal(terminal: Terminal) -> None:
    Person(terminal.path).show("window", "SODAM")
    terminal.await_words("▀")
