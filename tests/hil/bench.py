"""A bench of devices: which there are, where, and whose hands are at them. Read from a file, real or simulated.

A file that says `hands = "person"` names the addresses of real devices, as a site's settings do. Any other is a rig
file: its devices are simulated by a process of their own, and their addresses are known once it runs. Both name their
devices in the same lists.
"""

import json
import re
import select
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from drivers.camera.settings import CameraSettings
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.documentprinter.registry import DocumentPrinterSettings
from drivers.lockboard.registry import LockBus
from drivers.simhost.rig import RigSettings
from drivers.slipprinter.registry import SlipPrinterSettings
from tests.hil.hands import Hands
from tests.hil.person import Person
from tests.hil.rig_hands import RigHands
from tests.processes import ROOT, STARTS_WITHIN_S, environment

DEFAULT = ROOT / "config/rig/demo.toml"


class BenchCardReader(PcscSettings):
    """A reader, and the card that is laid on it."""

    card_id: UUID
    """As it was given to the card when that was issued."""


class Devices(BaseModel):
    """Every device of a bench, at its address; none of a kind is possible."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lock_buses: tuple[LockBus, ...] = ()
    document_printers: tuple[DocumentPrinterSettings, ...] = ()
    slip_printers: tuple[SlipPrinterSettings, ...] = ()
    cameras: tuple[CameraSettings, ...] = ()
    card_readers: tuple[BenchCardReader, ...] = ()


class PersonsBench(Devices):
    """A file that names real devices."""

    hands: Literal["person"]


class Bench:
    """Devices that can be reached now, and hands that do what a wire cannot."""

    def __init__(self, devices: Devices, hands: Hands) -> None:
        self.hands = hands
        self._devices = devices

    def lock_board(self, name: str) -> LockBus:
        """The bus with this board on it."""
        return next(bus for bus in self._devices.lock_buses if name in {board.name for board in bus.boards})

    def document_printer(self, name: str) -> DocumentPrinterSettings:
        """The document printer of this name."""
        return next(entry for entry in self._devices.document_printers if entry.name == name)

    def slip_printer(self, name: str) -> SlipPrinterSettings:
        """The slip printer of this name."""
        return next(entry for entry in self._devices.slip_printers if entry.name == name)

    def camera(self, name: str) -> CameraSettings:
        """The camera of this name."""
        return next(entry for entry in self._devices.cameras if entry.name == name)

    def card_reader(self, name: str) -> BenchCardReader:
        """The card reader of this name."""
        return next(entry for entry in self._devices.card_readers if entry.name == name)


def is_persons(path: Path) -> bool:
    """Whether a person is asked to do things, and may take their time."""
    return "hands" in tomllib.loads(path.read_text("utf-8"))


def names(path: Path) -> Mapping[str, Sequence[str]]:
    """The devices that a file names, by what they are called in the tests."""
    file = tomllib.loads(path.read_text("utf-8"))

    def listed(key: str) -> list[str]:
        return [entry["name"] for entry in file.get(key, ())]

    return {
        "lock_board": [board["name"] for bus in file.get("lock_buses", ()) for board in bus["boards"]],
        "document_printer": listed("document_printers"),
        "slip_printer": listed("slip_printers"),
        "camera": listed("cameras"),
        "card_reader": listed("card_readers"),
    }


@contextmanager
def opened(path: Path) -> Iterator[Bench]:
    """The bench that a file describes."""
    if is_persons(path):
        settings = PersonsBench.model_validate(tomllib.loads(path.read_text("utf-8")))
        yield Bench(settings, Person())
    else:
        with _simulated(path) as bench:
            yield bench


@contextmanager
def _simulated(path: Path) -> Iterator[Bench]:
    """The rig as a process, at ports where there is room, its printer quicker than people. A short path for sockets."""
    text = re.sub(r"(?m)^(control_)?port = \d+", r"\1port = 0", path.read_text("utf-8"))
    text = re.sub(r"(?m)^(warm_up_s|sheet_s) = .*", r"\1 = 0.05", text)
    with TemporaryDirectory(prefix="sodam-") as folder:
        file = Path(folder) / "rig.toml"
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "drivers.simhost", str(file), "--json"]
        with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE) as process:
            try:
                ready = _ready(process)
                with RigHands(ready["control"]) as hands:
                    yield Bench(_reached(RigSettings.model_validate(tomllib.loads(text)), ready, hands), hands)
            finally:
                process.terminate()


def _ready(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], STARTS_WITHIN_S)[0], "the rig did not start"
    ready: dict[str, Any] = json.loads(process.stdout.readline())
    return ready


def _reached(rig: RigSettings, ready: Mapping[str, Any], hands: RigHands) -> Devices:
    at = ready["devices"]
    return Devices(
        lock_buses=tuple(bus.model_copy(update={"address": at[bus.name]}) for bus in rig.lock_buses),
        document_printers=tuple(
            DocumentPrinterSettings(protocol="ipp", name=entry.name, address=at[entry.name])
            for entry in rig.document_printers
        ),
        slip_printers=tuple(entry.model_copy(update={"address": at[entry.name]}) for entry in rig.slip_printers),
        cameras=tuple(CameraSettings(name=entry.name, address=at[entry.name]) for entry in rig.cameras),
        card_readers=tuple(
            BenchCardReader(
                protocol="pcsc",
                name=entry.name,
                authorities=hands.authorities(entry.name),
                pcscd_socket=at[entry.name],
                card_id=hands.issued_card(entry.name).card_id,
            )
            for entry in rig.card_readers
        ),
    )
