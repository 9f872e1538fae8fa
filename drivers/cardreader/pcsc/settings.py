"""What a site says about a card reader of the PC/SC service.

Knows allowed values and defaults with their sources.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class PcscSettings(BaseModel):
    """One reader of the PC/SC service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: Literal["pcsc"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    reader: str = ""
    """Part of the reader's PC/SC name, as pcsc_scan shows it; of several readers that have it the first is taken."""
    authorities: Path
    """PEM file with the certificates of the project's card authorities; P-256 keys."""
    revoked: Path | None = None
    """Text file with the certificates that are revoked: a serial number in hex per line, # begins a comment. None: none
    is. It is read at each card; while it cannot be read, every card is refused."""
    pcscd_socket: Path | None = None
    """Where pcscd listens; None is the system's. The PC/SC library reads it once in a process, at its first call:
    a process can talk to one pcscd only, and every reader of a site names the same."""
    read_within_s: Annotated[float, Field(gt=0)] = 4.0
    """A card that has not proved itself by then is mute. Contactless Java cards take 1 to 2 s."""
    lost_after_s: Annotated[float, Field(ge=1)] = 3.0
    """Service and reader may be away for so long before it is a fault: pcscd restarts in well under a second, a reader
    that was plugged in again is back in two."""
