"""What a printer's answer, or the lack of one, becomes. Over memory, but for TLS and what only a socket can do."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from drivers.documentprinter.api import (
    Busy,
    DocumentPrinter,
    JobRef,
    JobState,
    NotTaken,
    PrinterState,
    Refused,
)
from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.registry import open_document_printer
from drivers.documentprinter.simmfp import Mfp
from drivers.errors import BadReply, DriverError, NoReply, TransportLost
from tests.drivers.documentprinter.ipp.certificates import issue
from tests.drivers.documentprinter.memory import ADDRESS, CANCEL, CREATE, JOB, PRINTER, SEND, Break, Wire, settings
from tests.drivers.documentprinter.paper import pdf_of


def simulated() -> Wire:
    return Wire(IppSim(Mfp()))


FAILURES: dict[Break, type[DriverError]] = {
    Break.REFUSED: NotTaken,
    Break.CUT_IN_REQUEST: TransportLost,
    Break.REPLY_LOST: TransportLost,
    Break.SILENT: NoReply,
    Break.GARBAGE: BadReply,
    Break.HTTP_ERROR: Refused,
    Break.FOREIGN_ANSWER: BadReply,
}
RETRIED = {Break.CUT_IN_REQUEST, Break.REPLY_LOST, Break.SILENT, Break.GARBAGE, Break.FOREIGN_ANSWER}


@pytest.mark.looptime
@pytest.mark.parametrize("how", Break)
async def test_a_job_that_cannot_be_made_says_what_the_line_did_and_is_asked_for_once(how: Break) -> None:
    wire = simulated()
    wire.breaks[CREATE] = how
    async with open_document_printer(settings(), wire) as printer:
        with pytest.raises(FAILURES[how]) as caught:
            await printer.create_job("A paper")

    assert caught.value.address == ADDRESS
    assert wire.asked.count(CREATE) == (0 if how is Break.REFUSED else 1)


@pytest.mark.looptime
@pytest.mark.parametrize("how", Break)
async def test_a_document_that_is_not_acknowledged_is_never_sent_again(how: Break) -> None:
    wire = simulated()
    async with open_document_printer(settings(), wire) as printer:
        job = await printer.create_job("A paper")
        wire.breaks[SEND] = how
        with pytest.raises(FAILURES[how]):
            await printer.send_document(job, pdf_of(1))

    assert wire.asked.count(SEND) == (0 if how is Break.REFUSED else 1)


@pytest.mark.looptime
@pytest.mark.parametrize("how", Break)
async def test_a_question_is_asked_again_where_the_line_failed(how: Break) -> None:
    wire = simulated()
    wire.breaks[PRINTER] = how
    async with open_document_printer(settings(), wire) as printer:
        if how in RETRIED:
            assert (await printer.status()).state is PrinterState.READY
        else:
            with pytest.raises(FAILURES[how]):
                await printer.status()


@pytest.mark.looptime
async def test_a_silent_printer_is_waited_for_as_long_as_its_settings_say() -> None:
    wire = simulated()
    loop = asyncio.get_running_loop()
    async with open_document_printer(settings(read_attempts=1, connect_within_s=1, reply_within_s=4), wire) as printer:
        wire.breaks[PRINTER] = Break.SILENT
        began_s = loop.time()
        with pytest.raises(NoReply):
            await printer.status()
        assert loop.time() - began_s == pytest.approx(5, abs=0.1)


@pytest.mark.looptime
async def test_a_printer_that_takes_no_job_now_is_busy() -> None:
    wire = simulated()
    wire.sim.mfp.refuses_jobs = True
    async with open_document_printer(settings(), wire) as printer:
        with pytest.raises(Busy):
            await printer.create_job("A paper")


@pytest.mark.looptime
@pytest.mark.parametrize("lost", [JOB, None])
async def test_a_document_whose_job_is_not_there_does_not_leave(lost: int | None) -> None:
    wire = simulated()
    async with open_document_printer(settings(read_attempts=1), wire) as printer:
        job = await printer.create_job("A paper")
        if lost is None:
            wire.sim.mfp.jobs.clear()
        else:
            wire.breaks[lost] = Break.GARBAGE
        with pytest.raises(NotTaken):
            await printer.send_document(job, pdf_of(1))

    assert SEND not in wire.asked


@pytest.mark.looptime
async def test_somebody_elses_job_with_our_number_is_neither_seen_nor_cancelled() -> None:
    wire = simulated()
    async with open_document_printer(settings(), wire) as printer:
        ours = await printer.create_job("A paper")
        wire.sim.mfp.power_cut(0)
        wire.sim.mfp.power_on(0)
        theirs = wire.sim.mfp.create("Somebody's", 0)
        assert ours.startswith(f"{theirs.id}/")

        assert await printer.job(ours) is None
        await printer.cancel(ours)

    assert CANCEL not in wire.asked


@pytest.mark.looptime
async def test_a_printer_that_was_given_back_takes_nothing() -> None:
    async with open_document_printer(settings(), simulated()) as printer:
        pass

    with pytest.raises(NotTaken):
        await printer.status()


async def test_a_reference_that_no_printer_gave_is_an_error() -> None:
    async with open_document_printer(settings(), simulated()) as printer:
        with pytest.raises(ValueError, match="no job"):
            await printer.job(JobRef("../7"))


@asynccontextmanager
async def listening(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object], tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A TCP server that does what the test decides; its port."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serve(reader, writer)
        await reader.read(1 << 20)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def test_a_printer_that_hangs_up_is_a_lost_line() -> None:
    async with (
        listening(lambda _reader, writer: writer.close()) as port,
        open_document_printer(settings(f"ipp://127.0.0.1:{port}/ipp/print")) as printer,
    ):
        with pytest.raises(TransportLost):
            await printer.create_job("A paper")


async def test_a_port_where_nobody_listens_has_taken_nothing() -> None:
    async with listening(lambda _reader, _writer: None) as port:
        pass
    async with open_document_printer(settings(f"ipp://127.0.0.1:{port}/ipp/print")) as printer:
        with pytest.raises(NotTaken):
            await printer.create_job("A paper")


async def test_a_printer_that_is_given_back_while_it_is_asked_is_lost_and_nothing_else() -> None:
    async with (
        listening(lambda _reader, _writer: None) as port,
        asyncio.TaskGroup() as tasks,
        open_document_printer(settings(f"ipp://127.0.0.1:{port}/ipp/print")) as printer,
    ):
        asking = tasks.create_task(failure_of(printer))
        await asyncio.sleep(0.05)  # real time: the request has to be under way
    assert asking.result() in {NotTaken, TransportLost}


async def failure_of(printer: DocumentPrinter) -> type[DriverError] | None:
    try:
        await printer.create_job("A paper")
    except DriverError as error:
        return type(error)
    return None


async def test_a_printer_whose_certificate_is_trusted_is_asked_over_tls(tmp_path: Path) -> None:
    tls = issue(tmp_path, "127.0.0.1")
    async with listening(http_ok, tls) as port:
        trusting = settings(f"ipps://127.0.0.1:{port}/ipp/print", ca_file=tmp_path / "ca.pem", read_attempts=1)
        async with open_document_printer(trusting) as printer:
            with pytest.raises(BadReply):
                await printer.status()


@pytest.mark.parametrize("trusts", ["another's", "a certificate for another address"])
async def test_a_printer_whose_certificate_is_not_trusted_gets_not_a_byte(tmp_path: Path, trusts: str) -> None:
    heard: list[bool] = []
    tls = issue(tmp_path, "127.0.0.1" if trusts == "another's" else "192.0.2.1")
    if trusts == "another's":
        issue(tmp_path, "127.0.0.1")
    async with listening(lambda _reader, _writer: heard.append(True), tls) as port:
        wary = settings(f"ipps://127.0.0.1:{port}/ipp/print", ca_file=tmp_path / "ca.pem")
        async with open_document_printer(wary) as printer:
            with pytest.raises(NotTaken):
                await printer.status()
    assert heard == []


async def test_a_missing_certificate_is_known_at_once(tmp_path: Path) -> None:
    with pytest.raises(TransportLost, match=r"nowhere\.pem"):
        async with open_document_printer(settings("ipps://printer/ipp/print", ca_file=tmp_path / "nowhere.pem")):
            pass


def http_ok(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


@pytest.mark.looptime
async def test_a_long_korean_title_is_cut_at_a_letter_and_the_job_is_still_ours() -> None:
    wire = simulated()
    async with open_document_printer(settings(), wire) as printer:
        job = await printer.create_job("주민등록표" * 40)
        status = await printer.job(job)

    name = wire.sim.mfp.jobs[1].name
    assert status is not None
    assert status.state is JobState.WAITING
    assert name.startswith(job.partition("/")[2] + " 주민등록표")
    assert 118 <= len(name.encode()) <= 120
