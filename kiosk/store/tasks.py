"""Staff tasks: what needs a person, and what their word about it changes."""

from collections.abc import Set as AbstractSet

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.store.parcels import close, live_parcel, renew_ticket, restore, unlock
from kiosk.store.schema import Compartment, Intent, Parcel, StaffTask
from kiosk.store.store import Books
from link.admin import Settlement, TaskKind, TaskRow
from locker.parcel import ParcelState

SETTLEMENTS = {
    TaskKind.UNCLEARED: (Settlement.EMPTY, Settlement.INSIDE),
    TaskKind.DOOR_STAYED_SHUT: (Settlement.WORKS,),
    TaskKind.CODE_LOCKED: (Settlement.UNLOCKED, Settlement.NEW_CODE, Settlement.EMPTY),
    TaskKind.CODE_UNTOLD: (Settlement.TOLD, Settlement.NEW_CODE, Settlement.EMPTY),
    TaskKind.DOOR_FORCED_OPEN: (Settlement.EMPTY, Settlement.INSIDE),
    TaskKind.DOOR_LEFT_OPEN: (Settlement.EMPTY, Settlement.INSIDE),
}
"""What each kind of task can be settled as."""


class NoSuchTask(Exception):
    """There is no open task with this number, or it cannot be settled like this."""


class NotNow(Exception):
    """The task cannot be settled yet; reason and remedy are for the member of staff."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def file(books: Books, kind: TaskKind, compartment: int, parcel: str | None = None) -> StaffTask:
    """Ask for a person. One that is asked for already is not asked for twice."""
    same = select(StaffTask).where(
        StaffTask.kind == kind, StaffTask.compartment == compartment, StaffTask.settled_at.is_(None)
    )
    found = books.db.scalars(same).first()
    if found is not None:
        found.parcel = parcel or found.parcel
        return found
    task = StaffTask(kind=kind, compartment=compartment, parcel=parcel, at=books.now)
    books.db.add(task)
    books.db.flush()
    return task


def unsettled(books: Books) -> tuple[TaskRow, ...]:
    """Every task that waits for a person, oldest first."""
    rows = books.db.scalars(select(StaffTask).where(StaffTask.settled_at.is_(None)).order_by(StaffTask.id))
    return tuple(
        TaskRow(
            id=row.id,
            kind=row.kind,
            compartment=row.compartment,
            household=_household(books, row.parcel),
            at=row.at,
            settlements=SETTLEMENTS[row.kind],
        )
        for row in rows
    )


def unsettled_at(books: Books, compartment: int) -> list[StaffTask]:
    """The tasks that wait at this compartment."""
    here = select(StaffTask).where(StaffTask.compartment == compartment, StaffTask.settled_at.is_(None))
    return list(books.db.scalars(here.order_by(StaffTask.id)))


def settle(books: Books, task: int, settlement: Settlement, staff: str, shut: AbstractSet[int]) -> str | None:
    """Take a member of staff's word about a task, and change what follows from it. shut: doors seen closed now.

    Every task that this word answers at this compartment is settled with it. Returns a pick-up code where a new one was
    made; until the household is said to have been told, that is a task again.

    Raises:
        NoSuchTask, NotNow
    """
    row = books.db.get(StaffTask, task)
    if row is None or row.settled_at is not None or settlement not in SETTLEMENTS[row.kind]:
        raise NoSuchTask(task)
    parcel = live_parcel(books, row.compartment)
    _refuse_if_busy(books, row.compartment, parcel, shut)
    for answered in unsettled_at(books, row.compartment):
        if settlement in SETTLEMENTS[answered.kind]:
            _mark_settled(books, answered, settlement, staff)
    code = _follow(books, row.compartment, parcel, settlement)
    if code is not None and parcel is not None:
        file(books, TaskKind.CODE_UNTOLD, row.compartment, parcel.id)
    return code


def _refuse_if_busy(books: Books, compartment: int, parcel: Parcel | None, shut: AbstractSet[int]) -> None:
    reserved = parcel is not None and parcel.state is ParcelState.RESERVED
    if reserved or has_open_intent(books, compartment):
        raise NotNow("somebody's visit has this compartment", "wait until the visit is over")
    if compartment not in shut:
        raise NotNow("its door is not seen closed", "close the door, or repair its sensor, and settle the task then")


def _mark_settled(books: Books, task: StaffTask, settlement: Settlement, staff: str) -> None:
    task.settled_at, task.settled_by, task.settled_as = books.now, staff, settlement.value
    books.record(
        AuditEvent.STAFF_TASK_SETTLED,
        f"staff:{staff}",
        task=task.id,
        kind=task.kind.value,
        compartment=task.compartment,
        settlement=settlement.value,
    )


def has_open_intent(books: Books, compartment: int) -> bool:
    """Whether somebody's visit has opened, or is about to open, this door."""
    here = select(Intent.id).where(Intent.compartment == compartment, Intent.concluded_at.is_(None))
    return books.db.scalars(here).first() is not None


def _household(books: Books, parcel: str | None) -> str | None:
    return None if parcel is None else books.db.get_one(Parcel, parcel).recipient


def _follow(books: Books, compartment: int, parcel: Parcel | None, settlement: Settlement) -> str | None:
    row = books.db.get_one(Compartment, compartment)
    match settlement:
        case Settlement.EMPTY:
            row.contents_known = True
            if parcel is not None:
                close(books, parcel, ParcelState.REMOVED)
        case Settlement.INSIDE:
            if parcel is None:
                raise NotNow("no parcel belongs in there", "take out what is inside, and settle the task as empty")
            row.contents_known = True
            return restore(books, parcel)
        case Settlement.WORKS:
            row.door_works = True
        case Settlement.NEW_CODE:
            if parcel is not None:
                return renew_ticket(books, parcel)
        case Settlement.TOLD:
            """Nothing else changes."""
        case Settlement.UNLOCKED:
            if parcel is not None:
                unlock(books, parcel)
    return None
