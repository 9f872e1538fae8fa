"""A rig: the simulated devices of one file, all of them alike.

To add a kind of device, write one module beside this one with its settings (RigDeviceSettings) and the device
(RigDevice), and give its list a line in RigSettings. It is then read from rig files, started and ended, and steered
under /devices/<name>; the control page shows it as text until page/ has a panel for it.
Knows settings and their order. Does not know any device, nor how it is shown or steered.
"""

import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from drivers.simhost.cameras import RigCameraSettings
from drivers.simhost.card_readers import RigCardReaderSettings
from drivers.simhost.device import LocalPort, RigDevice, RigDeviceSettings
from drivers.simhost.document_printers import RigDocumentPrinterSettings
from drivers.simhost.lock_buses import RigLockBusSettings
from drivers.simhost.mailbox import RigMailboxSettings
from drivers.simhost.slip_printers import RigSlipPrinterSettings


class RigSettings(BaseModel):
    """A rig file: a list for each kind of device."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    control_port: LocalPort = 0
    """The control page's."""
    lock_buses: tuple[RigLockBusSettings, ...] = ()
    document_printers: tuple[RigDocumentPrinterSettings, ...] = ()
    slip_printers: tuple[RigSlipPrinterSettings, ...] = ()
    cameras: tuple[RigCameraSettings, ...] = ()
    card_readers: tuple[RigCardReaderSettings, ...] = ()
    mailboxes: tuple[RigMailboxSettings, ...] = ()

    @property
    def entries(self) -> Sequence[RigDeviceSettings]:
        """Every device of every list, in the order above."""
        return [entry for _, value in self if isinstance(value, tuple) for entry in value]

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [entry.name for entry in self.entries]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"two devices of the rig have the same name: {', '.join(sorted(twice))}")
        return self


def load_rig(path: Path) -> RigSettings:
    """Read a rig file.

    Raises:
        OSError, tomllib.TOMLDecodeError, pydantic.ValidationError
    """
    return RigSettings.model_validate(tomllib.loads(path.read_text("utf-8")))


def devices_of(settings: RigSettings, run_dir: Path) -> Mapping[str, RigDevice]:
    """The devices by name, none of them connected yet; a relative path of the file counts from run_dir."""
    return {entry.name: entry.device(run_dir) for entry in settings.entries}


@asynccontextmanager
async def running(devices: Mapping[str, RigDevice]) -> AsyncIterator[None]:
    """Connect them all, and take them all away on the way out, also when one of them does not come up."""
    async with AsyncExitStack() as stack:
        for device in devices.values():
            stack.push_async_callback(device.disconnect)
            await device.connect()
        yield
