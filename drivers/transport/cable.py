"""A cable between this program and a simulated device, at the speed of a real one, that can be told to misbehave.

Knows bytes, time and faults; knows no protocol. For simulated devices and tests only.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

BYTE_S = 10 / 9600
"""Time of one byte on the line: start bit, eight data bits and stop bit at 9600 baud."""

_SPLIT_GAP_S = 0.002
_STALE_AFTER_S = 0.03
_MOST_NOISE_BYTES = 6


class WireFaults(BaseModel):
    """What is wrong with the line. Probabilities are from 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    loss: float = Field(default=0.0, ge=0, le=1)
    """Probability that a byte vanishes, either way."""
    corruption: float = Field(default=0.0, ge=0, le=1)
    """Probability that a byte arrives as another one, either way."""
    noise: float = Field(default=0.0, ge=0, le=1)
    """Probability that a message is preceded by one to six arbitrary bytes, either way."""
    delay_s: float = Field(default=0.0, ge=0)
    """Every reply comes this much later."""
    split: bool = False
    """Bytes arrive one by one, with a gap."""
    stale: bool = False
    """A while after each reply one more byte arrives that nobody asked for."""
    drop_replies: bool = False
    """Commands arrive, replies do not."""
    echo: bool = False
    """The adapter hears itself: what is sent also comes back."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Bytes that are on the move until at_s of the loop's clock."""

    at_s: float
    data: bytes


class Peer(Protocol):
    """A simulated device at the far end of a cable."""

    def feed(self, data: bytes, now_s: float) -> Sequence[Timed]:
        """Take bytes that arrive at now_s; answer with bytes and the instants at which they leave."""


class Cable:
    """Carries bytes to a peer and its replies to deliver; the same seed brings the same faults."""

    def __init__(
        self, peer: Peer, deliver: Callable[[bytes], None], *, faults: WireFaults | None = None, seed: int = 0
    ) -> None:
        self.faults = faults or WireFaults()
        """What is wrong now; may be replaced at any time."""
        self._peer = peer
        self._deliver = deliver
        self._random = random.Random(seed)  # noqa: S311 -- repeatable faults are the point, not secrecy
        self._intact = True
        self._to_peer_free_s = 0.0
        self._to_host_free_s = 0.0

    def send(self, data: bytes) -> None:
        """Carry data to the peer."""
        loop = asyncio.get_running_loop()
        if self.faults.echo:
            self._to_host_free_s = self._carry(data, loop.time(), self._to_host_free_s, self._arrive)
        self._to_peer_free_s = self._carry(data, loop.time(), self._to_peer_free_s, self._reach_peer)

    def cut(self) -> None:
        """Nothing arrives any more, not even what is on its way."""
        self._intact = False

    def _reach_peer(self, data: bytes) -> None:
        if not self._intact:
            return
        loop = asyncio.get_running_loop()
        for reply in self._peer.feed(data, loop.time()):
            loop.call_at(reply.at_s, self._leave_peer, reply.data)

    def _leave_peer(self, data: bytes) -> None:
        if self.faults.drop_replies:
            return
        start_s = asyncio.get_running_loop().time() + self.faults.delay_s
        self._to_host_free_s = self._carry(data, start_s, self._to_host_free_s, self._arrive)
        if self.faults.stale:
            stale = self._random.randbytes(1)
            self._to_host_free_s = self._carry(stale, start_s + _STALE_AFTER_S, self._to_host_free_s, self._arrive)

    def _arrive(self, data: bytes) -> None:
        if self._intact:
            self._deliver(data)

    def _carry(self, data: bytes, start_s: float, free_s: float, arrive: Callable[[bytes], None]) -> float:
        loop = asyncio.get_running_loop()
        at_s = max(start_s, free_s)
        for piece in self._pieces(self._spoiled(data)):
            at_s += len(piece) * BYTE_S + (_SPLIT_GAP_S if self.faults.split else 0)
            loop.call_at(at_s, arrive, piece)
        return at_s

    def _spoiled(self, data: bytes) -> bytes:
        spoiled = bytearray()
        if self._random.random() < self.faults.noise:
            spoiled += self._random.randbytes(self._random.randint(1, _MOST_NOISE_BYTES))
        for byte in data:
            if self._random.random() < self.faults.loss:
                continue
            flip = self._random.randint(1, 255) if self._random.random() < self.faults.corruption else 0
            spoiled.append(byte ^ flip)
        return bytes(spoiled)

    def _pieces(self, data: bytes) -> Sequence[bytes]:
        if self.faults.split:
            return [bytes([byte]) for byte in data]
        return [data] if data else []
