"""The simulated printer against the same messages as the codec, and its iron and paper by themselves."""

import asyncio

import pytest

from drivers.documentprinter.ipp.codec import decode, encode
from drivers.documentprinter.ipp.message import Group, GroupTag, Message
from drivers.documentprinter.ipp.sim import IppSim
from drivers.documentprinter.simmfp import OUTAGE_S, Incident, JobPhase, Mfp, Trouble
from tests.drivers.documentprinter.ipp.vectors import VECTORS, Vector, name
from tests.drivers.documentprinter.paper import pdf_of

pytestmark = pytest.mark.looptime

REQUESTS = [vector for vector in VECTORS if vector.sender == "host"]
ANSWERED = {
    "RFC 8010 A.1": 0x0000,
    "RFC 8010 A.5": 0x0501,
    "RFC 8010 A.6": 0x0000,
    "RFC 8010 A.7": 0x0000,
    "RFC 8010 A.8": 0x0000,
}
"""The status of the answer; Print-URI is no operation of such a printer."""


def of(source: str) -> Vector:
    return next(vector for vector in VECTORS if vector.source == source)


def said(group: Group) -> dict[str, object]:
    return {attribute.name: attribute.values[0].plain for attribute in group.attributes}


def groups_of(message: Message, tag: GroupTag) -> list[dict[str, object]]:
    return [said(group) for group in message.groups if group.tag == tag]


@pytest.mark.parametrize("vector", REQUESTS, ids=name)
async def test_every_request_of_the_rfc_is_answered_under_its_own_number(vector: Vector) -> None:
    reply = decode(IppSim(Mfp()).answer(vector.frame))

    assert (reply.version, reply.code, reply.request_id) == ((1, 1), ANSWERED[vector.source], vector.request_id)


async def test_the_wishes_of_a_print_job_reach_the_iron() -> None:
    sim = IppSim(Mfp())
    sim.answer(of("RFC 8010 A.1").frame.replace(b"%!PS...", pdf_of(3)))

    job = sim.mfp.jobs[1]
    assert (job.name, job.copies, job.two_sided, job.phase) == ("foobar", 20, True, JobPhase.RUNNING)
    assert job.sheets == [(1, 2), (3,)] * 20


async def test_a_document_that_is_no_pdf_aborts_its_job() -> None:
    sim = IppSim(Mfp())
    reply = decode(sim.answer(of("RFC 8010 A.1").frame))

    assert groups_of(reply, GroupTag.JOB)[0]["job-id"] == 1
    assert sim.mfp.jobs[1].phase is JobPhase.ABORTED


async def test_a_wish_that_cannot_be_met_is_refused_where_its_owner_insists() -> None:
    sim = IppSim(Mfp())
    too_many = of("RFC 8010 A.1").frame.replace((20).to_bytes(4), (500).to_bytes(4))

    reply = decode(sim.answer(too_many))

    assert (reply.code, groups_of(reply, GroupTag.UNSUPPORTED), sim.mfp.jobs) == (0x040B, [{"copies": None}], {})


async def test_jobs_are_listed_with_what_was_asked_of_them() -> None:
    sim = IppSim(Mfp())
    sim.answer(of("RFC 8010 A.6").frame)
    sim.answer(of("RFC 8010 A.7").frame)

    reply = decode(sim.answer(of("RFC 8010 A.8").frame))

    assert groups_of(reply, GroupTag.JOB) == [
        {"job-id": 1, "job-name": "untitled"},
        {"job-id": 2, "job-name": "untitled"},
    ]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"", 0x0400),
        (b"\x07\x00" + of("RFC 8010 A.6").frame[2:], 0x0503),
        (of("RFC 8010 A.6").frame[:-1], 0x0400),
        (of("RFC 8010 A.6").frame[:8] + b"\3", 0x0400),
        (of("RFC 8010 A.6").frame[:7] + b"\0" + of("RFC 8010 A.6").frame[8:], 0x0400),
        (of("RFC 8010 A.6").frame.replace(b"printer-uri", b"printer-url"), 0x0400),
    ],
)
async def test_what_is_no_request_is_answered_with_an_error(request_: bytes, status: int) -> None:
    assert decode(IppSim(Mfp()).answer(request_)).code == status


async def test_a_printer_describes_itself_as_a_real_one_does() -> None:
    question = encode(Message((1, 1), 0x000B, 9, of("RFC 8010 A.6").message.groups))
    sim = IppSim(Mfp(paper=5))
    sim.mfp.toner_is_low = True
    (printer,) = (group for group in decode(sim.answer(question)).groups if group.tag == GroupTag.PRINTER)
    words = {attribute.name: [value.plain for value in attribute.values] for attribute in printer.attributes}

    assert words["printer-state"] == [3]
    assert words["printer-state-reasons"] == ["media-low-warning", "toner-low-warning"]
    assert words["operations-supported"] == [0x02, 0x04, 0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B]
    assert "iso_a4_210x297mm" in words["media-supported"]
    assert words["copies-supported"] == [(1, 99)]
    assert words["printer-uuid"] == [sim.mfp.uuid]


async def test_a_job_whose_document_does_not_come_is_aborted_in_the_end() -> None:
    mfp = Mfp()
    job = mfp.create("A paper", 0)
    phases = []
    for at_s in (59, 61):
        mfp.advance(at_s)
        phases.append(job.phase)

    assert phases == [JobPhase.INCOMING, JobPhase.ABORTED]


def printing(**incidents: Incident) -> Mfp:
    """A printer that has had a document of three pages since second 0; p2=JAM is what happens at its second page."""
    mfp = Mfp(warm_up_s=3, sheet_s=2)
    mfp.incidents = {int(page[1:]): incident for page, incident in incidents.items()}
    mfp.give(mfp.create("A paper", 0), pdf_of(3), 0)
    return mfp


def out_at(mfp: Mfp, at_s: float) -> int:
    mfp.advance(at_s)
    return len(mfp.tray)


async def test_sheets_come_out_one_by_one_and_are_counted_as_they_do() -> None:
    mfp = printing()

    assert [(out_at(mfp, at_s), mfp.impressions) for at_s in (4.9, 5, 7, 9)] == [
        (0, 1000),
        (1, 1001),
        (2, 1002),
        (3, 1003),
    ]
    assert (mfp.running, mfp.jobs[1].phase) == (None, JobPhase.COMPLETED)


async def test_both_sides_of_a_sheet_are_counted() -> None:
    mfp = Mfp(warm_up_s=3, sheet_s=2)
    mfp.give(mfp.create("A paper", 0, two_sided=True), pdf_of(3), 0)

    assert (out_at(mfp, 60), mfp.impressions, mfp.paper) == (2, 1003, 248)


async def test_a_jammed_sheet_is_lost_and_printed_again_when_it_is_taken_out() -> None:
    mfp = printing(p2=Incident.JAM)
    assert (out_at(mfp, 60), mfp.impressions, mfp.troubles) == (1, 1001, frozenset({Trouble.JAM}))

    mfp.mend(60)

    assert (out_at(mfp, 90), mfp.impressions, mfp.paper) == (3, 1003, 246)


async def test_a_sheet_under_way_still_comes_out_of_a_cancelled_job() -> None:
    mfp = printing()
    mfp.cancel(mfp.jobs[1], 3.5)

    assert (out_at(mfp, 60), mfp.jobs[1].phase, mfp.jobs[1].impressions) == (1, JobPhase.CANCELED, 1)


async def test_power_takes_the_memory_and_leaves_the_counter() -> None:
    mfp = printing(p2=Incident.POWER_CUT)

    assert (out_at(mfp, 10), mfp.is_on, mfp.jobs, mfp.impressions) == (1, False, {}, 1001)
    mfp.advance(8 + OUTAGE_S)
    assert (mfp.is_on, mfp.create("Somebody's", 8 + OUTAGE_S).id) == (True, 1)


async def test_jobs_are_printed_in_the_order_of_their_documents() -> None:
    mfp = Mfp(warm_up_s=3, sheet_s=2)
    first, second = mfp.create("First made", 0), mfp.create("First given", 0)
    mfp.give(second, pdf_of(1), 1)
    mfp.give(first, pdf_of(1), 2)
    await asyncio.sleep(60)
    mfp.advance(asyncio.get_running_loop().time())

    assert [sheet.job for sheet in mfp.tray] == ["First given", "First made"]
