"""A controller that hangs, and does not die: the screen does not go on showing what may not be true."""

import signal

import pytest

from tests.processes import Site
from tests.system.screen import ScreenProcess


@pytest.mark.timeout(120)
def test_a_hung_controllers_page_is_taken_away_and_comes_back_with_it(site: Site) -> None:
    screen = ScreenProcess(site)
    screen.sees("home")
    assert site.controller is not None
    site.controller.send_signal(signal.SIGSTOP)
    screen.sees_no_more("home")
    site.controller.send_signal(signal.SIGCONT)
    screen.sees("home")
    screen.taps("service.collect")
    screen.sees("collect.number.title")
