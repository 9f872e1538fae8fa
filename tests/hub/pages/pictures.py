"""Pictures of every page, for a person to look at: python -m tests.hub.pages.pictures FOLDER [ko|en [NN...]].

Needs Chromium and a Korean font (apt: chromium fonts-noto-cjk). The pages come from a hub full of people, by the tests'
own browser, and stand in frames as wide as a telephone and a desktop. Not a test: it asserts nothing.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from hub.pages.render import STATIC
from tests.hub.office import opened_office
from tests.hub.pages.every import pages

SIZES_PX = {"phone": (390, 2600), "desktop": (1280, 1900)}
"""High enough for a whole page; what is seen at first is the upper 844 and 800 of it."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


async def save(folder: Path, language: str, only: list[str]) -> None:
    """The pages as files of folder, with their place among all pages in front of their names."""
    with opened_office(folder) as office:
        n = 0
        async for name, page in pages(office, language):
            n += 1
            if not only or f"{n:02}" in only:
                source = page.source.replace('"/static/', '"static/')
                plain = re.sub(r"[^a-z]+", "-", re.sub(r"[0-9a-f]{16}", "one", name)).strip("-")
                (folder / f"{n:02}-{plain}.html").write_text(source, encoding="utf-8")


def photograph(page: Path, folder: Path, name: str, address: str) -> None:
    """One page in one size. A frame, because Chromium's windows have a least width of their own."""
    width, height = SIZES_PX[name]
    style = f"border:0;width:{width}px;height:{height}px"
    (page.parent / "frame.html").write_text(f'<body style="margin:0"><iframe src="{page.name}" style="{style}">')
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        f"--window-size={max(width, 500)},{height}",
    ]
    shot = f"--screenshot={folder / page.stem}-{name}.png"
    subprocess.run([*command, shot, f"{address}/frame.html"], check=True, capture_output=True, timeout=120)


def main() -> None:
    folder, language, only = Path(sys.argv[1]).resolve(), (sys.argv[2:] or ["ko"])[0], sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(save(Path(scratch), language, only))
        (Path(scratch) / "static").symlink_to(STATIC)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=scratch))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in sorted(Path(scratch).glob("[0-9]*.html")):
            for name in SIZES_PX:
                photograph(page, folder, name, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


if __name__ == "__main__":
    main()
