"""What is done at a bench by hand and seen by eye, whoever does it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PIL import Image


class Hands(Protocol):
    """Somebody who stands before the devices. Each is called by its name in the bench's file."""

    def shut_doors(self, board: str) -> None:
        """Shut every door and let each open again; openings are counted from here."""

    def openings(self, board: str) -> Mapping[int, int]:
        """How often each door went from shut to open, without those that never did."""

    def stick(self, board: str, channel: int) -> None:
        """From now on this door does not open."""

    def push(self, board: str, channel: int) -> None:
        """Push this door shut."""

    def make_ready(self, printer: str) -> None:
        """A document printer: no jobs, a full paper tray, nothing lying in the output tray."""

    def sheets(self, printer: str) -> Sequence[tuple[int, ...]]:
        """The pages on each sheet that came out, oldest first."""

    def load(self, printer: str, sheets: int) -> None:
        """Let there be this many sheets in the paper tray."""

    def open_cover(self, printer: str) -> None:
        """Open it, or leave it open."""

    def close_cover(self, printer: str) -> None:
        """Close it."""

    def tear_off(self, slip_printer: str) -> None:
        """Paper in, cover shut, nothing hanging out, no slip lying there."""

    def slips(self, slip_printer: str, given: Sequence[Image.Image]) -> Sequence[Image.Image]:
        """What was cut off, oldest first; given is what the printer was told to print."""

    def hanging(self, slip_printer: str) -> Image.Image:
        """What was printed and not yet cut off."""

    def is_understood(self, slip_printer: str) -> bool:
        """Whether there is nothing on the paper but what was meant."""

    def show(self, camera: str, text: str) -> None:
        """Hold a QR code with this text before the camera, soon."""

    def lay(self, reader: str) -> None:
        """Lay the bench's card on the reader."""

    def take(self, reader: str) -> None:
        """Let nothing lie on the reader."""
