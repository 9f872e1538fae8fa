"""The kiosk's line to the hub's own program: which papers both agree on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select

from hub.app import make_app
from hub.approving import approve
from hub.store import changes
from hub.store import papers as hub_papers
from kiosk.bell import Bell
from kiosk.errors import HubAway
from kiosk.flows.effects.papers import ByCard, PrintPaper
from kiosk.hub_client import HubClient
from kiosk.identity import Identity, Keys
from kiosk.paper import PaperState
from kiosk.store import hub, papers, prints
from kiosk.store.prints import Intended
from kiosk.store.schema import Outbox, Paper
from kiosk.store.store import Books, Store
from link.screens import Progress
from link.text import key
from printer.verdict import PrintOutcome
from tests.hub.office import Office, opened_office
from tests.kiosk.support import open_store


@dataclass
class Both:
    """The hub's own program and store, and the kiosk's end of the line to it."""

    office: Office
    store: Store
    identity: Identity
    client: HubClient

    async def fetched(self) -> str:
        """A paper that has come to the kiosk; returns its number."""
        application, number = self.office.approved()
        await self.hears()
        assert self.office.state(application) == "fetched"
        return number

    async def hears(self) -> None:
        """The kiosk takes in what the hub wants of it."""
        after = await self.store.transact(hub.cursor)
        for one in self.office.hub.store.write(changes.serve, self.identity.kiosk, after):
            await self.store.transact(partial(hub.take_in, numbered=one, identity=self.identity))

    async def state(self, number: str) -> PaperState:
        return await self.store.transact(lambda books: books.db.get_one(Paper, number).state)


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    with opened_office(tmp_path / "hub") as office:
        store = await open_store(tmp_path / "kiosk" / "kiosk.db", office.clock)
        outlet = office.outlet
        identity = Identity(outlet.id, demo=True, keys=Keys(outlet.signing, outlet.sealing), trusted={})
        transport = ASGITransport(make_app(office.hub))
        async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            yield Both(office, store, identity, HubClient(http, identity, store, Bell(), office.clock))
        await store.close()


def print_it(books: Books, number: str) -> None:
    showing = Progress(title=key("print.title"), done=0, total=1)
    intended = prints.intend(books, PrintPaper(number, ByCard("a card"), showing))
    assert isinstance(intended, Intended)
    prints.record_outcome(books, intended.id, PrintOutcome.PRINTED)


def forget(books: Books, number: str, sealed: bytes) -> None:
    """What a backup is: the paper waits as it did, and nobody knows of a print."""
    row = books.db.get_one(Paper, number)
    row.state, row.sealed = PaperState.READY, sealed


async def test_the_hub_knows_what_was_printed_and_the_kiosk_believes_it(both: Both) -> None:
    printed, waiting = await both.fetched(), await both.fetched()
    sealed = await both.store.transact(lambda books: papers.sealed(books, printed))
    assert sealed is not None
    await both.store.transact(partial(print_it, number=printed))
    await both.client.agree()
    assert [await both.state(number) for number in (printed, waiting)] == [PaperState.PRINTED, PaperState.READY]
    await both.store.transact(partial(forget, number=printed, sealed=sealed))
    await both.client.agree()
    assert [await both.state(number) for number in (printed, waiting)] == [PaperState.OVERTAKEN, PaperState.READY]
    assert await both.store.transact(lambda books: books.db.get_one(Paper, printed).sealed) is None


async def test_what_the_hub_assigned_a_moment_ago_or_asks_back_is_not_taken_for_printed(both: Both) -> None:
    recalled, new = await both.fetched(), await both.fetched()
    (application,) = {row.application for row in await both.store.transact(papers.rows) if row.number == recalled}
    both.office.hub.store.write(hub_papers.recall, both.office.officer, application)
    await both.client.agree()
    assert [await both.state(number) for number in (recalled, new)] == [PaperState.READY, PaperState.READY]
    await both.hears()
    await both.client.agree()
    assert await both.state(recalled) is PaperState.RELEASED
    assert approve(both.office.hub, both.office.officer, application) == recalled
    await both.hears()
    await both.client.agree()
    assert await both.state(recalled) is PaperState.READY


async def test_more_events_than_one_request_takes_are_all_sent_before_the_two_compare(both: Both) -> None:
    number = await both.fetched()
    for _ in range(120):
        await both.store.transact(partial(papers.taken, number=number))
    await both.client.agree()
    unsent = select(Outbox).where(Outbox.sent_at.is_(None))
    assert await both.store.transact(lambda books: list(books.db.scalars(unsent))) == []


async def test_a_paper_that_was_taken_out_of_service_comes_back_when_the_hub_assigns_it_again(both: Both) -> None:
    number = await both.fetched()
    assert await both.store.transact(partial(papers.overtake, held=frozenset())) == (number,)
    await both.store.transact(partial(hub.begin_again, kiosk=both.identity.kiosk))
    await both.hears()
    await both.client.agree()
    assert await both.state(number) is PaperState.READY


async def test_a_hub_that_does_not_know_the_kiosk_changes_nothing(both: Both) -> None:
    number = await both.fetched()
    stranger = Identity(both.identity.kiosk, demo=True, keys=Keys.new(), trusted={})
    transport = ASGITransport(make_app(both.office.hub))
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        client = HubClient(http, stranger, both.store, Bell(), both.office.clock)
        with pytest.raises(HubAway, match="401"):
            await client.agree()
    assert await both.state(number) is PaperState.READY
