"""The reader that a kiosk opens goes by the site's list of revoked cards. It stands here because of this pcscd."""

import asyncio
from pathlib import Path

from drivers.cardreader.api import CardEvent, CardRefused, Refusal
from kiosk.parts import real_borders
from tests.drivers.cardreader.conftest import Bench
from tests.drivers.cardreader.contract import WITHIN_S
from tests.drivers.cardreader.pcsc.cards import ISSUED, NOW


async def test_a_card_on_the_sites_list_is_refused_at_the_kiosks_reader(bench: Bench, tmp_path: Path) -> None:
    bench.change(revoked=tmp_path / "revoked.txt")
    (tmp_path / "revoked.txt").write_text(f"{ISSUED.certificate.serial_number:x}\n", encoding="utf-8")
    told: asyncio.Queue[CardEvent] = asyncio.Queue()
    async with real_borders().card_reader(bench.settings, lambda: NOW) as reader, asyncio.TaskGroup() as group:
        watch = group.create_task(reader.watch(told.put_nowait, lambda: None))
        await bench.slot.lay(ISSUED.card())
        async with asyncio.timeout(WITHIN_S):
            assert await told.get() == CardRefused(Refusal.REVOKED)
        watch.cancel()
