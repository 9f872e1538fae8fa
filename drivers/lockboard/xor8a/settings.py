"""What a site says about one 8A/80 board.

Knows allowed values and defaults with their sources. Timings are what public drivers measured or use.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Xor8aSettings(BaseModel):
    """One board on a bus. Verify closed_bit and status_order at commissioning by moving one door."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: Literal["xor8a"]
    name: Annotated[str, Field(min_length=1)]
    address: Annotated[int, Field(ge=1, le=31)]
    """The DIP switches, 00000001 = 1. Vendors claim more; 31 is the range that all of them share."""
    channels: Annotated[int, Field(ge=1, le=50)]
    """As many as the board has; one with fewer sends too short a status, which is BadReply."""
    closed_bit: Literal[0, 1]
    """The feedback bit of a closed lock: 1 for locks that short when locked, 0 for those that short when open.

    Both are sold, so that there is no default; the wrong one turns every open door into a closed one.
    """
    status_order: Literal["descending", "ascending"] = "descending"
    """Descending is the order of the vendor text and of most drivers: the last status byte holds channels 1 to 8."""
    pulse_s: Annotated[int, Field(ge=1, le=9)] | None = None
    """Seconds of current for each unlock; None leaves it to the board, about 0.3 s. Not every board knows this."""
    read_within_s: Annotated[float, Field(gt=0)] = 0.5
    """A status comes within about 0.2 s (vendor text)."""
    unlock_within_s: Annotated[float, Field(gt=0)] = 1.5
    """The reply follows pulse and settling: 0.5 s measured by Open-Locker, 1 s on a board of 2016; pulse_s is added."""
    read_attempts: Annotated[int, Field(ge=1, le=10)] = 3
