"""Pictures of every page, for a person to look at: python -m tests.hub.pages.pictures FOLDER [ko|en [NN...]].

Needs Chromium and a Korean font (apt: chromium fonts-noto-cjk). The pages are fetched by the tests' own browser from a
hub full of people, and shown in a frame of a telephone's and of a desktop's width. Not a test: it asserts nothing.
"""

import asyncio
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from hub.pages.render import LANGUAGE_COOKIE, STATIC
from hub.store import applications, deliveries
from link.hub import Way
from tests.hub.pages.browser import COORDINATOR, OFFICER, SODAM, VOLUNTEER, Browser, a_browser
from tests.hub.office import FORM, MARU, Office, opened_office

WIDTHS_PX = {"phone": (390, 2600), "desktop": (1280, 1900)}
APPLY = f"/applications/new/{FORM}"


async def taken(office: Office, folder: Path, language: str) -> None:
    """Every page, as a file of folder."""

    async def shot(browser: Browser, name: str, path: str | None = None) -> None:
        browser.client.cookies.set(LANGUAGE_COOKIE, language, domain="127.0.0.1")
        if path is not None:
            await browser.get(path)
        assert browser.last is not None
        (folder / f"{name}.html").write_text(browser.last.text.replace('"/static/', '"static/'), encoding="utf-8")

    async with a_browser(office) as browser:
        await shot(browser, "01-sign-in", "/sign-in")
        await browser.send("/sign-in", email="sodam")
        await shot(browser, "02-sign-in-wrong")
        await browser.send("/sign-in", email=SODAM)
        await browser.send("/sign-in/code", code="000000")
        await shot(browser, "03-code-wrong")
        await shot(browser, "04-not-found", "/nothing")
    ids = populate(office)
    async with a_browser(office, SODAM) as browser:
        await shot(browser, "10-mine", "/applications")
        await shot(browser, "11-apply", APPLY)
        await browser.send(APPLY)
        await shot(browser, "12-apply-wrong")
        await browser.send(APPLY, purpose="1", way="door")
        await shot(browser, "13-confirm")
        for n, (name, id) in enumerate(ids.items(), 14):
            if not name.endswith("-delivery"):
                await shot(browser, f"{n}-{name}", f"/applications/{id}")
        await browser.get(f"/applications/{ids['taken']}")
        await browser.send(f"/applications/{ids['taken']}/hand-over")
        await shot(browser, "29-new-digits")
    async with a_browser(office, OFFICER) as browser:
        await shot(browser, "30-office", "/office")
        await shot(browser, "31-decide", f"/office/{ids['submitted']}")
        await browser.send(f"/office/{ids['submitted']}/reject")
        await shot(browser, "32-reject-wrong")
        await shot(browser, "33-fetched", f"/office/{ids['fetched']}")
        await shot(browser, "34-released", f"/office/{ids['released']}")
        await shot(browser, "35-papers", "/office/papers")
        await shot(browser, "36-all", "/all")
        await shot(browser, "37-desk", "/desk")
        await browser.send("/desk", name="이다솜", birth_date="1943")
        await shot(browser, "38-desk-wrong")
        await shot(browser, "39-desk-apply", f"/desk/p3/{FORM}")
    async with a_browser(office, VOLUNTEER) as browser:
        await shot(browser, "40-volunteer", "/volunteer")
        await shot(browser, "41-accepted", f"/volunteer/{ids['accepted-delivery']}")
        await browser.send(f"/volunteer/{ids['accepted-delivery']}/hand-over", digits="0000")
        await shot(browser, "42-digits-wrong")
        await shot(browser, "43-taken", f"/volunteer/{ids['taken-delivery']}")
        await shot(browser, "44-not-allowed", "/office")
    async with a_browser(office, COORDINATOR) as browser:
        await shot(browser, "50-board", "/coordinator")
        await shot(browser, "51-calls", "/coordinator/calls")
        await shot(browser, "52-roster", "/coordinator/roster")
        await shot(browser, "53-trail", f"/office/{ids['taken']}")


def populate(office: Office) -> dict[str, str]:
    """One application in each state, by what the pictures call it."""
    write = office.hub.store.write
    rejected, uncertain, released = office.apply(), office.fetched(Way.LOCKER), office.fetched(Way.DOOR)
    reason = "세대주 동의서가 필요합니다. 동의서를 가지고 관리사무소 창구로 와 주세요."
    write(applications.reject, office.officer, rejected, reason)
    office.tell("paper_uncertain", application=uncertain[0], number=uncertain[1])
    office.tell("paper_released", application=released[0], number=released[1])
    unconfirmed = write(deliveries.accept, office.volunteers[0], office.stored(Way.DOOR, MARU, 3))
    write(deliveries.hand_over_without_code, office.volunteers[0], unconfirmed)
    office.stored(Way.LOCKER, MARU, 4)
    office.apply(Way.LOCKER, MARU)
    taken, taken_delivery = office.taken()
    accepted, accepted_delivery = office.accepted()
    return {
        "submitted": office.apply(),
        "fetched": office.fetched()[0],
        "in-locker": office.stored(Way.LOCKER),
        "offered": office.stored(Way.DOOR),
        "accepted": accepted,
        "taken": taken,
        "rejected": rejected,
        "uncertain": uncertain[0],
        "released": released[0],
        "accepted-delivery": accepted_delivery,
        "taken-delivery": taken_delivery,
    }


def photograph(pages: Path, folder: Path) -> None:
    """A picture of each page in each width. A frame, because Chromium's windows have a least width of their own."""
    (pages / "static").symlink_to(STATIC)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for page in sorted(pages.glob("[0-9]*.html")):
        for name, (width, height) in WIDTHS_PX.items():
            frame = pages / f"frame-{name}.html"
            frame.write_text(
                f'<body style="margin:0"><iframe src="{page.name}" style="border:0;width:{width}px;height:{height}px">'
            )
            picture = folder / f"{page.stem}-{name}.png"
            size = f"--window-size={max(width, 500)},{height}"
            address = f"http://127.0.0.1:{server.server_port}/{frame.name}"
            command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", size, f"--screenshot={picture}"]
            subprocess.run([*command, address], check=True, capture_output=True, timeout=60)  # noqa: S603 (our own words)
    server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def main() -> None:
    folder, language, only = Path(sys.argv[1]), (sys.argv[2:] or ["ko"])[0], sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, opened_office(Path(scratch)) as office:
        pages = Path(scratch) / "pages"
        pages.mkdir()
        asyncio.run(taken(office, pages, language))
        for page in pages.glob("*.html"):
            if only and page.stem[:2] not in only:
                page.unlink()
        photograph(pages, folder.resolve())


if __name__ == "__main__":
    main()
