"""What a rig asks of each simulated device besides the lock buses: be there, vanish, show itself, be steered.

Knows no device. A new kind is a module beside this one and an entry in rig.py.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from fastapi import APIRouter


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
        """Vanish, as a pulled plug does."""

    def state(self) -> Mapping[str, Any]:
        """What a person looking at the device would see, and what is wrong with it; JSON values only."""

    def routes(self) -> APIRouter:
        """The hands: POST addresses of the control page, below /devices/<name>."""
