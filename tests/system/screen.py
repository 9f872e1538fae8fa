"""The test's end of tests.system.screen_process."""

import json
import signal
from typing import Any

from tests.processes import Site


class ScreenProcess:
    """A screen in a process of its own, that obeys."""

    def __init__(self, site: Site) -> None:
        self._process = site.start("-m", "tests.system.screen_process", str(site.screen_socket), stderr="screen.log")

    def sees(self, title: str) -> dict[str, Any]:
        page: dict[str, Any] = self._tell("sees", title)
        return page

    def sees_no_more(self, title: str) -> None:
        self._tell("sees_no_more", title)

    def taps(self, name: str) -> None:
        self._tell("taps", name)

    def types(self, digits: str) -> None:
        self._tell("types", digits)

    def is_killed(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _tell(self, deed: str, argument: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([deed, argument]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
