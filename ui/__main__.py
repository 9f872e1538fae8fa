"""python -m ui --socket PATH [--windowed]: the screen as its own process."""

import argparse
import signal
import sys
from pathlib import Path

from ui.app import WINDOWED, make_application, open_screen


def main() -> int:
    """Run until the window is closed or the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m ui", description="The kiosk's screen")
    parser.add_argument("--socket", type=Path, required=True, help="the controller's Unix socket")
    parser.add_argument("--windowed", action="store_true", help="a small window instead of the whole panel")
    options = parser.parse_args()
    # Qt's loop never hands control to Python's own handler; the screen holds nothing that must be put away.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    application = make_application()
    screen = open_screen(options.socket, WINDOWED, fullscreen=not options.windowed)
    code = application.exec()
    screen.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
