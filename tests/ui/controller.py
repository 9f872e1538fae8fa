"""The controller's end of the socket, played by a test."""

from pathlib import Path

from pydantic import BaseModel
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from link.framing import FrameReader, encode
from link.screens import Screen
from link.showing import Cell, Hello, Input, Panel, Show, Touched, to_controller
from link.text import Local

CABINET = tuple(
    Cell(compartment=number, column=(number - 1) // 5, row=row, height=height)
    for number, (row, height) in zip(range(1, 16), [(0, 1), (1, 1), (2, 1), (3, 2), (5, 3)] * 3, strict=True)
)

HELLO = Hello(
    site=Local(ko="휴먼시아 민원 사랑방", en="Humansia Civil Service Point"),
    panel=Panel(width_mm=336, height_mm=598, width_px=1080, height_px=1920),
    languages=("ko", "en"),
    help_phone="031-538-0000",
    cabinet=CABINET,
)
WIDE_HELLO = HELLO.model_copy(update={"panel": Panel(width_mm=598, height_mm=336, width_px=1920, height_px=1080)})


class FakeController(QObject):
    """Listens at path, greets whoever connects if told to, and keeps what it is told."""

    def __init__(self, path: Path, hello: Hello | None = HELLO) -> None:
        super().__init__()
        self.path = path
        self.hello = hello
        self.said: list[Input | Touched] = []
        self.connections = 0
        self._peer: QLocalSocket | None = None
        self._reader = FrameReader()
        self._showing: Show | None = None
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)
        self.listen()

    @property
    def connected(self) -> bool:
        return self._peer is not None and self._peer.state() is QLocalSocket.LocalSocketState.ConnectedState

    def listen(self) -> None:
        assert self._server.listen(str(self.path)), self._server.errorString()

    def show(self, screen: Screen, *, visit: str = "v1", n: int = 1, still_there: bool = False) -> None:
        """Show screen now, or as soon as somebody connects."""
        self._showing = Show(visit=visit, n=n, screen=screen, still_there=still_there)
        self.say(self._showing)

    def say(self, message: BaseModel) -> None:
        self.say_bytes(encode(message))

    def say_bytes(self, data: bytes) -> None:
        if self._peer is not None:
            self._peer.write(data)
            self._peer.flush()

    def hang_up(self) -> None:
        if self._peer is not None:
            self._peer.abort()
            self._peer = None

    def close(self) -> None:
        """Be gone: no connection, no socket."""
        self._server.close()
        self.hang_up()

    def inputs(self) -> list[Input]:
        return [message for message in self.said if isinstance(message, Input)]

    def _on_connection(self) -> None:
        self.connections += 1
        self._reader = FrameReader()
        self._peer = self._server.nextPendingConnection()
        self._peer.readyRead.connect(self._on_bytes)
        if self.hello is not None:
            self.say(self.hello)
            if self._showing is not None:
                self.say(self._showing)

    def _on_bytes(self) -> None:
        assert self._peer is not None
        for body in self._reader.feed(bytes(self._peer.readAll().data())):
            self.said.append(to_controller.validate_json(body))
