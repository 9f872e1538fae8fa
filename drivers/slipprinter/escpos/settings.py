"""What a site says about a slip printer that speaks ESC/POS. Knows allowed values and where the defaults come from."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class EscposSettings(BaseModel):
    """One printer on a line of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: Literal["escpos"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    address: Annotated[str, Field(min_length=1)]
    """The port: a path (prefer /dev/serial/by-id/...) or socket://host:port (usually port 9100)."""
    baud: Annotated[int, Field(gt=0)] = 115200
    """Says how long bytes may be under way, too; at a network address the speed of the slowest line behind it."""
    dots: Annotated[int, Field(gt=0, le=1024, multiple_of=8)] = 576
    """Dots across: 576 on 80 mm paper (72 mm printed), 384 on 58 mm paper."""
    dpi: Annotated[float, Field(ge=100, le=255)] = 203.2
    """8 dots per mm; GS P takes no more than 255."""
    cutter: bool = True
    """Without one the paper is fed far enough to be torn off."""
    reply_within_s: Annotated[float, Field(gt=0)] = 1.0
    """For one status byte; printers answer in milliseconds, also while they print."""
    finish_within_s: Annotated[float, Field(gt=0)] = 10.0
    """For everything that the printer still holds when the last byte has reached it, and the cut."""
    status_attempts: Annotated[int, Field(ge=1, le=10)] = 3
