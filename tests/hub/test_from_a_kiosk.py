"""A kiosk's own store tells, the hub's own store hears: their record of one paper is the same, without a network."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from hub.approving import approve
from hub.store import changes, deliveries, events, papers
from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.locker import Delivery, Deposit, Ending, Pickup, Reserve, Reserved, Stored
from kiosk.flows.effects.papers import ByCard, ByStaff, PrintPaper
from kiosk.identity import Identity, Keys
from kiosk.paper import PaperState
from kiosk.store import hub as from_hub
from kiosk.store import openings, parcels, prints, settlements
from kiosk.store.prints import Intended
from kiosk.store.schema import Paper
from kiosk.store.store import Books, Store
from link.events import FOLLOWED
from link.hub import Event
from link.screens import Progress
from link.staff import Role, Settlement
from link.text import key
from link.way import Way
from locker.cabinet import DoorOutcome
from locker.parcel import Spot
from printer.verdict import PrintOutcome
from tests.hub.office import Office, opened_office
from tests.kiosk.store.keeper import ALL_SHUT, VISIT, Keeper, hire, keeper_of
from tests.kiosk.support import opened_store

T = TypeVar("T")

SPOT = Spot(1, 900)
CARD = ByCard("a card")
SHOWING = Progress(title=key("print.title"), done=0, total=1)


@dataclass
class Both:
    """A hub, and the one kiosk it has with its real store; what one says, the other takes in."""

    office: Office
    keeper: Keeper
    identity: Identity
    volunteer: str
    told: list[str]
    """The events that the hub follows and has heard, in order."""

    async def at_kiosk(self, work: Callable[[Books], T]) -> T:
        return await self.keeper.store.transact(work, VISIT)

    async def hears(self) -> None:
        """The kiosk takes in what the hub wants of it."""
        after = await self.at_kiosk(from_hub.cursor)
        for change in self.office.hub.store.write(changes.serve, self.identity.kiosk, after):
            await self.at_kiosk(partial(from_hub.take_in, numbered=change, identity=self.identity))

    async def looks_back(self) -> bool:
        """The kiosk's line comes up; whether its database is found to be old."""
        held = self.office.hub.store.read(papers.held, self.identity.kiosk)
        look = partial(from_hub.look_back, last_event=held.last_event, numbers=(), identity=self.identity)
        return (await self.at_kiosk(look)).is_old

    async def tells(self) -> None:
        """The hub takes in what the kiosk has to tell; nothing of it is a problem."""
        unsent = await self.at_kiosk(from_hub.unsent)
        ids = self.office.hub.store.write(events.take, self.identity.kiosk, unsent)
        await self.at_kiosk(partial(from_hub.mark_sent, ids=ids))
        self.told += [event.event for event in unsent if event.event in FOLLOWED]
        assert self.office.problems() == []

    async def assigned(self, way: Way) -> tuple[str, str]:
        """A paper that has come to the kiosk; its application's id, and its number."""
        application, number = self.office.approved(way)
        await self.hears()
        return application, number

    async def prints(self, number: str, by: ByCard | ByStaff, outcome: PrintOutcome) -> None:
        intended = await self.at_kiosk(partial(prints.intend, wanted=PrintPaper(number, by, SHOWING)))
        assert isinstance(intended, Intended)
        await self.at_kiosk(partial(prints.record_outcome, intent=intended.id, outcome=outcome))

    async def puts_in(self, number: str) -> str:
        """An envelope into compartment 1; returns the parcel's id."""
        wanted, usable = Reserve("101-1203", self.keeper.member, number), frozenset({SPOT})
        reserved = await self.at_kiosk(partial(parcels.reserve, wanted=wanted, usable=usable, identity=self.identity))
        assert isinstance(reserved, Reserved)
        intent = await self.keeper.attempt(Deposit(reserved.parcel, self.keeper.member), DoorOutcome.OPENED)
        stored = await self.at_kiosk(partial(openings.record_stored, intent=intent, shut=ALL_SHUT))
        assert isinstance(stored, Stored)
        return reserved.parcel

    async def in_locker(self, way: Way) -> tuple[str, str]:
        """Printed for an envelope, and put in; the application's and the parcel's id."""
        application, number = await self.assigned(way)
        await self.prints(number, ByStaff(self.keeper.member), PrintOutcome.PRINTED)
        parcel = await self.puts_in(number)
        await self.tells()
        return application, parcel

    def steps(self, application: str) -> list[str]:
        """What the trail says since it is with the kiosk."""
        trail = self.office.trail(application)
        return trail[trail.index("fetched") + 1 :]


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    """A hub and its kiosk, in the hub's time."""
    with opened_office(tmp_path / "hub") as office:
        async with opened_store(tmp_path / "kiosk", office.clock) as store:
            yield await _both(office, store)


async def _both(office: Office, store: Store) -> Both:
    keeper = await keeper_of(store)
    volunteer = await hire(store, office.volunteers[0].name, Role.VOLUNTEER)
    outlet = office.outlet
    identity = Identity(outlet.id, demo=True, keys=Keys(outlet.signing, outlet.sealing), trusted={})
    return Both(office, keeper, identity, volunteer, [])


async def printed_for_a_person(both: Both) -> None:
    application, number = await both.assigned(Way.KIOSK)
    await both.prints(number, CARD, PrintOutcome.NOT_PRINTED)
    await both.prints(number, CARD, PrintOutcome.PRINTED)
    await both.tells()
    assert both.office.state(application) == "printed"
    assert both.steps(application) == ["not_printed", "printed"]


async def uncertain_and_settled(both: Both) -> None:
    for settlement, state in ((Settlement.ISSUED, "printed"), (Settlement.VOID, "void")):
        application, number = await both.assigned(Way.KIOSK)
        await both.prints(number, CARD, PrintOutcome.UNCERTAIN)
        await both.tells()
        assert both.office.state(application) == "uncertain"
        member = both.keeper.member
        settle = partial(settlements.settle_paper, number=number, settlement=settlement, staff=member)
        await both.at_kiosk(settle)
        await both.tells()
        assert both.office.state(application) == state
        assert both.steps(application) == ["uncertain", state]


async def asked_back(both: Both) -> None:
    application, number = await both.assigned(Way.KIOSK)
    both.office.hub.store.write(papers.recall, both.office.officer, application)
    await both.hears()
    await both.tells()
    assert both.office.state(application) == "released"
    assert both.steps(application) == ["recall_asked", "released"]
    assert approve(both.office.hub, both.office.officer, application) == number


async def given_back_after_new_keys(both: Both) -> None:
    application, number = await both.assigned(Way.KIOSK)
    await both.tells()
    outlet = both.office.renewed(both.office.outlet)
    both.identity = Identity(outlet.id, demo=True, keys=Keys(outlet.signing, outlet.sealing), trusted={})
    assert not await both.looks_back()
    await both.tells()
    assert both.office.state(application) == "released"
    assert both.steps(application) == ["keys_void", "released"]
    assert approve(both.office.hub, both.office.officer, application) == number


async def collected(both: Both) -> None:
    application, parcel = await both.in_locker(Way.LOCKER)
    assert both.office.state(application) == "in_locker"
    pickup = Pickup(await both.keeper.ticket_of(parcel))
    intent = await both.keeper.attempt(pickup, DoorOutcome.OPENED)
    await both.at_kiosk(partial(openings.conclude, intent=intent, ending=Ending.COLLECTED, shut=ALL_SHUT))
    await both.tells()
    assert both.office.state(application) == "collected"
    assert both.steps(application) == ["printed", "in_locker", "collected"]


async def found_gone(both: Both) -> None:
    application, _ = await both.in_locker(Way.LOCKER)
    await both.keeper.look_inside(DoorOutcome.OPENED)
    ((task, _, _),) = await both.keeper.tasks()
    await both.keeper.settle(task, Settlement.EMPTY)
    await both.tells()
    assert both.office.state(application) == "removed"
    assert both.steps(application) == ["printed", "in_locker", "removed"]


async def brought_to_the_door(both: Both) -> None:
    application, parcel = await both.in_locker(Way.DOOR)
    assert both.office.state(application) == "offered"
    delivery = both.office.hub.store.write(deliveries.accept, both.office.volunteers[0], application)
    await both.hears()
    purpose = Delivery(delivery, await both.keeper.ticket_of(parcel), both.volunteer)
    intent = await both.keeper.attempt(purpose, DoorOutcome.OPENED)
    await both.at_kiosk(partial(openings.conclude, intent=intent, ending=Ending.TAKEN, shut=ALL_SHUT))
    await both.tells()
    assert both.office.state(application) == "taken"
    assert both.steps(application) == ["printed", "in_locker", "offered", "accepted", "taken"]


STORIES = (
    printed_for_a_person,
    uncertain_and_settled,
    asked_back,
    given_back_after_new_keys,
    collected,
    found_gone,
    brought_to_the_door,
)


async def test_what_a_kiosk_tells_moves_the_application_on_and_stands_in_its_trail(both: Both) -> None:
    for story in STORIES:
        await story(both)
    assert set(both.told) == FOLLOWED


def test_every_event_that_the_hub_follows_stands_in_a_kiosks_audit_log() -> None:
    assert {event.value for event in AuditEvent} >= FOLLOWED


async def test_a_restored_kiosk_with_new_keys_gives_nothing_back_that_it_may_have_printed(both: Both) -> None:
    application, number = await both.assigned(Way.KIOSK)
    outlet = both.office.renewed(both.office.outlet)
    both.identity = Identity(outlet.id, demo=True, keys=Keys(outlet.signing, outlet.sealing), trusted={})
    since = Event(id="since-the-backup", at=both.office.clock(), event="controller_started", facts={})
    both.office.hub.store.write(events.take, both.identity.kiosk, (since,))

    assert await both.looks_back()
    await both.tells()

    assert both.office.state(application) == "uncertain"
    assert (await both.at_kiosk(lambda books: books.db.get_one(Paper, number))).state is PaperState.OVERTAKEN
