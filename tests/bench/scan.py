"""Row: from a QR code laid before the camera to the next page on the glass, which asks for the birth date.

The birth date is typed by a person; what follows their last digit, up to the unlock frame, is the row of last_tap.py.
Both sides see the same stream of the rig's camera, 15 pictures a second, and the code is there from when the rig has
answered that it lies there. Nothing has moved before the lens for so long that the kiosk looks at it seldom: people
read the page first and then look for their telephone. Every code is another one, so that none is held off as read.
"""

import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import cv2
import zxingcpp
from PySide6.QtTest import QTest

from config.hub import HubSettings
from config.kiosk import KioskSettings
from config.load import load
from drivers.camera.eye import AWAKE_S
from hub.keys import load_keys
from kiosk import identity as identities
from link.signed_code import Right, SignedCode, mint, new_id
from tests.bench import office
from tests.bench.painted import noting
from tests.bench.row import Row, Step, Turn, compare
from tests.bench.stage import serving_town
from tests.story import in_the_locker
from tests.story.player import Player
from tests.story.stage import Stage
from tests.town import Town

NAME, BIRTH_DATE = "최가람", "19411109"
LIES_S = 20.0
READS_WITHIN_S = 15.0
IDLE_LOOK_S = 0.2
"""Between two looks of a camera before which nothing moves (CameraSettings.idle_looks_per_s)."""
PICTURE_S = 1 / 15
LIVE_AFTER = 3
"""Pictures after which a stream that was just opened has none in store any more."""


def measure(times: int, step: Step) -> tuple[Row, ...]:
    """Measure this many codes of each, turn about."""
    turns: list[Turn] = []
    with serving_town() as town, closing(Player(town.screen_socket)) as player:
        codes = Codes(town, _deposited(town, player))
        player.taps("service.collect")
        for place in range(times):
            code, phase = codes.new(), place / times
            turns.append((_kiosk_s(town, player, code, phase), _bare_s(town, codes, code, phase)))
            player.taps("nav.back")
            step()
    name = "QR laid before the camera to the birth date's page painted"
    return (compare(name, "bare OpenCV capture and zxing-cpp on the same stream, one signed code checked", turns),)


class Codes:
    """Codes for the parcel of one application, as the hub's mails hold them."""

    def __init__(self, town: Town, application: str) -> None:
        identity = identities.load(load(town.settings, KioskSettings).paths.identity)
        assert identity is not None, "the kiosk is not enrolled"
        self._identity = identity
        self._key = load_keys(load(town.hub_settings, HubSettings).keys).codes
        self._application = application

    def new(self) -> str:
        """One that nobody has shown yet."""
        good_until = datetime.now(UTC) + timedelta(hours=1)
        return mint(SignedCode(Right.PARCEL, self._identity.kiosk, self._application, new_id(), good_until), self._key)

    def check(self, text: str) -> None:
        """Whether it is good for a parcel, here and now."""
        found = self._identity.read_code(text, Right.PARCEL, datetime.now(UTC))
        assert isinstance(found, SignedCode), found


def _deposited(town: Town, player: Player) -> str:
    """The application of a paper that lies in the locker."""
    officer, stage = office.officer_at(town), Stage(town, player)
    application = office.apply(officer, NAME, BIRTH_DATE, "locker")
    office.approve(officer, application)
    player.until(lambda: bool(stage.papers()), "the paper to come to the kiosk")
    in_the_locker.deposited(stage, NAME, until="deposit.done_hub.title")
    return application


def _kiosk_s(town: Town, player: Player, code: str, phase: float) -> float:
    """One code. phase, from 0 to 1, moves it between two looks of the kiosk."""
    player.sees("collect.scan.title")
    QTest.qWait(round((AWAKE_S + IDLE_LOOK_S * (1 + phase)) * 1000))
    with noting(player.screen.presenter.painted) as noted:
        town.do("window", "show", text=code, seconds=LIES_S)
        laid_s = time.monotonic()
        took_s = noted.at_s("a code was laid before the camera") - laid_s
    player.sees("birth_date.title")
    town.do("window", "clear")
    return took_s


def _bare_s(town: Town, codes: Codes, code: str, phase: float) -> float:
    """The same code; phase moves it between two pictures."""
    capture = cv2.VideoCapture(town.devices["window"], cv2.CAP_FFMPEG)
    try:
        assert all(capture.read()[0] for _ in range(LIVE_AFTER)), "the bare capture got no picture"
        time.sleep(PICTURE_S * phase)  # real time: where between two pictures the code comes
        town.do("window", "show", text=code, seconds=LIES_S)
        laid_s = time.monotonic()
        codes.check(_read(capture, laid_s + READS_WITHIN_S))
        took_s = time.monotonic() - laid_s
    finally:
        capture.release()
    town.do("window", "clear")
    return took_s


def _read(capture: cv2.VideoCapture, deadline_s: float) -> str:
    while time.monotonic() < deadline_s:
        came, picture = capture.read()
        assert came, "the camera's stream ended under the bare capture"
        for found in zxingcpp.read_barcodes(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)):
            return found.text
    raise AssertionError("the bare capture saw no code")
