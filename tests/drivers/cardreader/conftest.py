"""A pcscd for this run of the tests, with a virtual reader. Without pcscd or vsmartcard-vpcd its tests fail."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drivers.cardreader.pcsc import winscard
from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.cardreader.pcsc.sim.pcscd import READER_NAME, PrivatePcscd
from drivers.cardreader.pcsc.sim.slot import CardSlot
from drivers.cardreader.pcsc.winscard import ReaderState
from tests.drivers.cardreader.contract import WITHIN_S
from tests.drivers.cardreader.pcsc.cards import AUTHORITY


@pytest.fixture(scope="session")
def one_pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivatePcscd]:
    """The only one of this process: the PC/SC library remembers the first socket that it was given."""
    pcscd = PrivatePcscd(tmp_path_factory.mktemp("pcscd"))
    pcscd.start()
    yield pcscd
    pcscd.stop()


@dataclass
class Bench:
    """A reader on the real wire, with nothing on it and nothing wrong."""

    pcscd: PrivatePcscd
    slot: CardSlot
    settings: PcscSettings

    def change(self, **settings: Any) -> None:
        self.settings = PcscSettings.model_validate(self.settings.model_dump() | settings)


@pytest.fixture
async def bench(one_pcscd: PrivatePcscd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    # Taken back after each test: processes that other tests start must not inherit it.
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(one_pcscd.socket))
    (tmp_path / "authorities.pem").write_bytes(AUTHORITY.pem)
    settings = PcscSettings(
        protocol="pcsc",
        name="card",
        reader=READER_NAME,
        authorities=tmp_path / "authorities.pem",
        pcscd_socket=one_pcscd.socket,
    )
    one_pcscd.start()
    await asyncio.to_thread(_until_empty)
    slot = CardSlot(one_pcscd.slot_port)
    yield Bench(one_pcscd, slot, settings)
    slot.take()
    one_pcscd.thaw()


def _until_empty() -> None:
    """The card of the test before may be seen for another 0.4 s."""
    context = winscard.establish()
    seen = ReaderState(f"{READER_NAME} 00 00", winscard.UNAWARE)
    try:
        for _change in range(4):
            seen = winscard.look(context, seen, int(WITHIN_S * 1000))
            if not seen.state & winscard.PRESENT:
                return
    finally:
        winscard.release(context)
    pytest.fail("the reader is not empty")
