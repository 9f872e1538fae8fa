"""Staff tasks: what needs a person. What their word about it changes stands in settlements.py."""

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.store.schema import Opening, Parcel, StaffTask
from kiosk.store.store import Books
from link.admin import TaskRow
from link.staff import Settlement, TaskKind

SETTLEMENTS = {
    TaskKind.UNCLEARED: (Settlement.EMPTY, Settlement.INSIDE),
    TaskKind.DOOR_STAYED_SHUT: (Settlement.WORKS,),
    TaskKind.CODE_LOCKED: (Settlement.UNLOCKED, Settlement.NEW_CODE, Settlement.EMPTY),
    TaskKind.CODE_UNTOLD: (Settlement.TOLD, Settlement.NEW_CODE, Settlement.EMPTY),
    TaskKind.DOOR_FORCED_OPEN: (Settlement.EMPTY, Settlement.INSIDE),
    TaskKind.DOOR_LEFT_OPEN: (Settlement.EMPTY, Settlement.INSIDE),
    TaskKind.PRINT_UNCERTAIN: (Settlement.ISSUED, Settlement.VOID),
    TaskKind.PAPER_CODE_LOCKED: (Settlement.UNLOCKED,),
    TaskKind.PRINT_OPEN: (),
    TaskKind.PAPER_LEFT: (Settlement.ISSUED, Settlement.NOT_THERE, Settlement.DESTROYED),
}
"""What each kind of task can be settled as. One that nobody's word can settle is withdrawn when the world has."""


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


def file_paper(books: Books, kind: TaskKind, number: str) -> None:
    """Ask for a person about a paper, once."""
    same = select(StaffTask).where(StaffTask.kind == kind, StaffTask.paper == number, StaffTask.settled_at.is_(None))
    if books.db.scalars(same).first() is None:
        books.db.add(StaffTask(kind=kind, paper=number, at=books.now))
        books.db.flush()


def answer(books: Books, kind: TaskKind, number: str, settlement: Settlement, staff: str) -> None:
    """A member of staff gave their word about this paper."""
    asked = select(StaffTask).where(StaffTask.kind == kind, StaffTask.paper == number, StaffTask.settled_at.is_(None))
    for task in books.db.scalars(asked):
        mark_settled(books, task, settlement, staff)


def withdraw_paper(books: Books, kind: TaskKind, number: str) -> None:
    """Nobody need come about this any more."""
    asked = select(StaffTask).where(StaffTask.kind == kind, StaffTask.paper == number, StaffTask.settled_at.is_(None))
    for task in books.db.scalars(asked):
        task.settled_at, task.settled_as = books.now, "gone"


def unsettled(books: Books) -> tuple[TaskRow, ...]:
    """Every task that waits for a person, oldest first."""
    rows = books.db.scalars(select(StaffTask).where(StaffTask.settled_at.is_(None)).order_by(StaffTask.id))
    return tuple(
        TaskRow(
            id=row.id,
            kind=row.kind,
            compartment=row.compartment,
            household=_household(books, row.parcel),
            paper=row.paper,
            at=row.at,
            settlements=SETTLEMENTS[row.kind],
        )
        for row in rows
    )


def unsettled_at(books: Books, compartment: int) -> list[StaffTask]:
    """The tasks that wait at this compartment."""
    here = select(StaffTask).where(StaffTask.compartment == compartment, StaffTask.settled_at.is_(None))
    return list(books.db.scalars(here.order_by(StaffTask.id)))


def mark_settled(books: Books, task: StaffTask, settlement: Settlement, staff: str) -> None:
    """This task is answered, and who answered it is on record."""
    task.settled_at, task.settled_by, task.settled_as = books.now, staff, settlement.value
    books.record(
        AuditEvent.STAFF_TASK_SETTLED,
        f"staff:{staff}",
        task=task.id,
        kind=task.kind.value,
        compartment=task.compartment,
        number=task.paper,
        settlement=settlement.value,
    )


def has_open_intent(books: Books, compartment: int) -> bool:
    """Whether somebody's visit has opened, or is about to open, this door."""
    here = select(Opening.id).where(Opening.compartment == compartment, Opening.concluded_at.is_(None))
    return books.db.scalars(here).first() is not None


def _household(books: Books, parcel: str | None) -> str | None:
    return None if parcel is None else books.db.get_one(Parcel, parcel).recipient
