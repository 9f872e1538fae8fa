"""Everything that a scene of the story plays on: the town, a finger on the kiosk's screen, browsers, and the checks."""

from dataclasses import dataclass, field
from typing import Any

from link.admin import ListPapers, Papers
from link.showing import Show
from tests.story.browser import Browser
from tests.story.player import Player
from tests.story.steps import Steps
from tests.town import PINS, Town, address_of

HELD_S = 20.0
"""How long somebody holds a code before the camera at most."""


@dataclass
class Stage:
    """One story being played."""

    town: Town
    player: Player
    steps: Steps = field(default_factory=Steps)
    browsers: dict[str, Browser] = field(default_factory=dict)
    applications: dict[str, str] = field(default_factory=dict)
    """By whose it is, the application's id at the hub."""

    def browser(self, email: str) -> Browser:
        """This person's browser; they sign in when they first open it."""
        if email not in self.browsers:
            self.browsers[email] = Browser(self.town, email)
            self.browsers[email].sign_in()
        return self.browsers[email]

    def staff(self, name: str) -> Browser:
        """The browser of a member of staff."""
        return self.browser(address_of(name))

    def holds_up(self, message: dict[str, Any], until: str) -> None:
        """Hold the code of a message before the kiosk's camera until this page shows that it was read."""
        picture = self.town.fetch(f"/devices/mail/messages/{message['number']}/attachments/1")
        (text,) = self.town.codes_in(picture)
        self.town.do("window", "show", text=text, seconds=HELD_S)
        self.player.sees(until)
        self.town.do("window", "clear")

    def chooses(self, title: str, option: str) -> Show:
        """See this page and touch this option."""
        show = self.player.sees(title)
        self.player.taps(f"option.{option}")
        return show

    def types(self, title: str, digits: str) -> None:
        """See this page and type."""
        self.player.sees(title)
        self.player.types(digits)

    def signs_in(self, name: str) -> None:
        """A member of staff says who they are, at the kiosk."""
        who = self.player.sees("sign_in.who.title")
        labels = {option.label.ko: option.id for option in who.screen.options}  # type: ignore[union-attr]  # only Choice has this title
        self.player.taps(f"option.{labels[name]}")
        self.types("sign_in.pin.title", PINS[name])

    def goes_home(self) -> None:
        """See the message off."""
        self.player.taps("option.close")
        self.player.sees("home")

    def door_of(self, show: Show) -> int:
        """The compartment that this page is about."""
        door: int = show.screen.compartment  # type: ignore[union-attr]  # only Door is asked
        return door

    def is_door(self, door: int, **expected: bool) -> bool:
        """Whether the rig's door is so."""
        seen = self.town.door(door)
        return all(seen[name] == value for name, value in expected.items())

    def sheets(self) -> list[dict[str, Any]]:
        """What lies in the printer's tray."""
        tray: list[dict[str, Any]] = self.town.device("papers")["tray"]
        return tray

    def counted(self) -> int:
        """The printer's own lifetime count of impressions."""
        count: int = self.town.device("papers")["impressions"]
        return count

    def pin(self, name: str) -> str:
        """What this member of staff types at the kiosk."""
        return PINS[name]

    def papers(self) -> dict[str, str]:
        """Each paper at the kiosk, by number, and its state."""
        papers = self.town.ask(ListPapers())
        assert isinstance(papers, Papers)
        return {row.number: row.state for row in papers.papers}

    def trail(self, whose: str) -> list[str]:
        """What the hub knows of who had this application when."""
        return self.town.trail(self.applications[whose])
