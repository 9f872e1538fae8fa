"""Somebody at home or in the office with a browser: opens the hub's pages, fills in their forms, reads their mail."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

import mechanicalsoup

from tests.town import Town

READS_WITHIN_S = 20.0
LOOK_EVERY_S = 0.1


@dataclass
class Browser:
    """One person's browser, signed in with a code from their mail."""

    town: Town
    email: str
    soup: Any = field(default_factory=mechanicalsoup.StatefulBrowser)
    read: int = 0
    """How many of their messages they have read."""

    def sign_in(self) -> None:
        """Ask for a code, read it in the mail, type it."""
        # As every browser says it with a form of the page that it shows.
        self.soup.session.headers["Origin"] = self.town.hub_url
        self.open("/sign-in")
        self.submit("/sign-in", email=self.email)
        code = re.search(r"로그인 번호: ([\d ]+)", self.next_mail("로그인 번호")["text"])
        assert code is not None
        self.submit("/sign-in/code", code=code[1])
        assert "/sign-in" not in self.soup.url, self.text()

    def open(self, path: str) -> None:
        """Go to a page."""
        answer = self.soup.open(f"{self.town.hub_url}{path}")
        assert answer.ok, f"{path}: {answer.status_code} {self.text()}"

    def submit(self, action: str, button: str | None = None, **typed: str) -> None:
        """Fill in the form that goes to action (or ends in it) and send it."""
        form = self.soup.select_form(f'form[action$="{action}"]')
        for name, value in typed.items():
            form.set(name, value)
        if button is not None:
            form.choose_submit(self.soup.page.select_one(f'button[value="{button}"]'))
        answer = self.soup.submit_selected()
        assert answer.ok, f"{action}: {answer.status_code} {self.text()}"

    def text(self) -> str:
        """What the page says."""
        page = self.soup.page
        return "" if page is None else " ".join(page.get_text(" ").split())

    def links(self, part: str) -> list[str]:
        """Where the page's links and forms with this in their address lead."""
        found = [tag.get("href") or tag.get("action") for tag in self.soup.page.select("a[href], form[action]")]
        return [address for address in dict.fromkeys(found) if part in address]

    def next_mail(self, subject: str) -> dict[str, Any]:
        """The next message to them whose subject has this in it."""
        deadline_s = time.monotonic() + READS_WITHIN_S
        while time.monotonic() < deadline_s:
            messages = self.town.mail(self.email)
            for place, message in enumerate(messages[self.read :], self.read + 1):
                if subject in message["subject"]:
                    self.read = place
                    return message
            time.sleep(LOOK_EVERY_S)
        raise AssertionError(f"no mail about {subject!r} came to {self.email}")
