"""Hands at a simulated rig: its control page does what they would."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from PIL import Image

from drivers.documentprinter.simmfp import FULL_TRAY
from drivers.simhost.card_readers import RigCard
from drivers.slipprinter.escpos.sim import FULL_ROLL_ROWS


class RigHands:
    """See hands.Hands."""

    def __init__(self, control: str) -> None:
        self._page = httpx.Client(base_url=control)
        self._openings_before: dict[tuple[str, int], int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._page.close()

    def shut_doors(self, board: str) -> None:
        for channel, door in self._doors(board).items():
            if door["stuck"]:
                self._hand(board, channel, "free")
            if door["open"]:
                self._hand(board, channel, "push")
            self._openings_before[board, channel] = door["openings"]

    def openings(self, board: str) -> Mapping[int, int]:
        doors = self._doors(board).items()
        counts = {channel: door["openings"] - self._openings_before[board, channel] for channel, door in doors}
        return {channel: count for channel, count in counts.items() if count}

    def stick(self, board: str, channel: int) -> None:
        self._hand(board, channel, "stick")

    def push(self, board: str, channel: int) -> None:
        self._hand(board, channel, "push")

    def make_ready(self, printer: str) -> None:
        self._do(printer, "faults", {})
        self._do(printer, "power/false")
        self._do(printer, "power/true")
        self._do(printer, f"paper/{FULL_TRAY}")
        self._do(printer, "take")

    def sheets(self, printer: str) -> Sequence[tuple[int, ...]]:
        return [tuple(sheet["pages"]) for sheet in self._device(printer)["tray"]]

    def load(self, printer: str, sheets: int) -> None:
        self._do(printer, f"paper/{sheets}")

    def open_cover(self, printer: str) -> None:
        self._do(printer, "faults", {"troubles": ["cover_open"]})

    def close_cover(self, printer: str) -> None:
        self._do(printer, "faults", {})

    def tear_off(self, slip_printer: str) -> None:
        self._do(slip_printer, "faults", {"printer": {"silent": True}})
        self._do(slip_printer, "faults", {})
        self._do(slip_printer, "paper", {"rows": FULL_ROLL_ROWS})
        self._do(slip_printer, "take")
        assert self.hanging(slip_printer).height == 0, "a test left paper hanging out of the printer"

    def slips(self, slip_printer: str, given: Sequence[Image.Image]) -> Sequence[Image.Image]:  # noqa: ARG002 (a person has to be told what to look for)
        numbers = self._device(slip_printer)["slips"]
        pictures = [self._page.get(f"/devices/{slip_printer}/slips/{number}.png") for number in numbers]
        return [Image.open(BytesIO(picture.raise_for_status().content)) for picture in pictures]

    def hanging(self, slip_printer: str) -> Image.Image:
        return Image.new("1", (1, self._device(slip_printer)["hanging_rows"]))

    def is_understood(self, slip_printer: str) -> bool:
        return self._device(slip_printer)["not_understood"] is None

    def show(self, camera: str, text: str) -> None:
        self._do(camera, "show", {"text": text})

    def lay(self, reader: str) -> None:
        self._do(reader, "lay", {"card": self.issued_card(reader).name})

    def take(self, reader: str) -> None:
        self._do(reader, "take")

    def issued_card(self, reader: str) -> RigCard:
        """The first good card that lies beside a reader."""
        cards = [RigCard.model_validate(card) for card in self._device(reader)["cards"]]
        return next(card for card in cards if card.kind == "issued")

    def authorities(self, reader: str) -> Path:
        """Who issued the cards of this reader."""
        return Path(self._device(reader)["authorities"])

    def _state(self) -> Any:
        return self._page.get("/state").raise_for_status().json()

    def _device(self, name: str) -> Any:
        return self._state()["devices"][name]

    def _doors(self, board: str) -> Mapping[int, Any]:
        return {door["channel"]: door for _, door in self._places(board)}

    def _hand(self, board: str, channel: int, deed: str) -> None:
        bus, door = next(place for place in self._places(board) if place[1]["channel"] == channel)
        self._do(bus, f"doors/{door['number']}/{deed}")

    def _places(self, board: str) -> Sequence[tuple[str, Any]]:
        """The doors of a board, each with its bus."""
        devices = self._state()["devices"].items()
        return [(name, door) for name, one in devices for door in one.get("doors", ()) if door["board"] == board]

    def _do(self, name: str, deed: str, body: object = None) -> None:
        self._page.post(f"/devices/{name}/{deed}", json=body).raise_for_status()
