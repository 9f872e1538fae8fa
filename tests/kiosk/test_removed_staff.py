"""Whoever is removed in the middle of a visit moves nothing any more; what they did before stays theirs."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from kiosk.flows.effects.locker import (
    Delivery,
    Deposit,
    Inspection,
    NoneFree,
    NotAllowed,
    Pickup,
    Purpose,
    Reserve,
    Reserved,
)
from kiosk.flows.effects.papers import ByStaff, PaperGone, PrintPaper
from kiosk.flows.effects.staff import NotStaff
from kiosk.identity import load
from kiosk.paper import PaperState
from kiosk.store import openings, papers, parcels, prints, staff
from kiosk.store.schema import Delivery as DeliveryRow
from kiosk.store.schema import Paper, Parcel, Staff, Ticket
from kiosk.store.store import Books, Store
from link import admin, framing
from link.screens import Choice, Progress
from link.showing import Chose, Show
from link.text import Local, key
from link.way import Way
from locker.cabinet import DoorOutcome
from locker.parcel import ParcelState, Spot
from tests.kiosk.house import PIN as POINT_PIN
from tests.kiosk.paper_stories import depositing, see_off
from tests.kiosk.person import Person
from tests.kiosk.point import Point, point_at
from tests.kiosk.store.keeper import ALL_SHUT, RECIPIENT, Keeper, hire, keeper_of

pytestmark = pytest.mark.looptime

LEFT = "이하늘"


async def remove(store: Store) -> None:
    assert await store.transact(partial(staff.remove, name=LEFT, by="console"))


@pytest.fixture
async def keeper(store: Store) -> Keeper:
    """A store with a coordinator, who keeps it, and another, who leaves."""
    return await keeper_of(store)


@pytest.fixture
async def leaving(keeper: Keeper) -> str:
    return await hire(keeper.store, LEFT)


async def delivery_for(keeper: Keeper, member: str) -> Delivery:
    """What a volunteer is about to open a door for."""
    kept = await keeper.put_in(2)
    row = DeliveryRow(id="delivery-1", application="application-1", volunteer=LEFT, ended=False)
    await keeper.store.transact(lambda books: books.db.add(row))
    return Delivery(row.id, kept.ticket, member)


async def reserve(keeper: Keeper, member: str) -> Reserved | NoneFree | NotStaff:
    wanted, usable = Reserve(RECIPIENT, member), frozenset({Spot(1, 900)})
    return await keeper.store.transact(partial(parcels.reserve, wanted=wanted, usable=usable, identity=None))


async def test_no_door_opens_for_them(keeper: Keeper, leaving: str) -> None:
    delivery = await delivery_for(keeper, leaving)
    reserved = await reserve(keeper, leaving)
    assert isinstance(reserved, Reserved)
    await remove(keeper.store)
    wanted: tuple[tuple[Purpose, int], ...] = (
        (Deposit(reserved.parcel, leaving), 1),
        (delivery, 2),
        (Inspection(leaving), 3),
    )
    for purpose, compartment in wanted:
        assert await keeper.intend(purpose, compartment) == NotAllowed()
    ticket = await keeper.row(Ticket, delivery.ticket)
    parcel = await keeper.row(Parcel, ticket.parcel)
    assert (ticket.spent_by, parcel.state) == (None, ParcelState.STORED)
    assert isinstance(await keeper.intend(Pickup(delivery.ticket), 2), str)


async def test_no_compartment_is_kept_for_them(keeper: Keeper, leaving: str) -> None:
    await remove(keeper.store)
    assert await reserve(keeper, leaving) == NotStaff()
    assert await keeper.store.transact(lambda books: list(books.db.scalars(select(Parcel)))) == []


async def test_what_they_put_in_before_is_in(keeper: Keeper, leaving: str) -> None:
    reserved = await reserve(keeper, leaving)
    assert isinstance(reserved, Reserved)
    intent = await keeper.attempt(Deposit(reserved.parcel, leaving), DoorOutcome.OPENED)
    await remove(keeper.store)
    await keeper.store.transact(partial(openings.record_stored, intent=intent, shut=ALL_SHUT))
    assert (await keeper.parcel(reserved.parcel)).state is ParcelState.STORED


async def at(folder: Path) -> Point:
    point = point_at(folder)
    await point.house.hire()
    await point.house.hire(LEFT)
    return point


async def test_no_paper_is_printed_for_them_or_shown_to_them(tmp_path: Path) -> None:
    point = await at(tmp_path)
    paper = await point.assign(Way.LOCKER)
    identity = load(point.house.settings.paths.identity)

    def look(books: Books) -> tuple[int, object, PaperState]:
        member = books.db.scalars(select(Staff.id).where(Staff.name == LEFT)).one()
        listed = len(papers.envelopes(books, identity, member))
        staff.remove(books, LEFT, "console")
        assert papers.envelopes(books, identity, member) == ()
        wanted = PrintPaper(paper.number, ByStaff(member), Progress(title=key("print.title"), done=0, total=1))
        return listed, prints.intend(books, wanted), books.db.get_one(Paper, paper.number).state

    assert await point.house.ask(look) == (1, PaperGone(), PaperState.READY)


async def test_somebody_who_is_removed_between_their_pin_and_the_door_is_told_so(tmp_path: Path) -> None:
    point = await at(tmp_path)
    paper = await point.assign(Way.LOCKER)
    staff_socket = point.house.settings.paths.staff_socket

    async def fire() -> None:
        by = admin.Credentials(name="김소담", pin=SecretStr(POINT_PIN))
        reader, writer = await asyncio.open_unix_connection(str(staff_socket))
        writer.write(framing.encode(admin.RemoveStaff(name=LEFT, by=by)))
        assert b"cannot sign in any more" in await reader.read()
        writer.close()

    def says_their_name(show: Show) -> Chose:
        assert isinstance(show.screen, Choice)
        return Chose(option=next(one.id for one in show.screen.options if one.label == Local(ko=LEFT)))

    async def script(person: Person) -> None:
        reactions = {**depositing(point, paper), "sign_in.who.title": says_their_name}
        taken = reactions.pop("deposit.take.title")
        show = await person.act(reactions, until="deposit.take.title")
        await fire()
        answer = taken(show)
        assert answer is not None
        person.answer(show, answer)
        await see_off(person, await person.act({}, until="deposit.not_staff.title"))

    assert await point.house.live(script)
    assert [point.house.door(number).openings for number in (1, 2, 3)] == [0, 0, 0]
