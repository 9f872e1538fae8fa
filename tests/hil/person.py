"""Hands at real devices: a person, who is told on a terminal what to do and asked what they see."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from tempfile import gettempdir

import segno
from PIL import Image

_NOTHING = Image.new("1", (1, 0))


class Person:
    """See hands.Hands. Believed in everything; what is no number where one is asked for is asked for again."""

    def __init__(self, terminal: Path = Path("/dev/tty")) -> None:
        """The terminal is opened for each sentence: tests that need nobody run without one."""
        self._terminal = terminal

    def shut_doors(self, board: str) -> None:
        self._please(f"{board}: shut every door, and let each of them open freely")

    def openings(self, board: str) -> Mapping[int, int]:
        return Counter(
            self._numbers(f"{board}: which doors have opened since you shut them? Their channels, or nothing")
        )

    def stick(self, board: str, channel: int) -> None:
        self._please(f"{board}: hold door {channel} shut until you are asked to shut every door")

    def push(self, board: str, channel: int) -> None:
        self._please(f"{board}: push door {channel} shut")

    def make_ready(self, printer: str) -> None:
        self._please(f"{printer}: cancel its jobs, fill the paper tray, empty the output tray, wait until it is ready")

    def sheets(self, printer: str) -> Sequence[tuple[int, ...]]:
        (count,) = self._numbers(f"{printer}: how many sheets lie in the output tray?", count=1)
        return [(page,) for page in range(1, count + 1)]

    def load(self, printer: str, sheets: int) -> None:
        self._please(f"{printer}: let there be exactly {sheets} sheets in the paper tray")

    def open_cover(self, printer: str) -> None:
        self._please(f"{printer}: open the cover, wait until it says so")

    def close_cover(self, printer: str) -> None:
        self._please(f"{printer}: close the cover, wait until it is ready or prints")

    def tear_off(self, slip_printer: str) -> None:
        self._please(f"{slip_printer}: paper in, cover shut, tear off what hangs out, take every slip away")

    def slips(self, slip_printer: str, given: Sequence[Image.Image]) -> Sequence[Image.Image]:
        return [picture if self._is_there(slip_printer, picture, n) else _NOTHING for n, picture in enumerate(given, 1)]

    def hanging(self, slip_printer: str) -> Image.Image:
        return Image.new("1", (1, int(self._yes(f"{slip_printer}: does something hang out that was printed?"))))

    def is_understood(self, slip_printer: str) -> bool:
        return self._yes(f"{slip_printer}: is the paper free of letters and of anything else that is no pattern?")

    def show(self, camera: str, text: str) -> None:
        code = StringIO()
        segno.make_qr(text, error="m").terminal(code, compact=True)
        how = "photograph this code with a telephone and hold that before the camera now"
        self._say(f"{camera}: {how}\n{code.getvalue()}")

    def lay(self, reader: str) -> None:
        self._say(f"{reader}: lay the card of the bench's file on the reader now, and leave it there\n")

    def take(self, reader: str) -> None:
        self._please(f"{reader}: take away what lies on the reader")

    def _is_there(self, slip_printer: str, picture: Image.Image, number: int) -> bool:
        shown = Path(gettempdir()) / f"sodam-slip-{number}.png"
        picture.save(shown)
        return self._yes(f"{slip_printer}: is slip {number}, cut off by itself, the picture {shown} and nothing else?")

    def _please(self, what: str) -> None:
        self._answer(f"{what}; then Enter: ")

    def _yes(self, question: str) -> bool:
        return self._answer(f"{question} y/n: ").lower().startswith("y")

    def _numbers(self, question: str, count: int | None = None) -> list[int]:
        while True:
            words = self._answer(f"{question}: ").replace(",", " ").split()
            if all(word.isdecimal() for word in words) and count in {None, len(words)}:
                return [int(word) for word in words]

    def _answer(self, words: str) -> str:
        self._say(words)
        with open(self._terminal, encoding="utf-8", opener=_only_open) as hears:
            line = hears.readline()
        if not line:
            raise EOFError("nobody is at the terminal any more")
        return line.strip()

    def _say(self, words: str) -> None:
        with open(self._terminal, "w", encoding="utf-8", opener=_only_open) as says:
            says.write(f"\n{words}")


def _only_open(path: str, flags: int) -> int:
    """A process that has no terminal of its own would otherwise get this one, and be hung up on with it."""
    return os.open(path, flags | os.O_NOCTTY)
