"""A part that fails is started again; what needs it is offered only while it is in service."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from drivers.errors import TransportLost
from kiosk.bell import Bell
from kiosk.capabilities import Capabilities
from kiosk.capability import Capability
from kiosk.flows.registry import SERVICES
from kiosk.store.store import StoreLost
from kiosk.supervisor import Part, keep
from link.text import Text, key

pytestmark = pytest.mark.looptime

LOST = TransportLost("socket://127.0.0.1:7101", "refused")
BY_DOORS = [service.id for service in SERVICES if service.needs == {Capability.OPEN_DOORS}]
"""What a locker alone can do."""
NO_PAPER = key("hindrance.paper_out")


class Life:
    """A part whose every start goes as the test says, and the times of its starts."""

    def __init__(self, *lives: tuple[float, BaseException], served: tuple[int, ...] = ()) -> None:
        self.starts_s: list[float] = []
        self.offered: list[list[str]] = []
        self.capabilities = Capabilities(Bell())
        self._lives = lives
        self._served = served

    async def run(self, in_service: Callable[[], None]) -> None:
        """Live for a while, in service if this start is one of served, and fail."""
        number = len(self.starts_s)
        self.starts_s.append(asyncio.get_running_loop().time())
        self.offered.append(offered(self.capabilities))
        lasts_s, failure = self._lives[min(number, len(self._lives) - 1)]
        if number in self._served:
            in_service()
            self.offered.append(offered(self.capabilities))
        await asyncio.sleep(lasts_s)
        raise failure

    def waits_s(self) -> list[float]:
        """The time between each failure and the next start, for lives that fail at once."""
        return [after - before for before, after in zip(self.starts_s, self.starts_s[1:], strict=False)]

    async def keep_for(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await keep(Part("lockbus", frozenset({Capability.OPEN_DOORS}), self.run), self.capabilities)
        except TimeoutError:
            return


def offered(capabilities: Capabilities) -> list[str]:
    """The ids of the services that can be chosen on the first screen."""
    return [service.id for service in capabilities.home().services if service.unavailable is None]


def reasons(capabilities: Capabilities) -> dict[str, Text | None]:
    """Why each service cannot be chosen on the first screen; None: it can."""
    return {service.id: service.unavailable for service in capabilities.home().services}


async def test_each_failure_waits_twice_as_long_up_to_half_a_minute() -> None:
    life = Life((0, LOST))
    await life.keep_for(200)
    assert life.waits_s() == [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30]


async def test_service_begins_the_waiting_anew() -> None:
    life = Life((0, LOST), served=(3,))
    await life.keep_for(12)
    assert life.waits_s() == [0.5, 1, 2, 0.5, 1, 2, 4]


async def test_a_services_are_offered_while_its_part_is_in_service() -> None:
    life = Life((10, LOST), served=(0,))
    await life.keep_for(15)
    assert life.offered == [[], BY_DOORS, []]
    assert offered(life.capabilities) == []


async def test_a_service_that_cannot_be_used_says_why() -> None:
    capabilities = Capabilities(Bell())
    capabilities.expect(Capability)
    doors = key("unavailable.open_doors")
    assert reasons(capabilities) == {
        "issue": key("unavailable.print_papers"),
        "collect": doors,
        "deposit": doors,
        "deliver": doors,
    }
    capabilities.gain({Capability.OPEN_DOORS, Capability.PRINT_PAPERS}, "most")
    assert reasons(capabilities) == {
        "issue": key("unavailable.identify"),
        "collect": None,
        "deposit": None,
        "deliver": key("unavailable.read_codes"),
    }


async def test_a_printer_in_service_that_cannot_print_says_why_until_it_can() -> None:
    hindrances = {Capability.PRINT_PAPERS: NO_PAPER}
    capabilities = Capabilities(Bell(), lambda: hindrances)
    capabilities.gain({Capability.PRINT_PAPERS, Capability.IDENTIFY}, "printer")
    assert reasons(capabilities)["issue"] == NO_PAPER
    hindrances.clear()
    assert offered(capabilities) == ["issue"]


@pytest.mark.parametrize("reads", [Capability.READ_CODES, Capability.READ_CARDS])
async def test_papers_are_printed_for_whoever_can_show_who_they_are_to_any_device(reads: Capability) -> None:
    capabilities = Capabilities(Bell())
    capabilities.gain({Capability.PRINT_PAPERS}, "printer")
    capabilities.gain({Capability.IDENTIFY, reads}, "reader")
    assert offered(capabilities) == ["issue"]


async def test_a_capability_holds_while_one_of_its_parts_is_in_service() -> None:
    capabilities = Capabilities(Bell())
    capabilities.gain({Capability.OPEN_DOORS}, "left")
    capabilities.gain({Capability.OPEN_DOORS}, "right")
    capabilities.lose("left")
    assert offered(capabilities) == BY_DOORS
    capabilities.lose("right")
    assert offered(capabilities) == []


async def test_the_first_screen_hears_of_every_change() -> None:
    bell = Bell()
    capabilities = Capabilities(bell)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(bell.until(lambda: offered(capabilities) or None))
        await asyncio.sleep(0)
        capabilities.gain({Capability.OPEN_DOORS}, "left")
        assert await waiting == BY_DOORS


async def test_a_part_with_a_mistake_in_it_is_logged_whole_and_started_again() -> None:
    life = Life((0, ZeroDivisionError("a mistake")))
    with capture_logs() as logs:
        await life.keep_for(1)
    assert life.waits_s() == [0.5]
    assert [(entry["log_level"], entry["part"]) for entry in logs] == [("error", "lockbus")] * 2
    assert all(entry["exc_info"] for entry in logs)


async def test_a_failure_of_the_device_is_logged_with_its_address() -> None:
    life = Life((0, LOST))
    with capture_logs() as logs:
        await life.keep_for(0.1)
    assert logs == [
        {
            "event": "part failed",
            "log_level": "warning",
            "part": "lockbus",
            "error": "socket://127.0.0.1:7101: refused",
            "next_try_in_s": 0.5,
        }
    ]


async def test_the_loss_of_the_store_gets_through() -> None:
    life = Life((10, StoreLost("disk I/O error")), served=(0,))
    with pytest.raises(StoreLost, match="disk I/O error"):
        await life.keep_for(60)
    assert len(life.starts_s) == 1
    assert offered(life.capabilities) == []


async def test_a_part_that_is_told_to_end_ends() -> None:
    life = Life((3_600, LOST), served=(0,))
    await life.keep_for(5)
    assert len(life.starts_s) == 1
    assert offered(life.capabilities) == []
