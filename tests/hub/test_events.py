"""What kiosks tell: once, twice, late, wrongly. Nothing blocks the queue, and no number is ever in two places."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from structlog.testing import capture_logs

from hub.approving import approve
from hub.codes import code_of
from hub.notices import NoticeState, Tell
from hub.refusals import Refused
from hub.secret import new_id
from hub.store import deliveries, events, papers, trail
from hub.store.schema import Assignment, KioskEvent, Notice
from hub.store.store import Books
from link.hub import Event, PaperAssigned
from link.way import Way
from tests.hub.office import SODAM, Office, Outlet


def kept(books: Books) -> list[tuple[str, str]]:
    return [(row.kiosk, row.id) for row in books.db.scalars(select(KioskEvent))]


def test_an_event_that_comes_twice_happens_once(office: Office) -> None:
    application, number = office.fetched()
    event = office.tell("paper_printed", number=number, application=application)
    assert office.hub.store.write(events.take, office.outlet.id, (event, event)) == (event.id, event.id)
    assert office.trail(application).count("printed") == 1
    assert office.problems() == []


def test_two_kiosks_may_use_the_same_ids(office: Office) -> None:
    other = office.kiosk("다른 곳")
    office.tell("controller_started")
    office.tell("controller_started", other)
    assert len(office.hub.store.read(kept)) == 2


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("never_heard_of", {}),
        ("paper_printed", {}),
        ("paper_printed", {"number": None, "application": 7}),
        ("paper_printed", {"number": "시험-0000-0000-0000", "application": "nobody"}),
        ("paper_settled", {"number": "시험-0000-0000-0000", "application": "nobody", "settlement": "perhaps"}),
        ("parcel_stored", {"parcel": "p", "compartment": 7, "application": "nobody"}),
        ("parcel_stored", {"parcel": "p", "compartment": 10**30, "application": None}),
        ("delivery_taken", {"delivery": "d", "application": "nobody", "compartment": 7}),
    ],
)
def test_what_the_hub_cannot_follow_is_kept_and_the_next_event_goes_on(
    office: Office, name: str, facts: dict[str, Any]
) -> None:
    application, number = office.fetched()
    wrong = office.outlet.event(name, **facts)
    right = office.outlet.event("paper_printed", number=number, application=application)
    assert office.hub.store.write(events.take, office.outlet.id, (wrong, right)) == (wrong.id, right.id)
    assert office.state(application) == "printed"
    assert len(office.hub.store.read(kept)) == 2


def test_a_kiosk_cannot_speak_of_another_kiosks_papers(office: Office) -> None:
    application, number = office.fetched()
    other = office.kiosk("다른 곳")
    for name in ("paper_printed", "paper_uncertain", "paper_released", "paper_not_printed"):
        office.tell(name, other, number=number, application=application)
    office.tell("parcel_stored", other, parcel="p", compartment=1, application=application)
    assert office.state(application) == "fetched"
    assert {problem for _, problem in office.problems()} == {"not_this_kiosks"}


def test_an_uncertain_print_waits_for_the_staffs_word(office: Office) -> None:
    for settlement, state in (("issued", "printed"), ("void", "void")):
        application, number = office.fetched()
        office.tell("paper_uncertain", number=number, application=application)
        with pytest.raises(Refused):
            approve(office.hub, office.officer, application)
        with pytest.raises(Refused):
            office.hub.store.write(papers.recall, office.officer, application)
        office.tell("paper_settled", number=number, application=application, settlement=settlement)
        assert office.state(application) == state


def test_a_kiosk_that_hears_everything_again_is_not_given_what_may_have_been_printed(office: Office) -> None:
    waits, _ = office.fetched()
    for name in ("paper_uncertain", "paper_printed"):
        application, number = office.fetched()
        office.tell(name, number=number, application=application)

    office.outlet.cursor = 0

    assert [change.application for change in office.hear() if isinstance(change, PaperAssigned)] == [waits]


def test_a_kiosk_that_hears_everything_again_hears_no_recall_of_what_it_was_given_since(office: Office) -> None:
    application, number = office.fetched()
    office.hub.store.write(papers.recall, office.officer, application)
    assert [change.type for change in office.hear()] == ["paper_recalled"]
    office.tell("paper_released", number=number, application=application)
    approve(office.hub, office.officer, application)
    office.outlet.cursor = 0
    assert [change.type for change in office.hear()] == ["paper_assigned"]


def test_a_settlement_of_what_was_never_uncertain_changes_nothing(office: Office) -> None:
    application, number = office.fetched()
    office.tell("paper_settled", number=number, application=application, settlement="issued")
    assert (office.state(application), office.problems()) == ("fetched", [("paper_settled", "not_now")])


def test_a_print_that_did_not_happen_leaves_the_paper_with_the_kiosk(office: Office) -> None:
    application, number = office.fetched()
    office.tell("paper_not_printed", number=number, application=application)
    office.tell("paper_printed", number=number, application=application)
    assert office.trail(application)[-3:] == ["fetched", "not_printed", "printed"]


def test_a_parcel_for_the_locker_is_stored_and_collected(office: Office) -> None:
    application = office.stored(Way.LOCKER)
    assert office.state(application) == "in_locker"
    office.tell("parcel_collected", parcel="parcel", compartment=7, application=application)
    assert (office.state(application), office.problems()) == ("collected", [])


def test_parcels_that_are_no_papers_are_none_of_the_hubs_business(office: Office) -> None:
    office.tell("parcel_stored", parcel="p", compartment=3, application=None)
    office.tell("parcel_collected", parcel="p", compartment=3, application=None)
    office.tell("parcel_removed", parcel="p", compartment=3, application=None)
    assert office.problems() == []


def test_the_trail_has_the_kiosks_time_and_never_one_that_is_to_come(office: Office) -> None:
    application, number = office.fetched()
    earlier = office.clock()
    printed = office.outlet.event("paper_printed", number=number, application=application)
    office.clock.passes(hours=3)
    stored = Event(
        id="ahead",
        at=datetime(2031, 1, 1, tzinfo=UTC),
        event="parcel_stored",
        facts={"parcel": "p", "compartment": 1, "application": application},
    )
    office.hub.store.write(events.take, office.outlet.id, (printed, stored))
    steps = {step.what.value: step.at for step in office.hub.store.read(trail.of, application)}
    assert steps["printed"] == earlier
    assert office.problems() == [("parcel_stored", "not_now")]


def test_a_kiosk_whose_clock_stands_at_2000_tells_nothing_before_what_was_there_already(office: Office) -> None:
    application, number = office.fetched(Way.DOOR)
    at_2000 = datetime(2000, 1, 1, tzinfo=UTC)

    def tell(name: str, **facts: str | int) -> None:
        event = office.outlet.event(name, application=application, **facts).model_copy(update={"at": at_2000})
        office.clock.passes(minutes=1)
        assert office.hub.store.write(events.take, office.outlet.id, (event,)) == (event.id,)

    tell("paper_printed", number=number)
    tell("parcel_stored", parcel="p", compartment=7)
    delivery = office.hub.store.write(deliveries.accept, office.volunteers[0], application)
    tell("delivery_taken", delivery=delivery, compartment=7)
    assert office.trail(application) == [
        *("submitted", "approved", "fetched", "printed", "in_locker", "offered", "accepted", "taken"),
    ]
    assert office.problems() == []


def test_a_number_that_was_asked_back_is_given_back_after_that_whatever_the_kiosks_clock_says(office: Office) -> None:
    application, number = office.fetched()
    early = office.outlet.event("paper_released", number=number, application=application)
    office.clock.passes(minutes=1)
    office.hub.store.write(papers.recall, office.officer, application)
    office.hub.store.write(events.take, office.outlet.id, (early,))
    assert office.trail(application)[-2:] == ["recall_asked", "released"]


def test_a_time_that_utc_has_no_room_for_blocks_nothing(office: Office) -> None:
    application, number = office.fetched()
    early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    event = Event(id="n", at=early, event="paper_printed", facts={"number": number, "application": application})
    office.hub.store.write(events.take, office.outlet.id, (event,))
    assert office.state(application) == "printed"


def test_an_event_that_trips_the_hub_is_kept_and_the_next_one_goes_on(office: Office) -> None:
    broken, number = office.fetched()
    whole, other = office.fetched()
    odd = text("UPDATE applications SET state = 'of_a_newer_hub' WHERE id = :id")
    office.hub.store.write(lambda books: books.db.execute(odd, {"id": broken}))
    wrong = office.outlet.event("paper_printed", number=number, application=broken)
    right = office.outlet.event("paper_printed", number=other, application=whole)
    with capture_logs() as logs:
        assert office.hub.store.write(events.take, office.outlet.id, (wrong, right)) == (wrong.id, right.id)
    assert (office.state(whole), office.problems()) == ("printed", [("paper_printed", "not_followed")])
    assert [(log["event"], log["id"]) for log in logs] == [("event_not_followed", wrong.id)]


@pytest.mark.parametrize("way", [Way.LOCKER, Way.DOOR])
def test_what_staff_found_gone_is_said_and_offered_no_more(office: Office, way: Way) -> None:
    application = office.stored(way)
    office.tell("parcel_removed", parcel="parcel", compartment=7, application=application)
    assert (office.state(application), office.trail(application)[-1]) == ("removed", "removed")
    waiting = office.hub.store.read(lambda books: set(books.db.scalars(_WAITING)))
    assert waiting == {Tell.REMOVED}
    assert code_of(office.hub, SODAM, application) is None
    office.tell("parcel_stored", parcel="again", compartment=7, application=application)
    assert office.state(application) == {Way.LOCKER: "in_locker", Way.DOOR: "offered"}[way]
    assert office.problems() == []


_WAITING = select(Notice.tell).where(Notice.state == NoticeState.WAITING)


PAPER = ("paper_printed", "paper_not_printed", "paper_uncertain", "paper_released")
STEPS = ("hear", "recall", "approve", "void", "renew", *PAPER, "paper_settled issued", "paper_settled void")


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), max_size=10))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_kiosks_and_officers_do_a_number_is_with_one_kiosk_and_printed_once(
    office: Office, steps: list[tuple[str, bool]]
) -> None:
    kiosks = _two_kiosks(office)
    application, number = office.apply(kiosk=kiosks[0].id), ""
    may_have: set[str] = set()
    printed_by: set[str | None] = set()
    for step, second in [("approve", False), *steps]:
        kiosk = kiosks[second]
        match step:
            case "approve":
                number = _tried(approve, office.hub, office.officer, application, kiosk.id) or number
            case "hear":
                may_have |= {kiosk.id for each in office.hear(kiosk) if isinstance(each, PaperAssigned)}
            case "renew":
                office.renewed(kiosk)
            case "recall" | "void":
                work = papers.recall if step == "recall" else papers.void
                _tried(office.hub.store.write, work, office.officer, application)
            case _:
                _tell(office, kiosk, step, number, application)
                may_have -= {kiosk.id} if step == "paper_released" else set()
        if printed_by or office.state(application) == "printed":
            assert office.state(application) == "printed"
            printed_by.add(office.hub.store.read(_holder, number))
        assert len(may_have) <= 1
        assert len(printed_by) <= 1


def _tell(office: Office, kiosk: Outlet, step: str, number: str, application: str) -> None:
    """As the kiosk that has the paper, or as one that is wrong about it."""
    name, _, settlement = step.partition(" ")
    office.tell(name, kiosk, number=number, application=application, settlement=settlement)


def _holder(books: Books, number: str) -> str | None:
    rows = select(Assignment.kiosk).where(Assignment.number == number, Assignment.released_at.is_(None))
    return books.db.scalars(rows).one_or_none()


def _two_kiosks(office: Office) -> tuple[Outlet, Outlet]:
    """Two that have heard everything so far, and nothing of what follows."""
    second = office.kiosk(f"둘째 {new_id()}")
    while office.hear():
        pass
    return office.outlet, second


def _tried(work: Any, *args: Any) -> Any:
    try:
        return work(*args)
    except Refused:
        return None
