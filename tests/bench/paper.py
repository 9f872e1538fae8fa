"""Rows: an application's way from the officer's word to a counted sheet, and two parts of it.

The person stands at the kiosk, lays their card as soon as the kiosk has the paper, and touches 출력 as soon as it is
shown: nobody's thinking is in it. The simulated printer is quicker than a real one (tests/town.py), and its time is in
the baseline too. When it had a document is told on both sides by its first sheet, which is counted a fixed time after
that: asking all the while would slow it down.
"""

import time
import tomllib
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

from PySide6.QtTest import QTest

from tests.bench import office
from tests.bench.bare_lines import BareHub, BarePrinter
from tests.bench.row import Row, Step, compare
from tests.bench.stage import durable, serving_town
from tests.story.browser import Browser
from tests.story.player import Player
from tests.story.stage import Stage
from tests.town import Town

NAME, BIRTH_DATE = "이다솜", "19430715"
"""Has a card, and so needs neither code nor birth date."""
OTHER_NAME, OTHER_BIRTH_DATE = "김소담", "19880101"
"""Whose paper is never printed: the hub keeps it, to be asked for by the baseline."""
HAPPENS_WITHIN_S = 20.0
LOOK_EVERY_S = 0.003


@dataclass(frozen=True)
class Times:
    """Seconds of one paper's way."""

    fetched_s: float
    """From the hub's answer to the officer to the kiosk saying that it has the paper."""
    accepted_s: float
    """From the touch on 출력 to the printer having the document."""
    sheet_s: float
    """From the hub's answer to the officer to the first sheet counted."""


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many papers of each, turn about."""
    turns: list[tuple[Times, Times]] = []
    with ExitStack() as opened:
        town = opened.enter_context(serving_town())
        hub = opened.enter_context(closing(BareHub(town)))
        bare = opened.enter_context(closing(BarePrinter(town)))
        database = opened.enter_context(durable(town.folder / "bare.db", "change (body BLOB)"))
        officer, printer = office.officer_at(town), Printer(town)
        stage = Stage(town, opened.enter_context(closing(Player(town.screen_socket))))
        office.approve(officer, office.apply(officer, OTHER_NAME, OTHER_BIRTH_DATE, "kiosk"))
        _await_paper(stage, known=set())
        for _ in range(times):
            bare_fetched_s = hub.fetch_s(database)
            ours = _printed(stage, officer, printer)
            turns.append((ours, _bare(bare, printer, bare_fetched_s)))
            step()
    return _rows(turns)


class Printer:
    """The simulated printer's own count, and how long it takes to its first sheet."""

    def __init__(self, town: Town) -> None:
        (settings,) = tomllib.loads((town.folder / "rig.toml").read_text(encoding="utf-8"))["document_printers"]
        self.first_sheet_s: float = settings["warm_up_s"] + settings["sheet_s"]
        self._town = town

    def look(self) -> dict[str, Any]:
        """It, as it stands there now."""
        return self._town.device("papers")

    def next_sheet_at_s(self, counted: int) -> float:
        """Wait until it has counted more than this; when the look began that saw it."""
        deadline_s = time.monotonic() + HAPPENS_WITHIN_S
        looked_s = time.monotonic()
        while self.look()["impressions"] == counted:
            assert looked_s < deadline_s, "the printer counted no sheet"
            time.sleep(LOOK_EVERY_S)
            looked_s = time.monotonic()
        return looked_s

    def rests(self) -> bool:
        """Whether it has nothing more to print."""
        return self.look()["job"] is None

    def pdf(self) -> bytes:
        """The document of the sheet on top of the tray, as it came over the wire."""
        return self._town.fetch(f"/devices/papers/sheet/{self.look()['tray'][-1]['number']}.pdf")


def _printed(stage: Stage, officer: Browser, printer: Printer) -> Times:
    player, known = stage.player, set(stage.papers())
    application = office.apply(officer, NAME, BIRTH_DATE, "kiosk")
    player.sees("home")
    player.taps("service.issue")
    player.sees("issue.scan.title")
    counted = stage.counted()
    approved_s = office.approve(officer, application)
    fetched_s = _await_paper(stage, known)
    stage.town.do("cards", "lay", card=NAME)
    player.sees("issue.preview.title")
    touched_s = time.monotonic()
    player.taps("option.print")
    # Qt sends the touch; the printer is not looked at before it can have a sheet.
    QTest.qWait(round(printer.first_sheet_s * 1000))
    sheet_s = printer.next_sheet_at_s(counted)
    _take(stage)
    return Times(fetched_s - approved_s, sheet_s - printer.first_sheet_s - touched_s, sheet_s - approved_s)


def _take(stage: Stage) -> None:
    """The paper and the card are taken, and the person goes."""
    stage.player.sees("issue.take.title")
    stage.player.taps("option.taken")
    stage.player.sees("issue.done.title")
    stage.town.do("cards", "take")
    stage.goes_home()


def _await_paper(stage: Stage, known: set[str]) -> float:
    """When the kiosk says that it has one more paper than these."""
    deadline_s = time.monotonic() + HAPPENS_WITHIN_S
    while set(stage.papers()) == known:
        assert time.monotonic() < deadline_s, "the kiosk did not fetch the approved paper"
        time.sleep(LOOK_EVERY_S)
    return time.monotonic()


def _bare(bare: BarePrinter, printer: Printer, fetched_s: float) -> Times:
    """The same document once more, by hand."""
    pdf, counted = printer.pdf(), printer.look()["impressions"]
    began_s = time.monotonic()
    bare.print(pdf)
    sheet_s = printer.next_sheet_at_s(counted)
    deadline_s = time.monotonic() + HAPPENS_WITHIN_S
    while not printer.rests():
        assert time.monotonic() < deadline_s, "the printer does not come to rest"
        time.sleep(LOOK_EVERY_S)
    return Times(fetched_s, sheet_s - printer.first_sheet_s - began_s, sheet_s - began_s)


def _rows(turns: list[tuple[Times, Times]]) -> tuple[Row, ...]:
    return (
        compare(
            "application approved to fetched by the kiosk",
            "bare GET of a paper, one durable commit",
            [(ours.fetched_s, bare.fetched_s) for ours, bare in turns],
        ),
        compare(
            "print touched to the printer having the document",
            "bare Create-Job and Send-Document of the same file",
            [(ours.accepted_s, bare.accepted_s) for ours, bare in turns],
        ),
        compare(
            "application approved to first sheet counted",
            "the same bare exchange to first sheet counted",
            [(ours.sheet_s, bare.sheet_s) for ours, bare in turns],
        ),
    )
