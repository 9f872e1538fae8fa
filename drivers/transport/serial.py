"""A serial port: pyserial's file descriptor in the event loop, without a thread.

The only file that knows pyserial. A port that was pulled out is TransportLost; plugging it in again needs a new open.
"""

import asyncio
import os
from collections.abc import Callable

import serial

from drivers.errors import TransportLost
from drivers.transport.api import LineSettings, NothingSent

_READ_BYTES = 4096


def open_serial(address: str, line: LineSettings) -> "SerialTransport":
    """Open the port at the path address for this process alone.

    Raises:
        TransportLost: there is no such port, or another process has it.
    """
    try:
        port = serial.Serial(
            address, line.baud, parity=line.parity, stopbits=line.stop_bits, timeout=0, write_timeout=0, exclusive=True
        )
    except (serial.SerialException, OSError, ValueError) as error:
        raise TransportLost(address, str(error)) from error
    return SerialTransport(address, port)


class SerialTransport:
    """A Transport over an open pyserial port, whose file descriptor never blocks."""

    def __init__(self, address: str, port: serial.Serial) -> None:
        self._address = address
        self._port = port
        self._fd: int = port.fileno()

    @property
    def address(self) -> str:
        """The path that the port was opened by."""
        return self._address

    async def write(self, data: bytes) -> None:
        """See Transport.write; returns when the kernel has taken every byte."""
        sent = 0
        while sent < len(data):
            try:
                sent += os.write(self._open_fd(), data[sent:])
            except BlockingIOError:
                loop = asyncio.get_running_loop()
                await _until_ready(self._fd, loop.add_writer, loop.remove_writer)
            except OSError as error:
                raise (TransportLost if sent else NothingSent)(self._address, str(error)) from error

    async def read(self, deadline_s: float) -> bytes:
        """See Transport.read."""
        if data := self._take():
            return data
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(deadline_s):
                await _until_ready(self._fd, loop.add_reader, loop.remove_reader)
        except TimeoutError:
            return b""
        if data := self._take():
            return data
        # Readable without a byte is how a terminal says that its other side is gone.
        raise TransportLost(self._address, "the port was pulled out")

    async def close(self) -> None:
        """See Transport.close."""
        self._port.close()

    def _take(self) -> bytes:
        try:
            return os.read(self._open_fd(), _READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise TransportLost(self._address, str(error)) from error

    def _open_fd(self) -> int:
        if not self._port.is_open:
            raise NothingSent(self._address, "the port is closed")
        return self._fd


async def _until_ready(
    fd: int, watch: Callable[[int, Callable[[], None]], None], unwatch: Callable[[int], object]
) -> None:
    ready = asyncio.Event()
    watch(fd, ready.set)
    try:
        await ready.wait()
    finally:
        unwatch(fd)
