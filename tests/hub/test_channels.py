"""Which channel a notice goes by: one that carries what it says, and the next only after the first has failed."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select

from config.hub import Channel, Notices
from hub.notices import NoticeState
from hub.notify.worker import run_once
from hub.sign_in import ask
from hub.store import applications, notices
from hub.store.schema import Notice
from hub.views import coordinators
from link.hub import PaperAssigned
from tests.hub.inbox import Inbox, served
from tests.hub.office import NOWHERE, Office, opened_office

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""Apprise 2.2 imports it where Python still has it."""


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with served() as opened:
        yield opened


def rows(office: Office) -> list[Notice]:
    return office.hub.store.read(lambda books: list(books.db.scalars(select(Notice).order_by(Notice.at))))


def text_gateway(inbox: Inbox, *, pictures: bool | None = None) -> Channel:
    """One that takes text messages and puts them into the inbox."""
    (mail,) = inbox.notices().channels
    address = mail.address.replace("{to}", "{to}@text.example.kr")
    return Channel(name="text", to="phone", address=address, pictures=pictures)


def is_reachable(office: Office) -> bool:
    """As the kiosk learns it with the next paper."""
    (change,) = office.hear()
    assert isinstance(change, PaperAssigned)
    return office.outlet.opens(change).reachable


def test_a_telephone_is_enough_where_a_channel_brings_pictures_to_it(tmp_path: Path, inbox: Inbox) -> None:
    with opened_office(tmp_path, notices=Notices(channels=(text_gateway(inbox, pictures=True),))) as office:
        office.approved()
        assert is_reachable(office)
        run_once(office.hub)
        assert (inbox.to, len(inbox.pictures())) == (["000-0000-0000@text.example.kr"], 1)


def test_no_text_message_promises_a_code_that_is_not_with_it(tmp_path: Path, inbox: Inbox) -> None:
    with opened_office(tmp_path, notices=Notices(channels=(text_gateway(inbox),))) as office:
        application, _ = office.approved()
        assert not is_reachable(office)
        run_once(office.hub)
        assert inbox.to == []
        (call,) = coordinators.calls(office.hub, office.coordinator)
        assert (call.name, call.application) == ("김소담", application)
        office.hub.store.write(applications.reject, office.officer, office.apply(), "동의서가 필요합니다")
        run_once(office.hub)
        assert (inbox.to, inbox.pictures()) == (["000-0000-0000@text.example.kr"], [])


def test_a_mail_that_is_late_is_not_sent_by_text_as_well(tmp_path: Path, inbox: Inbox) -> None:
    channels = (NOWHERE, text_gateway(inbox, pictures=True))
    with opened_office(tmp_path, notices=Notices(channels=channels)) as office:
        office.approved()
        tries = 0
        while not inbox.to:
            tries += run_once(office.hub)
            office.clock.passes(hours=1)
        assert (tries, inbox.to) == (notices.MAX_TRIES + 1, ["000-0000-0000@text.example.kr"])
        assert run_once(office.hub) == 0


def test_when_every_channel_has_failed_for_good_somebody_calls(tmp_path: Path, inbox: Inbox) -> None:
    inbox.refuses = True
    channels = (*inbox.notices().channels, text_gateway(inbox, pictures=True))
    with opened_office(tmp_path, notices=Notices(channels=channels)) as office:
        office.approved()
        while rows(office)[0].state is not NoticeState.CALL:
            run_once(office.hub)
            office.clock.passes(hours=1)
        assert rows(office)[0].tries == 2 * notices.MAX_TRIES


def test_the_first_channel_is_the_one_that_is_used_while_it_works(tmp_path: Path, inbox: Inbox) -> None:
    channels = (*inbox.notices().channels, text_gateway(inbox, pictures=True))
    with opened_office(tmp_path, notices=Notices(channels=channels)) as office:
        office.approved()
        run_once(office.hub)
        assert inbox.to == ["sodam@example.kr"]


@contextmanager
def gotify() -> Iterator[tuple[Channel, list[str]]]:
    """A service whose plugin in Apprise drops pictures, though the settings say otherwise; and what it was sent."""
    got: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, ThreadPoolExecutor(1) as lane:
        lane.submit(server.serve_forever, 0.01)
        address = f"gotify://127.0.0.1:{server.server_port}/{{to}}"
        try:
            yield Channel(name="push", to="phone", address=address, pictures=True), got
        finally:
            server.shutdown()


def test_a_service_that_drops_pictures_is_not_believed_to_have_taken_one(tmp_path: Path) -> None:
    with gotify() as (channel, got), opened_office(tmp_path, notices=Notices(channels=(channel,))) as office:
        office.approved()
        run_once(office.hub)
        assert (got, rows(office)[0].state) == ([], NoticeState.WAITING)
        office.hub.store.write(applications.reject, office.officer, office.apply(), "동의서가 필요합니다")
        run_once(office.hub)
        assert len(got) == 1
        assert json.loads(got[0])["title"].endswith("신청이 승인되지 않았습니다")


def test_nobody_is_called_about_a_sign_in_code_that_no_channel_carries(tmp_path: Path) -> None:
    with opened_office(tmp_path, notices=Notices()) as office:
        ask(office.hub, "sodam@example.kr", "browser")
        for _ in range(6):
            run_once(office.hub)
            assert coordinators.calls(office.hub, office.coordinator) == ()
            office.clock.passes(minutes=4)
        (row,) = rows(office)
        assert (row.state, row.values) == (NoticeState.DROPPED, {})
