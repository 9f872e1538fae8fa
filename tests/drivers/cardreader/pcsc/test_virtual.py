from pathlib import Path

import pytest

from drivers.cardreader.pcsc.settings import PcscSettings
from drivers.cardreader.pcsc.virtual import find_virtual_pcsc
from tests.drivers.cardreader.conftest import Bench

SYSTEM = PcscSettings(protocol="pcsc", name="card", authorities=Path("unused"))


@pytest.mark.parametrize(
    "trace", ["usr/lib/pcsc/drivers/serial/libifdvpcd.so.0.8", "usr/lib64/pcsc/drivers/serial/libifdvpcd.so"]
)
async def test_the_driver_of_a_virtual_reader_is_found(tmp_path: Path, trace: str) -> None:
    (tmp_path / trace).parent.mkdir(parents=True)
    (tmp_path / trace).touch()

    assert await find_virtual_pcsc(SYSTEM, tmp_path) == str(tmp_path / trace)


async def test_a_configured_virtual_reader_is_found(tmp_path: Path) -> None:
    configured = tmp_path / "etc/reader.conf.d/innocent"
    configured.parent.mkdir(parents=True)
    configured.write_text("LIBPATH /opt/libifdvpcd.so\n", "ascii")

    assert await find_virtual_pcsc(SYSTEM, tmp_path) == str(configured)


async def test_a_virtual_reader_of_the_running_pcscd_is_found_by_its_name(bench: Bench, tmp_path: Path) -> None:
    assert await find_virtual_pcsc(bench.settings, tmp_path) == "Sodam Virtual PCD 00 00"


async def test_no_trace_and_no_service_is_no_virtual_reader(bench: Bench, tmp_path: Path) -> None:
    bench.pcscd.kill()

    assert await find_virtual_pcsc(bench.settings, tmp_path) is None


async def test_a_frozen_pcscd_does_not_hold_the_answer_up(bench: Bench, tmp_path: Path) -> None:
    bench.pcscd.freeze()

    assert await find_virtual_pcsc(bench.settings, tmp_path) is None
