"""The settings of one kiosk, put together from what each room declares."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from drivers.camera.settings import CameraSettings
from drivers.cardreader.registry import CardReaderSettings
from drivers.documentprinter.registry import DocumentPrinterSettings
from drivers.lockboard.registry import LockBus
from drivers.slipprinter.registry import SlipPrinterSettings
from link.showing import Cell, Panel

Seconds = Annotated[float, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(_Part):
    """What this point is called, and who answers its telephone."""

    name_ko: str
    name_en: str
    help_phone: str
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = ("ko", "en")


class Paths(_Part):
    """Where the controller keeps its data and meets the other processes; relative to the working folder."""

    data: Path
    """Survives power loss: the database."""
    run: Path
    """Need not survive: sockets."""
    screen_group: str | None = None
    """Whose processes may be the screen; None: the controller's own group."""
    staff_group: str | None = None
    """Whose users may use the command line; never the screen's group."""

    @property
    def database(self) -> Path:
        """The journal, the parcels, the audit log."""
        return self.data / "kiosk.db"

    @property
    def identity(self) -> Path:
        """Who this kiosk is to its hub; its private keys."""
        return self.data / "identity.json"

    @property
    def screen_socket(self) -> Path:
        """Where the screen connects."""
        return self.run / "screen.sock"

    @property
    def staff_socket(self) -> Path:
        """Where the command line connects."""
        return self.run / "staff.sock"


class PatienceSettings(_Part):
    """How long a person may be silent (docs/adr/0004-still-there.md). Every touch begins it anew."""

    ask_after_s: Seconds = 60
    """After this the screen asks whether they are still there."""
    leave_after_s: Seconds = 30
    """After this without an answer to that, the visit ends."""
    door_s: Seconds = 120
    """At an open door, instead of ask_after_s: whoever empties a compartment touches no screen."""
    unseen_s: Seconds = 10
    """A board may come back; after this without its word the door counts as unseen."""


class DoorSettings(_Part):
    """How long a door may stand open before the strip says so, and before staff have a task."""

    remind_after_s: Seconds = 60
    staff_after_s: Seconds = 120

    @property
    def remind_after(self) -> timedelta:
        """remind_after_s as a timedelta."""
        return timedelta(seconds=self.remind_after_s)

    @property
    def staff_after(self) -> timedelta:
        """staff_after_s as a timedelta."""
        return timedelta(seconds=self.staff_after_s)


class CompartmentSettings(_Part):
    """One compartment: its number on the door, its lock, and its place on the cabinet's front."""

    number: Annotated[int, Field(ge=1, le=999)]
    board: str
    channel: Annotated[int, Field(ge=1)]
    column: Annotated[int, Field(ge=0)]
    row: Annotated[int, Field(ge=0)]
    height: Annotated[int, Field(ge=1)] = 1
    bottom_mm: Annotated[int, Field(ge=0, le=2500)]
    """Height of the compartment's floor above the ground."""

    @property
    def cell(self) -> Cell:
        """Its place on the map that the screen shows."""
        return Cell(compartment=self.number, column=self.column, row=self.row, height=self.height)


class HubAddress(_Part):
    """The hub that assigns papers to this kiosk."""

    url: Annotated[str, Field(pattern=r"^(https://[^/\s@]+|http://(127\.0\.0\.1|localhost)(:\d+)?)/?$")]
    """https, unless the hub runs on this machine."""


class KioskSettings(_Part):
    """Everything that differs between two kiosks."""

    site: Site
    panel: Panel
    paths: Paths
    patience: PatienceSettings = PatienceSettings()
    doors: DoorSettings = DoorSettings()
    hub: HubAddress | None = None
    document_printer: DocumentPrinterSettings | None = None
    slip_printer: SlipPrinterSettings | None = None
    camera: CameraSettings | None = None
    card_reader: CardReaderSettings | None = None
    lock_buses: tuple[LockBus, ...]
    compartments: tuple[CompartmentSettings, ...]

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _no_doubles("bus name", [bus.name for bus in self.lock_buses])
        _no_doubles("port", [bus.address for bus in self.lock_buses])
        _no_doubles("board name", [board.name for bus in self.lock_buses for board in bus.boards])
        _no_doubles("compartment number", [entry.number for entry in self.compartments])
        _no_doubles("lock", [f"{entry.board} channel {entry.channel}" for entry in self.compartments])
        return self

    @model_validator(mode="after")
    def _locks_exist(self) -> Self:
        channels = {board.name: board.channels for bus in self.lock_buses for board in bus.boards}
        for entry in self.compartments:
            if entry.channel > channels.get(entry.board, 0):
                raise ValueError(
                    f"compartment {entry.number}: there is no channel {entry.channel} on a board {entry.board!r}"
                )
        return self


def _no_doubles(what: str, values: list[int] | list[str]) -> None:
    doubled = [str(value) for value, times in Counter(values).items() if times > 1]
    if doubled:
        raise ValueError(f"each {what} must be there once only: {', '.join(doubled)}")
