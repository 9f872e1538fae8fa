"""python -m tests.ui.gallery --out DIR [--only NAME]: each sample screen as a picture, by language and direction."""

import argparse
import os
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from link.showing import Hello, Strip
from tests.ui.controller import HELLO, WIDE_HELLO, FakeController
from tests.ui.player import Player
from tests.ui.samples import ALARMS, LANGUAGES, SAMPLES
from ui.app import PORTRAIT_27_INCH, make_application
from ui.presenter import DELAYED_AFTER_MS

TYPED = {"keypad-code": "482913", "keypad-pin": "7352", "keypad-compartment": "12"}
WITH_ALARMS = {"keypad-problem", "door-open", "home", "home-without-any-device", "scan-problem", "preview"}
ASKED = {"choice", "confirm-bare", "door-open", "door-close", "take-paper", "take-card"}
SLOW = {"choice": "nav.home", "message-digits": "option.close", "home": "service.collect", "keypad-code": "keypad.done"}
"""What is touched last, before a long wait."""
PATIENCE_MS = 1_000
"""Nothing comes for this long before the screen says that it cannot be used."""
SIZES = {"portrait": (PORTRAIT_27_INCH, HELLO), "wide": (QSize(1920, 1080), WIDE_HELLO)}


def main() -> None:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="a part of the sample's name")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    make_application()
    names = [name for name in SAMPLES if options.only in name]
    for (direction, (size, hello)), language in product(SIZES.items(), LANGUAGES):
        with tempfile.TemporaryDirectory() as folder:
            controller = FakeController(Path(folder) / "s", _beginning_in(hello, language))
            player = Player(controller, size, PATIENCE_MS)
            _draw(player, names, f"{options.out}/{direction}-{language}")
            player.close()
            controller.close()


def _draw(player: Player, names: list[str], out: str) -> None:
    for n, name in enumerate(names):
        player.sees(SAMPLES[name], n=n)
        _save(player, f"{out}-{name}")
        if name in TYPED:
            for digit in TYPED[name]:
                player.tap(f"digit.{digit}")
            _save(player, f"{out}-{name}-typed")
        if name in WITH_ALARMS:
            player.controller.say(ALARMS)
            player.settle()
            _save(player, f"{out}-{name}-alarms")
            player.controller.say(Strip(alarms=()))
        if name in ASKED:
            player.sees(SAMPLES[name], n=n, still_there=True)
            _save(player, f"{out}-{name}-asked")
            player.sees(SAMPLES[name], n=n)
        if name in SLOW:
            player.tap(SLOW[name])
            QTest.qWait(2 * DELAYED_AFTER_MS)
            _save(player, f"{out}-{name}-slow")
    player.controller.close()
    player.settle()
    _save(player, f"{out}-no-link")
    QTest.qWait(2 * PATIENCE_MS)
    _save(player, f"{out}-no-link-for-long")


def _save(player: Player, name: str) -> None:
    player.screen.window.grabWindow().save(f"{name}.png")


def _beginning_in(hello: Hello, language: str) -> Hello:
    return hello.model_copy(update={"languages": (language, *(other for other in LANGUAGES if other != language))})


if __name__ == "__main__":
    main()
