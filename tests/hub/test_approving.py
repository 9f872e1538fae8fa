"""A number, its paper and its one outlet come to be together, once."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.approving import approve
from hub.numbers import new_number
from hub.refusals import Cause, Refused
from hub.roles import Role, Who
from hub.secret import new_id
from hub.store import papers
from hub.store.schema import Assignment
from hub.store.store import Books
from hub.views import officers
from link.hub import PaperAssigned, PaperRecalled
from link.sealing import NotForUs
from link.way import Way
from printer.certificates.errors import Problem
from printer.certificates.errors import Refused as CannotBeMade
from printer.certificates.forms import Form
from printer.certificates.issue import Certificate, Issuance, issue
from printer.certificates.keys import IssuingKey
from printer.certificates.verify import Verdict, verify_pdf
from tests.hub.office import SODAM, Office, opened_office, quick


def refused(office: Office, who: Who, application: str, kiosk: str | None = None) -> Cause:
    with pytest.raises(Refused) as caught:
        approve(office.hub, who, application, kiosk)
    return caught.value.cause


def assignments(books: Books) -> list[Assignment]:
    return list(books.db.scalars(select(Assignment)))


def test_an_approved_paper_is_numbered_and_closed_for_its_kiosk(office: Office) -> None:
    application = office.apply()
    number = approve(office.hub, office.officer, application)
    (change,) = office.hear()
    assert isinstance(change, PaperAssigned)
    assert (change.number, change.application, change.way) == (number, application, Way.KIOSK)
    content = office.outlet.opens(change)
    assert content.pdf == b"%PDF " + number.encode()
    assert (content.holder, content.household, str(content.birth_date)) == ("김소담", "101-1203", "1988-01-01")
    assert (content.cards, content.reachable, content.pages) == (("5d1f6a52-6f0e-4c6e-9a35-0d9a4b6c1e01",), True, 1)


def test_the_paper_opens_for_no_other_kiosk_and_under_no_other_number(office: Office) -> None:
    office.approved()
    (change,) = office.hear()
    assert isinstance(change, PaperAssigned)
    with pytest.raises(NotForUs):
        office.kiosk("다른 곳").opens(change)
    with pytest.raises(NotForUs):
        office.outlet.opens(change.model_copy(update={"number": new_number(demo=True)}))


async def test_the_real_paper_is_signed_and_bears_its_number(tmp_path: Path) -> None:
    with opened_office(tmp_path, issue) as office:
        application = office.apply(Way.LOCKER)
        number = await run_in_thread(approve, office.hub, office.officer, application)
        (change,) = office.hear()
        assert isinstance(change, PaperAssigned)
        content = office.outlet.opens(change)
        finding = await verify_pdf(content.pdf, [office.hub.keys.issuing.certificate])
        assert (finding.verdict, finding.demo) == (Verdict.GENUINE, True)
        assert content.title.ko == "주민등록표 등본 (시험용)"
        assert number.startswith("시험-")


async def run_in_thread(work: Any, *args: Any) -> Any:
    with ThreadPoolExecutor(1) as lane:
        return lane.submit(work, *args).result()


def test_numbers_cannot_be_guessed_and_say_that_they_are_a_trials() -> None:
    numbers = {new_number(demo=True) for _ in range(500)}
    assert len(numbers) == 500
    assert all(re.fullmatch(r"시험-\d{4}-\d{4}-\d{4}", number) for number in numbers)
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}", new_number(demo=False))


def test_of_two_officers_one_approves(office: Office) -> None:
    application, other = office.apply(), office.staff("윤담당", Role.OFFICER, "yun@example.kr")
    start = Barrier(2)

    def try_it(who: Who) -> str | Cause:
        start.wait()
        try:
            return approve(office.hub, who, application)
        except Refused as refusal:
            return refusal.cause

    with ThreadPoolExecutor(2) as lane:
        done = list(lane.map(try_it, (office.officer, other)))
    assert Cause.ALREADY_DECIDED in done
    (number,) = (each for each in done if isinstance(each, str))
    assert [row.number for row in office.hub.store.read(assignments)] == [number]
    assert len(office.hear()) == 1


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "resident"])
def test_only_officers_approve(office: Office, who: str) -> None:
    others = {"coordinator": office.coordinator, "volunteer": office.volunteers[0], "resident": SODAM}
    assert refused(office, others[who], office.apply()) is Cause.NOT_ALLOWED


def test_the_database_itself_gives_a_number_to_one_kiosk_only(office: Office) -> None:
    application, number = office.printed()
    other = office.kiosk("다른 곳")

    def second(books: Books) -> None:
        row = Assignment(id=new_id(), application=application, number=number, kiosk=other.id, at=books.now)
        books.db.add(row)

    with pytest.raises(IntegrityError):
        office.hub.store.write(second)


def test_with_several_kiosks_one_must_be_chosen(office: Office) -> None:
    application, other = office.apply(), office.kiosk("다른 곳")
    assert refused(office, office.officer, application) is Cause.CHOOSE_KIOSK
    approve(office.hub, office.officer, application, other.id)
    assert (office.hear(), len(office.hear(other))) == ([], 1)


def test_the_resident_can_choose_the_kiosk(office: Office) -> None:
    other = office.kiosk("다른 곳")
    approve(office.hub, office.officer, office.apply(kiosk=other.id))
    assert (office.hear(), len(office.hear(other))) == ([], 1)


async def cannot(form: Form, data: dict[str, Any], issuance: Issuance, key: IssuingKey) -> Certificate:
    if issuance.purpose == "제출용":
        raise CannotBeMade(form.id, (Problem("members[0].name", "too long"),))
    return await quick(form, data, issuance, key)


def test_a_paper_that_cannot_be_made_leaves_the_application_as_it_was(tmp_path: Path) -> None:
    with opened_office(tmp_path, cannot) as office:
        application = office.apply()
        with pytest.raises(Refused, match=r"members\[0\]\.name") as caught:
            approve(office.hub, office.officer, application)
        assert caught.value.cause is Cause.CANNOT_BE_MADE
        assert (office.state(application), office.hub.store.read(assignments)) == ("submitted", [])


def test_what_was_printed_is_wiped_at_the_hub(office: Office) -> None:
    office.fetched()
    assert [row.sealed is None for row in office.hub.store.read(assignments)] == [False]
    office.printed()
    assert sorted(row.sealed is None for row in office.hub.store.read(assignments)) == [False, True]


def test_a_paper_that_no_kiosk_fetched_is_free_at_once_when_recalled(office: Office) -> None:
    application, number = office.approved()
    office.hub.store.write(papers.recall, office.officer, application)
    assert (office.state(application), office.hear()) == ("released", [])
    other = office.kiosk("다른 곳")
    assert approve(office.hub, office.officer, application, other.id) == number
    assert (office.hear(), len(office.hear(other))) == ([], 1)


def test_a_paper_that_was_fetched_is_the_kiosks_until_it_says_so_whatever_the_time(office: Office) -> None:
    application, number = office.fetched()
    office.hub.store.write(papers.recall, office.officer, application)
    assert office.hear() == [PaperRecalled(number=number)]
    office.clock.passes(days=365)
    assert office.state(application) == "fetched"
    assert refused(office, office.officer, application) is Cause.ALREADY_DECIDED
    office.tell("paper_released", number=number, application=application)
    assert office.state(application) == "released"
    assert approve(office.hub, office.officer, application, office.kiosk("다른 곳").id) == number
    assert office.trail(application)[-4:] == ["fetched", "recall_asked", "released", "approved"]


def test_a_recall_that_comes_too_late_changes_nothing(office: Office) -> None:
    application, number = office.fetched()
    office.hub.store.write(papers.recall, office.officer, application)
    office.tell("paper_printed", number=number, application=application)
    office.tell("paper_released", number=number, application=application)
    assert office.state(application) == "printed"
    assert office.problems() == [("paper_released", "not_now")]
    with pytest.raises(Refused):
        office.hub.store.write(papers.recall, office.officer, application)


def test_a_kiosk_that_fetches_while_it_is_recalled_either_has_it_or_never_had_it(office: Office) -> None:
    for _ in range(10):
        application, number = office.approved()
        start = Barrier(2)

        def fetch(start: Barrier = start) -> list[str]:
            start.wait()
            return [change.type for change in office.hear()]

        def recall(start: Barrier = start, application: str = application) -> None:
            start.wait()
            office.hub.store.write(papers.recall, office.officer, application)

        with ThreadPoolExecutor(2) as lane:
            heard, _ = lane.submit(fetch), lane.submit(recall).result()
        first = heard.result()
        if "paper_assigned" in first:
            rest = [change for change in office.hear() if isinstance(change, PaperRecalled)]
            assert office.state(application) == "fetched"
            assert rest == [PaperRecalled(number=number)] or "paper_recalled" in first
        else:
            assert (office.state(application), office.hear()) == ("released", [])


def test_a_kiosk_that_asks_again_from_an_older_cursor_gets_the_same_paper(office: Office) -> None:
    application, _ = office.approved()
    first = office.hear()
    office.outlet.cursor = 0
    assert office.hear() == first
    assert office.trail(application).count("fetched") == 1


def test_a_released_number_can_be_given_up_and_never_comes_back(office: Office) -> None:
    application, _ = office.approved()
    with pytest.raises(Refused):
        office.hub.store.write(papers.void, office.officer, application)
    office.hub.store.write(papers.recall, office.officer, application)
    assert office.trail(application)[-1] == "recalled"
    office.hub.store.write(papers.void, office.officer, application)
    assert office.state(application) == "void"
    assert refused(office, office.officer, application) is Cause.ALREADY_DECIDED


def test_the_lists_of_the_office_hold_what_waits_there(office: Office) -> None:
    waiting, _ = office.apply(), office.approved()
    released, _ = office.approved()
    office.hub.store.write(papers.recall, office.officer, released)
    assert [view.id for view in officers.waiting(office.hub, office.officer)] == [waiting]
    assert [view.id for view in officers.released(office.hub, office.officer)] == [released]
    assert len(officers.everything(office.hub, office.coordinator)) == 3
    with pytest.raises(Refused):
        officers.waiting(office.hub, office.volunteers[0])
