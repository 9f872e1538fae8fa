"""python -m hub: serves; with words behind it, the command line `hub`."""

import sys

from hub.cli import app

if __name__ == "__main__":
    app(sys.argv[1:] or ["serve"])
