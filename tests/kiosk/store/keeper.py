"""Staff, parcels and openings put into a store the way the controller does it, for tests about what follows."""

from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy import select

from kiosk.flows.effects.locker import (
    Deposit,
    Ending,
    Inspection,
    NotAllowed,
    OpenDoor,
    Opened,
    Pickup,
    Purpose,
    Reserve,
    Reserved,
    Stored,
)
from kiosk.store import compartments, openings, parcels, settlements, staff, tasks
from kiosk.store.schema import Audit, Base, Compartment, Parcel, Ticket
from kiosk.store.store import Store
from link.staff import Role, Settlement, TaskKind
from locker.cabinet import DoorOutcome
from locker.parcel import Condition, Spot

PIN = "135790"
RECIPIENT = "101-1203"
VISIT = "visit-1"
NUMBERS = (1, 2, 3)

R = TypeVar("R", bound=Base)


@dataclass(frozen=True)
class Kept:
    """A parcel that was put in, and what its household was told."""

    compartment: int
    parcel: str
    ticket: str
    code: str


ALL_SHUT = frozenset(NUMBERS)


class Keeper:
    """Somebody who knows the store's functions."""

    def __init__(self, store: Store, member: str) -> None:
        self.store = store
        self.member = member

    async def reserve(self, compartment: int = 1, visit: str = VISIT) -> str:
        """Keep this compartment; returns the parcel's id."""
        work = partial(
            parcels.reserve,
            wanted=Reserve(RECIPIENT, self.member),
            usable=frozenset({Spot(compartment, 900)}),
            identity=None,
        )
        reserved = await self.store.transact(work, visit)
        assert isinstance(reserved, Reserved)
        return reserved.parcel

    async def intend(self, purpose: Purpose, compartment: int = 1, visit: str = VISIT) -> str | NotAllowed:
        """Commit to opening a door; returns the intent's id."""
        return await self.store.transact(partial(openings.intend, opening=OpenDoor(compartment, purpose)), visit)

    async def end(self, intent: str, outcome: DoorOutcome) -> object:
        """Write what became of the door."""
        return await self.store.transact(partial(openings.record_outcome, intent=intent, outcome=outcome), VISIT)

    async def attempt(self, purpose: Purpose, outcome: DoorOutcome, compartment: int = 1) -> str:
        """An opening up to its outcome; returns the intent's id."""
        intent = await self.intend(purpose, compartment)
        assert isinstance(intent, str)
        await self.end(intent, outcome)
        return intent

    async def open_for_deposit(self, compartment: int = 1) -> tuple[str, str]:
        """A door standing open for a deposit; returns the parcel's and the intent's id."""
        parcel = await self.reserve(compartment)
        return parcel, await self.attempt(Deposit(parcel, self.member), DoorOutcome.OPENED, compartment)

    async def put_in(self, compartment: int = 1, *, told: bool = True) -> Kept:
        """A whole deposit; told: its code was seen."""
        parcel, intent = await self.open_for_deposit(compartment)
        stored = await self.store.transact(partial(openings.record_stored, intent=intent, shut=ALL_SHUT), VISIT)
        assert isinstance(stored, Stored)
        if told:
            await self.store.transact(partial(parcels.record_code_told, parcel=parcel), VISIT)
        return Kept(compartment, parcel, await self.ticket_of(parcel), stored.code)

    async def take_out(self, kept: Kept) -> None:
        """A whole collection."""
        intent = await self.attempt(Pickup(kept.ticket), DoorOutcome.OPENED, kept.compartment)
        await self.store.transact(
            partial(openings.conclude, intent=intent, ending=Ending.COLLECTED, shut=ALL_SHUT), VISIT
        )

    async def look_inside(self, outcome: DoorOutcome, compartment: int = 1) -> Opened | object:
        """Staff opens the door on the spot; returns what became of it."""
        intent = await self.intend(Inspection(self.member), compartment)
        assert isinstance(intent, str)
        return await self.end(intent, outcome)

    async def settle(self, task: int, settlement: Settlement, shut: frozenset[int] = ALL_SHUT) -> str | None:
        """Take the member's word about a task."""
        return await self.store.transact(
            partial(settlements.settle, task=task, settlement=settlement, staff=self.member, shut=shut)
        )

    async def row(self, table: type[R], id: str | int) -> R:
        """One row as it stands now."""
        return await self.store.transact(lambda books: books.db.get_one(table, id))

    async def parcel(self, id: str) -> Parcel:
        return await self.row(Parcel, id)

    async def condition(self, compartment: int = 1) -> Condition:
        return (await self.row(Compartment, compartment)).condition

    async def ticket_of(self, parcel: str) -> str:
        """The id of this parcel's ticket."""
        return await self.store.transact(
            lambda books: books.db.scalars(select(Ticket.id).where(Ticket.parcel == parcel)).one()
        )

    async def tasks(self) -> list[tuple[int, TaskKind, int | None]]:
        """Every open staff task: number, kind, compartment."""
        return [(row.id, row.kind, row.compartment) for row in await self.store.transact(tasks.unsettled)]

    async def audited(self) -> list[str]:
        """Every event of the audit log, in order."""
        return await self.store.transact(
            lambda books: list(books.db.scalars(select(Audit.event).order_by(Audit.number)))
        )


async def hire(store: Store, name: str = "김소담", role: Role = Role.COORDINATOR, pin: str = PIN) -> str:
    """Let somebody sign in; returns their id."""
    await store.transact(partial(staff.add, name=name, role=role, pin=pin))
    members = await store.transact(staff.depositors)
    return next((member.id for member in members if member.name == name), "")


async def keeper_of(store: Store) -> Keeper:
    """A store with compartments 1 to 3 and one coordinator."""
    await store.transact(partial(compartments.know_compartments, numbers=NUMBERS))
    return Keeper(store, await hire(store))
