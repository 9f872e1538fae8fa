"""What people are told arrives, once, with its code; who cannot be told is called. Over a real SMTP conversation."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select
from structlog.testing import capture_logs

from hub.codes import code_of, renew
from hub.notices import SIGN_IN, NoticeState, Tell
from hub.notify.words import spoken, written
from hub.notify.worker import run_once
from hub.refusals import Cause, Refused
from hub.sign_in import ask
from hub.store import applications, deliveries, notices
from hub.store.schema import Notice
from hub.views import coordinators
from link.hub import PaperAssigned
from link.way import Way
from tests.hub.inbox import Inbox, served, text_of
from tests.hub.office import MARU, SODAM, Office, opened_office

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""Apprise 2.2 imports it where Python still has it."""


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with served() as opened:
        yield opened


@pytest.fixture
def post(tmp_path: Path, inbox: Inbox) -> Iterator[Office]:
    """A hub whose mails go to the inbox."""
    with opened_office(tmp_path, notices=inbox.notices()) as office:
        yield office


def rows(office: Office) -> list[Notice]:
    return office.hub.store.read(lambda books: list(books.db.scalars(select(Notice).order_by(Notice.at))))


def read_code(picture: bytes, folder: Path) -> str:
    path = folder / "code.png"
    path.write_bytes(picture)
    (found,) = zxingcpp.read_barcodes(Image.open(path))
    return found.text


def test_the_resident_is_told_with_the_code_that_prints_their_paper(post: Office, inbox: Inbox, tmp_path: Path) -> None:
    application, _ = post.approved()
    assert run_once(post.hub) == 1
    assert inbox.to == ["sodam@example.kr"]
    assert "승인되었습니다" in inbox.last()
    assert "휴먼시아 소담" in inbox.last()
    assert "031-000-0000" in inbox.last()
    (picture,) = inbox.pictures()
    code = code_of(post.hub, SODAM, application)
    assert code is not None
    assert read_code(picture, tmp_path) == code.text
    assert run_once(post.hub) == 0


def test_a_sign_in_code_arrives(post: Office, inbox: Inbox) -> None:
    ask(post.hub, "gaon@example.kr", "browser")
    code = rows(post)[0].values["code"]
    run_once(post.hub)
    assert (inbox.to, inbox.pictures()) == (["gaon@example.kr"], [])
    assert inbox.last().splitlines()[:2] == [f"로그인 번호: {code}", "요청한 시각: 18:00"]
    assert rows(post)[0].values == {}


def test_a_sign_in_code_overtakes_what_waited_before_it(post: Office, inbox: Inbox) -> None:
    post.stored(Way.DOOR)
    post.clock.passes(seconds=1)
    ask(post.hub, "sodam@example.kr", "browser")
    run_once(post.hub)
    assert inbox.to[0] == "sodam@example.kr"


def test_a_whole_delivery_tells_everybody_what_they_need(post: Office, inbox: Inbox) -> None:
    application = post.stored(Way.DOOR)
    run_once(post.hub)
    assert sorted(inbox.to) == ["gaon@example.kr", "narae@example.kr"]
    post.hub.store.write(deliveries.accept, post.volunteers[0], application)
    digits = next(row.values["code"] for row in rows(post) if row.tell is Tell.VOLUNTEER_COMES)
    run_once(post.hub)
    said = dict(zip(inbox.to[2:], [str(mail["subject"]) for mail in inbox.mails[2:]], strict=True))
    assert said["narae@example.kr"] == "다른 봉사자가 맡았습니다"
    assert said["gaon@example.kr"] == "전달을 맡아 주셔서 고맙습니다"
    assert said["sodam@example.kr"].endswith("봉사자가 가져다드립니다")
    residents = next(mail for mail, to in zip(inbox.mails, inbox.to, strict=True) if to == "sodam@example.kr")
    assert f"이 번호를 읽어 주세요: {digits}" in text_of(residents)
    assert [row.values for row in rows(post) if row.state is NoticeState.SENT] == [{}] * len(inbox.mails)


def test_the_channel_is_told_the_notices_id_so_that_a_second_copy_is_known(post: Office, inbox: Inbox) -> None:
    post.approved()
    run_once(post.hub)
    assert inbox.mails[0]["X-Sodam-Notice"] == rows(post)[0].id


def test_a_mail_that_is_refused_is_tried_again_later_and_later_and_then_called(post: Office, inbox: Inbox) -> None:
    inbox.refuses = True
    post.approved()
    pauses = []
    while rows(post)[0].state is not NoticeState.CALL:
        assert run_once(post.hub) == 1
        assert run_once(post.hub) == 0
        pause = rows(post)[0].next_at - post.clock()
        pauses.append(pause.total_seconds())
        post.clock.passes(seconds=pause.total_seconds())
    assert pauses[:8] == [30, 60, 120, 240, 480, 960, 1920, 3600]
    (call,) = coordinators.calls(post.hub, post.coordinator)
    assert (call.name, call.phone, call.household) == ("김소담", "000-0000-0000", "101-1203")
    assert "키오스크" in call.say


def test_a_worker_that_dies_while_sending_loses_nothing(post: Office, inbox: Inbox) -> None:
    post.approved()
    assert post.hub.store.write(notices.claim) is not None
    assert run_once(post.hub) == 0
    post.clock.passes(minutes=5)
    assert run_once(post.hub) == 1
    assert len(inbox.mails) == 1


def the_digits_notice(office: Office) -> Notice:
    """Claimed by a worker that has its message in hand."""
    while (claimed := office.hub.store.write(notices.claim)) is not None:
        if claimed.tell is Tell.VOLUNTEER_COMES:
            return claimed
    raise AssertionError


def test_digits_that_change_while_their_mail_is_sent_are_mailed_after_it(post: Office, inbox: Inbox) -> None:
    application, _ = post.taken()
    claimed = the_digits_notice(post)
    code = post.hub.store.write(deliveries.new_code, SODAM, application)
    post.hub.store.write(notices.sent, claimed.id, claimed.values)
    run_once(post.hub)
    said = [text_of(mail) for mail in inbox.mails]
    assert [f"이 번호를 읽어 주세요: {code}" in mail for mail in said if "이 번호를 읽어" in mail] == [True]


def test_digits_that_change_while_their_mail_is_refused_are_mailed_instead(post: Office, inbox: Inbox) -> None:
    application, _ = post.taken()
    claimed = the_digits_notice(post)
    code = post.hub.store.write(deliveries.new_code, SODAM, application)
    post.hub.store.write(notices.not_sent, claimed.id)
    post.clock.passes(seconds=30)
    run_once(post.hub)
    assert f"이 번호를 읽어 주세요: {code}" in inbox.last()


@pytest.mark.parametrize("outcome", [notices.not_sent, notices.unreachable])
def test_what_is_dropped_while_it_is_sent_is_neither_tried_again_nor_called(post: Office, outcome: Any) -> None:
    _, delivery = post.accepted()
    claimed = the_digits_notice(post)
    post.hub.store.write(deliveries.give_back, post.volunteers[0], delivery)
    post.hub.store.write(outcome, claimed.id)
    (row,) = (row for row in rows(post) if row.id == claimed.id)
    assert (row.state, row.values) == (NoticeState.DROPPED, {})


def test_two_workers_do_not_send_the_same_notice(post: Office) -> None:
    post.approved()
    first, second = post.hub.store.write(notices.claim), post.hub.store.write(notices.claim)
    assert (first is not None, second) == (True, None)


def test_who_has_no_address_is_called_by_the_coordinator(post: Office, inbox: Inbox) -> None:
    application, _ = post.approved(who=MARU)
    run_once(post.hub)
    assert inbox.mails == []
    (call,) = coordinators.calls(post.hub, post.coordinator)
    assert (call.name, call.phone, call.household, call.application) == ("박마루", None, "103-0101", application)
    for who in (post.officer, post.volunteers[0], SODAM):
        with pytest.raises(Refused):
            coordinators.calls(post.hub, who)
        with pytest.raises(Refused):
            post.hub.store.write(notices.called, who, call.id)
    post.hub.store.write(notices.called, post.coordinator, call.id)
    assert coordinators.calls(post.hub, post.coordinator) == ()
    with pytest.raises(Refused) as caught:
        post.hub.store.write(notices.called, post.coordinator, call.id)
    assert caught.value.cause is Cause.ALREADY_DECIDED


def test_the_kiosk_learns_who_cannot_be_told(office: Office) -> None:
    office.approved(who=MARU)
    (change,) = office.hear()
    assert isinstance(change, PaperAssigned)
    assert not office.outlet.opens(change).reachable


def test_a_sign_in_code_that_could_not_be_sent_in_time_is_forgotten(post: Office, inbox: Inbox) -> None:
    inbox.refuses = True
    ask(post.hub, "sodam@example.kr", "browser")
    for _ in range(6):
        run_once(post.hub)
        post.clock.passes(minutes=4)
    (row,) = rows(post)
    assert (row.state, row.values) == (NoticeState.DROPPED, {})
    assert coordinators.calls(post.hub, post.coordinator) == ()


def test_a_code_that_has_ended_can_be_had_anew(office: Office) -> None:
    application = office.stored(Way.LOCKER)
    first = code_of(office.hub, SODAM, application)
    assert renew(office.hub, SODAM, application) == first
    office.clock.passes(days=8)
    second = renew(office.hub, SODAM, application)
    assert first is not None
    assert second is not None
    assert second.text != first.text
    assert code_of(office.hub, SODAM, application) == second
    office.tell("parcel_collected", parcel="parcel", compartment=7, application=application)
    assert renew(office.hub, SODAM, application) is None


def test_no_name_address_or_code_is_ever_logged(post: Office, inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        ask(post.hub, "sodam@example.kr", "browser")
        _, delivery = post.taken()
        code = next(row.values["code"] for row in rows(post) if row.tell is Tell.VOLUNTEER_COMES)
        post.approved(who=MARU)
        inbox.refuses = True
        run_once(post.hub)
        inbox.refuses = False
        post.clock.passes(hours=1)
        run_once(post.hub)
        post.hub.store.write(deliveries.hand_over, post.volunteers[0], delivery, code)
    said = str(logs) + "".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert "notice" in said
    secrets = (
        "김소담",
        "박마루",
        "김가온",
        "example.kr",
        "101-1203",
        "000-0000-0000",
        "1988",
        "SODAM1:",
        "제출용",
        code,
    )
    assert [secret for secret in secrets if secret in said] == []


EVERYTHING: dict[str, Any] = {
    name: f"<{name}>"
    for name in ("office", "phone", "url", "at", "name", "household", "title", "kiosk", "compartment", "until")
}
VALUES = {
    Tell.SIGN_IN_CODE: ("code", "at"),
    Tell.LONG_SIGN_IN_CODE: ("code", "at"),
    Tell.REJECTED: ("reason",),
    Tell.VOLUNTEER_COMES: ("volunteer", "code"),
}


@pytest.mark.parametrize("tell", Tell)
def test_every_notice_has_its_sentences_and_needs_nothing_that_is_not_there(tell: Tell) -> None:
    values = EVERYTHING | {name: f"<{name}>" for name in VALUES.get(tell, ())}
    message = written(tell, values)
    assert "{" not in message.subject + message.body + spoken(tell, values)
    assert message.body.endswith("<office>\n도움이 필요하시면 전화 주세요: <phone>\n")
    assert all(f"<{name}>" in message.body for name in VALUES.get(tell, ()))
    assert len(message.subject) < 40
    assert spoken(tell, values) or tell in SIGN_IN


def test_a_reason_with_braces_in_it_is_said_as_it_is(post: Office, inbox: Inbox) -> None:
    application = post.apply()
    post.hub.store.write(applications.reject, post.officer, application, "{name} {0} %s")
    run_once(post.hub)
    assert "까닭: {name} {0} %s" in inbox.last()
