"""What a printer's own words mean, and what is no answer at all."""

import gzip
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from drivers.documentprinter.api import JobRef, Obstacle, Refused, Supply
from drivers.documentprinter.ipp.codec import decode, encode
from drivers.documentprinter.ipp.device import MOST_REPLY_BYTES
from drivers.documentprinter.ipp.message import Attribute, Group, GroupTag, Message, Tag, Value
from drivers.documentprinter.registry import open_document_printer
from drivers.errors import BadReply
from tests.drivers.documentprinter.memory import settings


class Answers(httpx.AsyncBaseTransport):
    """Says whatever the test decides to whoever asks, under the number of the question."""

    def __init__(self, reply: Callable[[Message], httpx.Response]) -> None:
        self._reply = reply

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self._reply(decode(await request.aread()))


def describing(*attributes: Attribute, code: int = 0) -> Answers:
    """Describes a printer by these attributes."""
    return Answers(lambda asked: ipp(Message((1, 1), code, asked.request_id, (Group(GroupTag.PRINTER, attributes),))))


def ipp(message: Message) -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(encode(message)))


def row(name: str, tag: Tag, *plain: int | str | bool | None) -> Attribute:
    return Attribute(name, tuple(Value(tag, one) for one in plain))


@pytest.mark.parametrize(
    ("state", "reasons", "obstacles", "warnings"),
    [
        (3, ["none"], set(), set()),
        (3, ["media-low-report", "toner-low"], set(), {Supply.PAPER_LOW, Supply.TONER_LOW}),
        (3, ["media-empty-warning", "cover-open-report"], set(), set()),
        (3, ["media-empty"], {Obstacle.PAPER_OUT}, set()),
        (4, ["spool-area-full", "wifi-not-configured-report"], set(), set()),
        (5, ["media-jam-error", "cover-open-error"], {Obstacle.JAM, Obstacle.COVER_OPEN}, set()),
        (
            5,
            ["input-tray-missing-error", "marker-supply-empty-error"],
            {Obstacle.TRAY_MISSING, Obstacle.TONER_OUT},
            set(),
        ),
        (5, ["fuser-over-temp-error"], {Obstacle.OTHER}, set()),
        (5, ["none"], {Obstacle.OTHER}, set()),
        (5, ["paused"], {Obstacle.OTHER}, set()),
        (3, ["fuser-over-temp-error"], {Obstacle.OTHER}, set()),
    ],
)
async def test_reasons_mean_obstacles_and_warnings(
    state: int, reasons: list[str], obstacles: set[Obstacle], warnings: set[Supply]
) -> None:
    wire = describing(row("printer-state", Tag.ENUM, state), row("printer-state-reasons", Tag.KEYWORD, *reasons))
    async with open_document_printer(settings(), wire) as printer:
        status = await printer.status()

    assert (set(status.obstacles), set(status.warnings)) == (obstacles, warnings)
    assert (status.impressions, status.takes_pdf, status.identity) == (None, False, "")


@pytest.mark.parametrize(
    "attributes",
    [
        (),
        (row("printer-state", Tag.ENUM, 6),),
        (row("printer-state", Tag.ENUM, 3, 5),),
        (row("printer-state", Tag.BOOLEAN, True),),
        (row("printer-state", Tag.KEYWORD, "idle"),),
        (row("printer-state", Tag.ENUM, 3), row("printer-impressions-completed", Tag.INTEGER, -1)),
        (row("printer-state", Tag.ENUM, 3), row("printer-impressions-completed", Tag.INTEGER, 1, 2)),
    ],
)
async def test_a_printer_that_does_not_describe_itself_is_not_understood(attributes: tuple[Attribute, ...]) -> None:
    async with open_document_printer(settings(), describing(*attributes)) as printer:
        with pytest.raises(BadReply):
            await printer.status()


async def test_a_count_that_the_printer_does_not_have_is_none() -> None:
    wire = describing(row("printer-state", Tag.ENUM, 3), row("printer-impressions-completed", Tag.NO_VALUE, None))
    async with open_document_printer(settings(), wire) as printer:
        assert (await printer.status()).impressions is None


async def test_a_job_without_a_name_is_not_understood_rather_than_unknown() -> None:
    group = Group(GroupTag.JOB, (row("job-state", Tag.ENUM, 5),))
    wire = Answers(lambda asked: ipp(Message((1, 1), 0, asked.request_id, (group,))))
    async with open_document_printer(settings(), wire) as printer:
        with pytest.raises(BadReply):
            await printer.job(JobRef("7/sodam-0"))


@pytest.mark.parametrize("status", [302, 401, 404, 500])
async def test_a_web_server_that_says_no_is_a_refusal(status: int) -> None:
    async with open_document_printer(settings(), Answers(lambda _asked: httpx.Response(status))) as printer:
        with pytest.raises(Refused, match=str(status)):
            await printer.status()


async def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 65536
            yield bytes(65536)

    wire = Answers(lambda _asked: httpx.Response(200, content=endless()))
    async with open_document_printer(settings(read_attempts=1), wire) as printer:
        with pytest.raises(BadReply):
            await printer.status()

    assert taken <= MOST_REPLY_BYTES + 65536


async def test_an_answer_that_is_packed_though_nobody_asked_for_it_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    reply = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb))
    async with open_document_printer(settings(read_attempts=1), Answers(lambda _asked: reply)) as printer:
        with pytest.raises(BadReply):
            await printer.status()
