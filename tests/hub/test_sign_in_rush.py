"""However many ask and type at once: nobody else waits for them, and none of them gets more tries than one would."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier, Event

import pytest

from hub.sign_in import Entered, TooMany, Wrong, ask, enter
from hub.slow_lane import Busy, SlowLane
from hub.store.store import Books
from tests.hub.office import Office
from tests.hub.signing_in import BROWSER, SODAMS, codes, other_than

NOBODYS = "nobody@example.kr"
AT_ONCE = 8


@contextmanager
def somebody_writing(office: Office) -> Iterator[None]:
    """The one transaction that writes goes on until the end of the block."""
    begun, end = Event(), Event()

    def write(_: Books) -> None:
        begun.set()
        assert end.wait(10)

    with ThreadPoolExecutor(1) as lane:
        job = lane.submit(office.hub.store.write, write)
        assert begun.wait(10)
        try:
            yield
        finally:
            end.set()
        job.result()


def all_at_once(office: Office, email: str, code: str) -> Counter[type]:
    """What AT_ONCE tries of this code in one browser come to."""
    start = Barrier(AT_ONCE)

    def one(_: int) -> type:
        start.wait()
        return type(enter(office.hub, email, BROWSER, code))

    with ThreadPoolExecutor(AT_ONCE) as lane:
        return Counter(lane.map(one, range(AT_ONCE)))


@pytest.mark.parametrize("code", ["123456", "123456789012"])
@pytest.mark.parametrize("email", [SODAMS, NOBODYS])
def test_a_number_where_there_is_none_to_try_asks_for_no_transaction(office: Office, email: str, code: str) -> None:
    with somebody_writing(office):
        assert enter(office.hub, email, BROWSER, code) == Wrong()


def test_a_wrong_long_number_asks_for_no_transaction_either(office: Office) -> None:
    for _ in range(4):
        ask(office.hub, SODAMS, BROWSER)
    long = codes(office)[-1]
    with somebody_writing(office):
        assert enter(office.hub, SODAMS, BROWSER, other_than(long)) == Wrong()


@pytest.mark.parametrize("email", [SODAMS, NOBODYS])
def test_tries_at_one_moment_are_counted_like_tries_one_after_another(office: Office, email: str) -> None:
    ask(office.hub, email, BROWSER)
    wrong = other_than(codes(office)[0]) if email == SODAMS else "000000"
    assert all_at_once(office, email, wrong) == {Wrong: 4, TooMany: 4}


def test_a_code_that_is_sent_several_times_at_one_moment_signs_in_once(office: Office) -> None:
    ask(office.hub, SODAMS, BROWSER)
    assert all_at_once(office, SODAMS, codes(office)[0]) == {Entered: 1, Wrong: AT_ONCE - 1}


def test_requests_at_one_moment_are_sent_no_more_than_requests_one_after_another(office: Office) -> None:
    start = Barrier(AT_ONCE)

    def one(_: int) -> None:
        start.wait()
        ask(office.hub, SODAMS, BROWSER)

    with ThreadPoolExecutor(AT_ONCE) as lane:
        list(lane.map(one, range(AT_ONCE)))
    assert sorted(len(code) for code in codes(office)) == [6, 6, 6, 12]


def test_when_too_many_wait_already_the_next_is_told_at_once_and_nothing_is_counted(office: Office) -> None:
    office.hub = replace(office.hub, slow_lane=SlowLane(at_once=1, most_waiting=0))
    ask(office.hub, SODAMS, BROWSER)
    with office.hub.slow_lane.turn():
        for _ in range(6):
            with pytest.raises(Busy):
                enter(office.hub, SODAMS, BROWSER, "000000")
        with pytest.raises(Busy):
            ask(office.hub, SODAMS, BROWSER)
    (code,) = codes(office)
    assert isinstance(enter(office.hub, SODAMS, BROWSER, code), Entered)
