"""What a rig asks of each simulated device: be there, vanish, show itself, be steered.

Knows no device. How a new kind is added, rig.py says.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Protocol

from fastapi import APIRouter
from pydantic import Field

DeviceName = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
"""A name that can stand in an address."""

LocalPort = Annotated[int, Field(ge=0, le=65535)]
"""A TCP port on 127.0.0.1; 0 takes a free one, and keeps it."""


class RigDevice(Protocol):
    """A simulated device with its real wire, its physics and what a hand could do to it."""

    @property
    def name(self) -> str:
        """Its name in the rig file; also its place under the control page's addresses."""

    @property
    def address(self) -> str:
        """What a client puts into its settings to reach it; holds once connected."""

    async def connect(self) -> None:
        """Be reachable; again after disconnect, at the same address."""

    async def disconnect(self) -> None:
        """Vanish, as a pulled plug does. Without a connection it does nothing."""

    def state(self) -> Mapping[str, Any]:
        """What a person looking at the device would see, and what is wrong with it; JSON values only."""

    def routes(self) -> APIRouter:
        """The hands: POST addresses of the control page, below /devices/<name>; and what can be fetched from there."""


class RigDeviceSettings(Protocol):
    """An entry of a rig file."""

    @property
    def name(self) -> str:
        """The device's name; a rig has no two of one name."""

    def device(self, run_dir: Path) -> RigDevice:
        """The device, not yet connected. Its files, and the paths that it is reached at, are put into run_dir."""
