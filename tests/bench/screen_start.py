"""Row: from spawning the screen's process to its first screen on the glass.

Cold is the process; the files that it reads are in the page cache, because one start of each goes before, untimed.
"""

from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import serving_site, spawn_s
from tests.processes import Site


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many starts of each, turn about."""
    turns: list[Turn] = []
    with serving_site() as site:
        _take_turn(site)
        for _ in range(times):
            turns.append(_take_turn(site))
            step()
    return (compare("screen: spawn to home painted", "spawn to first frame of a bare QML window", turns),)


def _take_turn(site: Site) -> Turn:
    ours_s = spawn_s("-m", "tests.bench.cold_screen", str(site.screen_socket))
    return ours_s, spawn_s("-m", "tests.bench.bare_window")
