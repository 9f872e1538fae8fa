"""What a controller needs to start: an identity that can be read or none, and no reader for cards that do not exist."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.controller import VirtualReaderPresent
from kiosk.identity import BadIdentity
from link.screens import Home
from tests.kiosk.house import Equipment, House
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at

pytestmark = pytest.mark.looptime

TRACE = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"


async def sees_home(person: Person) -> None:
    await person.act({}, until="home")


async def refusal(house: House) -> Exception:
    """Why the controller of this house does not start."""
    with pytest.raises(ExceptionGroup) as raised:
        await house.live(sees_home)
    (why,) = raised.value.exceptions
    return why


DAMAGED = [b"", b"{", b"{}", b"\xff\xfe", b'{"signing":"AAAA","sealing":"AAAA","enrolled":{}}']


@pytest.mark.parametrize("content", DAMAGED)
async def test_a_damaged_identity_is_named_with_its_remedy(tmp_path: Path, content: bytes) -> None:
    point = point_at(tmp_path)
    path = point.house.settings.paths.identity
    path.write_bytes(content)
    why = await refusal(point.house)
    assert isinstance(why, BadIdentity)
    assert why.path == path
    assert str(path) in str(why)
    assert "kiosk enrol" in str(why)


async def test_a_key_of_the_wrong_length_is_a_damaged_identity(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    path = point.house.settings.paths.identity
    whole = path.read_text("utf-8")
    signing = whole.split('"')[3]
    path.write_text(whole.replace(signing, "AAAA"), "utf-8")
    assert isinstance(await refusal(point.house), BadIdentity)


async def test_an_identity_is_readable_by_the_controller_only(tmp_path: Path) -> None:
    path = point_at(tmp_path).house.settings.paths.identity
    assert path.stat().st_mode & 0o777 == 0o600


async def test_an_official_site_refuses_to_start_beside_a_virtual_card_reader(tmp_path: Path) -> None:
    point = point_at(tmp_path, demo=False)
    point.house.virtual_reader = TRACE
    why = await refusal(point.house)
    assert isinstance(why, VirtualReaderPresent)
    assert why.trace == TRACE
    assert not point.house.settings.paths.screen_socket.exists()


def official_without_a_virtual_reader(folder: Path) -> Point:
    return point_at(folder, demo=False)


def demo_with_a_virtual_reader(folder: Path) -> Point:
    point = point_at(folder)
    point.house.virtual_reader = TRACE
    return point


@pytest.mark.parametrize("site", [official_without_a_virtual_reader, demo_with_a_virtual_reader])
async def test_every_other_site_starts(tmp_path: Path, site: Callable[[Path], Point]) -> None:
    assert await site(tmp_path).house.live(sees_home)


@pytest.mark.parametrize("error", [FileNotFoundError("SSL_CERT_FILE"), ImportError("a proxy's protocol")])
async def test_a_site_whose_line_to_the_hub_cannot_even_be_opened_starts(tmp_path: Path, error: Exception) -> None:
    point = point_at(tmp_path, is_online=True)

    point.office.line_error = error
    assert await point.house.live(sees_home)


async def test_an_official_site_without_a_card_reader_does_not_look_for_a_virtual_one(tmp_path: Path) -> None:
    whole = point_at(tmp_path, demo=False)
    house = House(tmp_path, Equipment(whole.office, whole.printer))
    house.virtual_reader = TRACE
    assert await house.live(sees_home)


async def test_a_kiosk_that_was_never_enrolled_opens_doors_and_says_why_it_prints_nothing(tmp_path: Path) -> None:
    point = point_at(tmp_path)
    point.house.settings.paths.identity.unlink()

    async def script(person: Person) -> None:
        show = await person.act({}, until="home")
        async with asyncio.timeout(60):
            while offered(show) != {"collect", "deposit", "deliver"}:
                show = await person.see()

    def offered(show: object) -> set[str]:
        home = getattr(show, "screen", None)
        assert isinstance(home, Home)
        return {service.id for service in home.services if service.unavailable is None}

    assert await point.house.live(script)
