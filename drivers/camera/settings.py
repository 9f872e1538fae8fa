"""What a site says about the camera that reads QR codes.

Knows allowed values and defaults. The rates are measured: a code is read as fast at 15 looks a second as at 30.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class CameraSettings(BaseModel):
    """One camera, 1280x720 or more, so placed that a module of the code covers three of its pixels or more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    address: Annotated[str, Field(pattern=r"^(http://[^/@\s]+/\S*|/dev/\S+)$")]
    """A USB camera by path (prefer /dev/v4l/by-id/...) or an MJPEG stream, http://host:port/path.

    Without a user and a password: an address stands in logs.
    """
    looks_per_s: Annotated[float, Field(gt=0, le=30)] = 15
    """How often a picture is looked at while something moves before the lens, or has done so a moment ago."""
    idle_looks_per_s: Annotated[float, Field(gt=0, le=30)] = 5
    """How often otherwise. It saves nine tenths of the work and adds at most its pause to the first read."""
    hold_off_s: Annotated[float, Field(ge=0)] = 3
    """The same payload is not reported again for so long."""
    engine: Literal["zxing", "zbar"] = "zxing"
    """zbar needs the extra of that name, reads less, costs ten times as much, and runs in a process of its own."""
