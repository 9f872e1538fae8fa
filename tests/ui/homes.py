"""The first screen as the controller makes it of what is in service: whole, and with each device lost."""

from drivers.documentprinter.api import Obstacle, PrinterState, PrinterStatus
from kiosk.bell import Bell
from kiosk.capabilities import Capabilities
from kiosk.capability import Capability
from kiosk.press import hindrance_of
from link.screens import Home
from link.text import Text

DEVICES = {
    "document-printer": frozenset({Capability.PRINT_PAPERS}),
    "slip-printer": frozenset({Capability.PRINT_SLIPS}),
    "camera": frozenset({Capability.READ_CODES, Capability.IDENTIFY}),
    "card-reader": frozenset({Capability.READ_CARDS, Capability.IDENTIFY}),
    "lock-bus": frozenset({Capability.OPEN_DOORS}),
}
"""What each provides, as in kiosk/parts.py."""
OBSTACLES = (Obstacle.PAPER_OUT, Obstacle.JAM, Obstacle.COVER_OPEN, Obstacle.TRAY_MISSING)
"""The most frequent, and the one with the longest words."""


def homes() -> dict[str, Home]:
    """By what is wrong with a site that has everything, and one that has less."""
    lost: dict[str, set[str]] = {device: {device} for device in DEVICES}
    lost["camera-and-card-reader"] = {"camera", "card-reader"}
    lost["any-device"] = set(DEVICES)
    hindered = {f"printer-{obstacle.value.replace('_', '-')}": _stopped(obstacle) for obstacle in OBSTACLES}
    return {
        "home-whole": home(set(), {}),
        **{f"home-without-{what}": home(devices, {}) for what, devices in lost.items()},
        **{f"home-{what}": home(set(), {Capability.PRINT_PAPERS: text}) for what, text in hindered.items()},
        "home-locker-only": home(set(), {}, {"camera", "lock-bus"}),
    }


def home(lost: set[str], hindrances: dict[Capability, Text], site: set[str] | None = None) -> Home:
    """The first screen of a site that has these devices (None: all), and has lost these."""
    capabilities = Capabilities(Bell(), lambda: hindrances)
    for device in DEVICES if site is None else site:
        capabilities.expect(DEVICES[device])
        if device not in lost:
            capabilities.gain(DEVICES[device], device)
    return capabilities.home()


def _stopped(obstacle: Obstacle) -> Text:
    text = hindrance_of(
        PrinterStatus(PrinterState.STOPPED, frozenset({obstacle}), frozenset(), 0, takes_pdf=True, identity="")
    )
    assert text is not None
    return text
