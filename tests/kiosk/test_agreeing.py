"""The kiosk's line to the hub's own program: which papers both agree on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select

from hub.app import make_app
from hub.approving import approve
from hub.secret import new_id
from hub.store import changes, events
from hub.store import papers as hub_papers
from kiosk.bell import Bell
from kiosk.errors import HubAway
from kiosk.flows.effects.papers import ByCard, PrintPaper
from kiosk.hub_calls import HubCalls
from kiosk.hub_client import HubClient
from kiosk.identity import Identity, Keys
from kiosk.paper import PaperState
from kiosk.store import compartments, hub, papers, prints, staff, tasks
from kiosk.store.prints import Intended
from kiosk.store.schema import Outbox, Paper
from kiosk.store.settlements import settle, settle_paper
from kiosk.store.store import Books, Store
from link.hub import Heard, Numbered
from link.screens import Progress
from link.staff import Role, Settlement, TaskKind
from link.text import key
from printer.verdict import PrintOutcome
from tests.hub.office import Office, opened_office
from tests.kiosk.support import open_store

NUMBERS = (1, 2)


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
        await self.takes_in(self.office.hub.store.write(changes.serve, self.identity.kiosk, after))

    async def takes_in(self, numbered: tuple[Numbered, ...]) -> None:
        for one in numbered:
            await self.store.transact(partial(hub.take_in, numbered=one, identity=self.identity))

    async def begins_again(self) -> None:
        """The kiosk hears everything from the first change on."""
        await self.store.transact(partial(hub.begin_again, kiosk=self.identity.kiosk))
        await self.hears()

    async def tells(self) -> None:
        """The hub hears of all that happened."""
        while unsent := await self.store.transact(hub.unsent):
            ids = self.office.hub.store.write(events.take, self.identity.kiosk, unsent)
            await self.store.transact(partial(hub.mark_sent, ids=ids))

    async def recall(self, number: str) -> None:
        """An officer asks for it back."""
        self.office.hub.store.write(hub_papers.recall, self.office.officer, await self.application(number))

    async def application(self, number: str) -> str:
        return await self.store.transact(lambda books: books.db.get_one(Paper, number).application)

    async def state(self, number: str) -> PaperState:
        return await self.store.transact(lambda books: books.db.get_one(Paper, number).state)

    async def stands(self, number: str) -> tuple[PaperState, str]:
        """Here, and at the hub."""
        return await self.state(number), self.office.state(await self.application(number))


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    with opened_office(tmp_path / "hub") as office:
        store = await open_store(tmp_path / "kiosk" / "kiosk.db", office.clock)
        await store.transact(partial(compartments.know_compartments, numbers=NUMBERS))
        outlet = office.outlet
        identity = Identity(outlet.id, demo=True, keys=Keys(outlet.signing, outlet.sealing), trusted={})
        transport = ASGITransport(make_app(office.hub))
        async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            yield Both(
                office,
                store,
                identity,
                HubClient(HubCalls(http, identity, office.clock), identity, store, Bell(), NUMBERS),
            )
        await store.close()


def print_it(books: Books, number: str, outcome: PrintOutcome = PrintOutcome.PRINTED) -> None:
    showing = Progress(title=key("print.title"), done=0, total=1)
    intended = prints.intend(books, PrintPaper(number, ByCard("a card"), showing))
    assert isinstance(intended, Intended)
    prints.record_outcome(books, intended.id, outcome)


def forget(books: Books, number: str, sealed: bytes) -> None:
    """What a backup is: the paper waits as it did, and nobody knows of a print."""
    row = books.db.get_one(Paper, number)
    row.state, row.sealed = PaperState.READY, sealed


def somebody(books: Books) -> str:
    """A member of staff."""
    staff.add(books, new_id(), Role.COORDINATOR, "135790")
    return staff.depositors(books)[-1].id


def find_out(books: Books, number: str, settlement: Settlement) -> None:
    """Staff say what became of a print."""
    settle_paper(books, number, settlement, somebody(books))


def forget_to_tell(books: Books) -> None:
    """What a hub that was restored has lost: it was told."""
    hub.mark_sent(books, [event.id for event in hub.unsent(books)])


def uncleared(books: Books) -> list[int | None]:
    """The compartments that staff are to look into."""
    rows = tasks.unsettled(books)
    assert {row.kind for row in rows} <= {TaskKind.UNCLEARED}
    unclear = [number for number, (condition, _) in compartments.standing(books).items() if condition.value != "clear"]
    assert [row.compartment for row in rows] == unclear
    return [row.compartment for row in rows]


def look_into(books: Books) -> list[int | None]:
    """Staff find every compartment empty; returns what is left to be looked into."""
    for row in tasks.unsettled(books):
        settle(books, row.id, Settlement.EMPTY, somebody(books), frozenset(NUMBERS))
    return uncleared(books)


async def test_the_hub_knows_what_was_printed_and_the_kiosk_believes_it(both: Both) -> None:
    printed, waiting = await both.fetched(), await both.fetched()
    sealed = await both.store.transact(lambda books: papers.sealed(books, printed))
    assert sealed is not None
    await both.store.transact(partial(print_it, number=printed))
    await both.tells()
    await both.client.agree()
    assert [await both.state(number) for number in (printed, waiting)] == [PaperState.PRINTED, PaperState.READY]
    await both.store.transact(partial(forget, number=printed, sealed=sealed))
    await both.client.agree()
    assert [await both.state(number) for number in (printed, waiting)] == [PaperState.OVERTAKEN, PaperState.READY]
    assert await both.store.transact(lambda books: books.db.get_one(Paper, printed).sealed) is None


async def test_what_the_hub_assigned_a_moment_ago_or_asks_back_is_not_taken_for_printed(both: Both) -> None:
    recalled, new = await both.fetched(), await both.fetched()
    await both.recall(recalled)
    await both.client.agree()
    assert [await both.state(number) for number in (recalled, new)] == [PaperState.READY, PaperState.READY]
    await both.hears()
    await both.tells()
    assert await both.state(recalled) is PaperState.RELEASED
    assert approve(both.office.hub, both.office.officer, await both.application(recalled)) == recalled
    await both.hears()
    await both.client.agree()
    assert await both.state(recalled) is PaperState.READY


async def test_a_release_that_the_hub_has_not_heard_of_is_not_undone_by_what_it_says_meanwhile(both: Both) -> None:
    number = await both.fetched()
    await both.recall(number)
    await both.hears()
    await both.begins_again()
    await both.client.agree()
    assert await both.stands(number) == (PaperState.RELEASED, "fetched")
    await both.tells()
    assert await both.stands(number) == (PaperState.RELEASED, "released")


async def test_a_recall_that_was_followed_takes_nothing_back_when_all_is_heard_again(both: Both) -> None:
    number = await both.fetched()
    await both.recall(number)
    await both.hears()
    await both.tells()
    approve(both.office.hub, both.office.officer, await both.application(number))
    await both.hears()
    assert await both.stands(number) == (PaperState.READY, "fetched")
    await both.begins_again()
    await both.tells()
    assert await both.stands(number) == (PaperState.READY, "fetched")


@pytest.mark.parametrize(
    ("findings", "here", "there"),
    [
        ((PrintOutcome.PRINTED, None), PaperState.PRINTED, "printed"),
        ((PrintOutcome.UNCERTAIN, None), PaperState.UNCERTAIN, "uncertain"),
        ((PrintOutcome.UNCERTAIN, Settlement.VOID), PaperState.VOID, "void"),
        ((PrintOutcome.UNCERTAIN, Settlement.ISSUED), PaperState.PRINTED, "printed"),
    ],
)
@pytest.mark.parametrize("is_recalled", [False, True])
async def test_a_hub_that_forgot_what_became_of_a_paper_is_told_again(
    both: Both,
    findings: tuple[PrintOutcome, Settlement | None],
    here: PaperState,
    there: str,
    *,
    is_recalled: bool,
) -> None:
    number = await both.fetched()
    await both.store.transact(partial(print_it, number=number, outcome=findings[0]))
    if findings[1] is not None:
        await both.store.transact(partial(find_out, number=number, settlement=findings[1]))
    await both.store.transact(forget_to_tell)
    assert await both.stands(number) == (here, "fetched")
    if is_recalled:
        await both.recall(number)
        await both.hears()
    else:
        await both.begins_again()
    await both.tells()
    assert await both.stands(number) == (here, there)
    assert both.office.problems() == []


async def test_a_restored_hub_hears_once_more_all_that_it_had_heard_since_its_backup(both: Both) -> None:
    number = await both.fetched()
    await both.tells()
    await both.store.transact(partial(print_it, number=number))
    await both.store.transact(partial(papers.taken, number=number))
    await both.store.transact(forget_to_tell)
    await both.client.agree()
    waiting = await both.store.transact(hub.unsent)
    assert [event.event for event in waiting] == ["print_intended", "paper_printed", "paper_taken"]
    await both.hears()
    await both.tells()
    assert (await both.stands(number), both.office.problems()) == ((PaperState.PRINTED, "printed"), [])
    await both.client.agree()
    assert await both.store.transact(hub.unsent) == ()


async def test_a_restored_hub_learns_that_a_paper_is_here_before_it_gives_it_to_another_kiosk(both: Both) -> None:
    await both.fetched()
    await both.tells()
    _, number = both.office.approved()
    await both.takes_in(both.office.hub.store.read(changes.serve, both.identity.kiosk, 1))
    await both.store.transact(forget_to_tell)
    assert await both.stands(number) == (PaperState.READY, "approved")
    await both.client.agree()
    await both.hears()
    assert await both.stands(number) == (PaperState.READY, "fetched")


async def test_a_paper_that_a_restored_hub_hears_was_given_back_does_not_wait_here(both: Both) -> None:
    number = await both.fetched()
    await both.tells()
    await both.store.transact(partial(papers.recall, number=number))
    await both.store.transact(forget_to_tell)
    await both.begins_again()
    assert await both.state(number) is PaperState.READY
    await both.client.agree()
    assert await both.state(number) is PaperState.OVERTAKEN
    await both.tells()
    await both.hears()
    assert await both.stands(number) == (PaperState.OVERTAKEN, "released")


async def test_what_the_hub_will_hear_anyhow_is_told_once(both: Both) -> None:
    number = await both.fetched()
    await both.store.transact(partial(print_it, number=number))
    await both.recall(number)
    await both.hears()
    await both.begins_again()
    await both.tells()
    assert (await both.stands(number), both.office.problems()) == ((PaperState.PRINTED, "printed"), [])


def overtake_all(books: Books) -> None:
    papers.overtake(books, papers.not_among(books, frozenset()))


async def test_a_paper_that_was_taken_out_of_service_goes_back_when_the_hub_asks_for_it(both: Both) -> None:
    number = await both.fetched()
    await both.store.transact(overtake_all)
    await both.recall(number)
    await both.hears()
    await both.tells()
    assert await both.stands(number) == (PaperState.RELEASED, "released")


async def test_a_restored_hubs_new_paper_that_counts_as_heard_is_heard_of(both: Both) -> None:
    await both.fetched()
    further = Heard(cursor=2, change={"type": "delivery_ended", "delivery": "d"})
    await both.store.transact(partial(hub.pass_over, heard=further, kiosk=both.identity.kiosk, why="refused"))
    application, number = both.office.approved()
    await both.hears()
    assert both.office.state(application) == "approved"
    await both.client.agree()
    await both.hears()
    assert await both.stands(number) == (PaperState.READY, "fetched")


async def test_a_hub_that_heard_what_is_not_on_record_here_has_every_compartment_looked_into_once(both: Both) -> None:
    both.office.tell("parcel_stored", parcel="p", compartment=1, application=None)
    for _ in range(2):
        await both.client.agree()
        assert await both.store.transact(uncleared) == [1, 2]
    assert await both.store.transact(look_into) == []
    await both.client.agree()
    assert await both.store.transact(uncleared) == []
    await both.tells()
    await both.client.agree()
    assert await both.store.transact(uncleared) == []
    recorded = select(Outbox.event).where(Outbox.event == "record_is_old")
    assert await both.store.transact(lambda books: list(books.db.scalars(recorded))) == ["record_is_old"]


async def test_a_record_that_is_behind_once_more_is_found_so_once_more(both: Both) -> None:
    for _ in range(2):
        both.office.tell("parcel_stored", parcel="p", compartment=1, application=None)
        await both.client.agree()
        assert await both.store.transact(uncleared) == [1, 2]
        assert await both.store.transact(look_into) == []


async def test_what_the_hub_has_heard_from_here_is_nothing_new(both: Both) -> None:
    await both.fetched()
    await both.tells()
    await both.client.agree()
    assert await both.store.transact(uncleared) == []


async def test_no_event_is_sent_before_it_is_known_whether_the_record_is_old(both: Both) -> None:
    both.office.tell("parcel_stored", parcel="p", compartment=1, application=None)
    await both.fetched()
    sent = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        reporting = group.create_task(both.client.report(sent.set))
        await sent.wait()
        reporting.cancel()
    assert await both.store.transact(uncleared) == [1, 2]


async def test_a_paper_that_was_taken_out_of_service_comes_back_when_the_hub_assigns_it_again(both: Both) -> None:
    number = await both.fetched()
    await both.store.transact(overtake_all)
    assert await both.state(number) is PaperState.OVERTAKEN
    await both.store.transact(partial(hub.begin_again, kiosk=both.identity.kiosk))
    await both.hears()
    await both.client.agree()
    assert await both.state(number) is PaperState.READY


async def test_a_hub_that_does_not_know_the_kiosk_changes_nothing(both: Both) -> None:
    number = await both.fetched()
    stranger = Identity(both.identity.kiosk, demo=True, keys=Keys.new(), trusted={})
    transport = ASGITransport(make_app(both.office.hub))
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        client = HubClient(HubCalls(http, stranger, both.office.clock), stranger, both.store, Bell(), NUMBERS)
        with pytest.raises(HubAway, match="401"):
            await client.agree()
    assert await both.state(number) is PaperState.READY
