"""python -m ui --socket PATH [--windowed]: the screen as its own process."""

import argparse
import sys
from pathlib import Path

from ui.app import WINDOWED, make_application, open_screen
from ui.service import end_when_told, tell_systemd


def main() -> int:
    """Run until the window is closed or the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m ui", description="The kiosk's screen")
    parser.add_argument("--socket", type=Path, required=True, help="the controller's Unix socket")
    parser.add_argument("--windowed", action="store_true", help="a small window instead of the whole panel")
    options = parser.parse_args()
    application = make_application()
    screen = open_screen(options.socket, WINDOWED, fullscreen=not options.windowed)
    end_when_told(application)
    tell_systemd(screen.window)
    code = application.exec()
    screen.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
