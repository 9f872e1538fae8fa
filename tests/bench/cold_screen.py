"""python -m tests.bench.cold_screen SOCKET: say when the first screen of the controller was on the glass, and end.

Does what `python -m ui` does, and watches presenter.painted.
"""

import sys
import time
from pathlib import Path

from link.screens import Home
from ui.app import make_application, open_screen


def main() -> None:
    """Print the instant; exit 1 if something else than the first screen was showing."""
    application = make_application()
    screen = open_screen(Path(sys.argv[1]))

    def say() -> None:
        at_s = time.monotonic()
        show = screen.presenter.on_glass
        is_home = show is not None and isinstance(show.screen, Home)
        sys.stdout.write(f"{at_s}\n")
        application.exit(0 if is_home else 1)

    screen.presenter.painted.connect(say)
    code = application.exec()
    screen.close()
    sys.exit(code)


if __name__ == "__main__":
    main()
