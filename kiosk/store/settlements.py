"""What the word of a member of staff about a task changes."""

from collections.abc import Set as AbstractSet

from sqlalchemy import select

from kiosk.paper import PaperState
from kiosk.store import papers, parcels, tasks, tickets
from kiosk.store.schema import Compartment, Paper, Parcel, ShownCode, StaffTask
from kiosk.store.store import Books
from link.events import Finding, PaperSettled, ParcelRemoved
from link.staff import Settlement, TaskKind
from link.way import Way
from locker.parcel import ParcelState, ToldBy


class NoSuchTask(Exception):
    """There is no open task with this number, or it cannot be settled like this."""


class NotUncertain(Exception):
    """This number's print is not uncertain: there is nothing to settle."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NotNow(Exception):
    """The task cannot be settled yet; reason and remedy are for the member of staff."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def settle(books: Books, task: int, settlement: Settlement, staff: str, shut: AbstractSet[int]) -> str | None:
    """Take a member of staff's word about a task, and change what follows from it. shut: doors seen closed now.

    Every task that this word answers at this compartment is settled with it. Returns a pick-up code where a new one was
    made; until the household is said to have been told, that is a task again.

    Raises:
        NoSuchTask, NotNow
    """
    row = books.db.get(StaffTask, task)
    if row is None or row.settled_at is not None or settlement not in tasks.SETTLEMENTS[row.kind]:
        raise NoSuchTask(task)
    if row.compartment is not None:
        return _settle_at(books, row.compartment, settlement, staff, shut)
    assert row.paper is not None
    if settlement is Settlement.UNLOCKED:
        _unlock_codes(books, row, staff)
    elif row.kind is TaskKind.PAPER_LEFT:
        if settlement is Settlement.ISSUED:
            papers.is_with_its_person(books, row.paper)
        tasks.answer(books, TaskKind.PAPER_LEFT, row.paper, settlement, staff)
    else:
        settle_paper(books, row.paper, settlement, staff)
    return None


def settle_paper(books: Books, number: str, settlement: Settlement, staff: str) -> None:
    """Take the word of a member of staff about a print that nobody could account for: ISSUED or VOID.

    Raises:
        NotUncertain
    """
    paper = books.db.get(Paper, number)
    if paper is None or paper.state is not PaperState.UNCERTAIN:
        raise NotUncertain(number)
    paper.state = PaperState.PRINTED if settlement is Settlement.ISSUED else PaperState.VOID
    if paper.state is PaperState.VOID or paper.way is Way.KIOSK:
        papers.wipe(books, paper)
    tasks.answer(books, TaskKind.PRINT_UNCERTAIN, number, settlement, staff)
    found = PaperSettled(number=paper.number, application=paper.application, settlement=Finding(settlement.value))
    books.tell(found, f"staff:{staff}", way=paper.way.value)


def _settle_at(
    books: Books, compartment: int, settlement: Settlement, staff: str, shut: AbstractSet[int]
) -> str | None:
    parcel = parcels.live_parcel(books, compartment)
    _refuse_if_busy(books, compartment, parcel, shut)
    for answered in tasks.unsettled_at(books, compartment):
        if settlement in tasks.SETTLEMENTS[answered.kind]:
            tasks.mark_settled(books, answered, settlement, staff)
    code = _follow(books, compartment, parcel, settlement, staff)
    if code is None or parcel is None:
        return None
    if settlement is not Settlement.NEW_CODE and parcel.told_by not in (ToldBy.STAFF, ToldBy.SLIP):
        return None
    tasks.file(books, TaskKind.CODE_UNTOLD, compartment, parcel.id)
    return code


def _unlock_codes(books: Books, task: StaffTask, staff: str) -> None:
    """Staff spoke with the person: the codes of this paper take all their tries again."""
    for code in books.db.scalars(select(ShownCode).where(ShownCode.paper == task.paper)):
        code.wrong_tries = 0
    tasks.mark_settled(books, task, Settlement.UNLOCKED, staff)


def _refuse_if_busy(books: Books, compartment: int, parcel: Parcel | None, shut: AbstractSet[int]) -> None:
    reserved = parcel is not None and parcel.state is ParcelState.RESERVED
    if reserved or tasks.has_open_intent(books, compartment):
        raise NotNow("somebody's visit has this compartment", "wait until the visit is over")
    if compartment not in shut:
        raise NotNow("its door is not seen closed", "close the door, or repair its sensor, and settle the task then")


def _follow(books: Books, compartment: int, parcel: Parcel | None, settlement: Settlement, staff: str) -> str | None:
    row = books.db.get_one(Compartment, compartment)
    match settlement:
        case Settlement.EMPTY:
            row.contents_known = True
            if parcel is not None:
                _remove(books, parcel, staff)
        case Settlement.INSIDE:
            if parcel is None:
                raise NotNow("no parcel belongs in there", "take out what is inside, and settle the task as empty")
            row.contents_known = True
            return tickets.restore(books, parcel, f"staff:{staff}")
        case Settlement.WORKS:
            row.door_works = True
        case Settlement.NEW_CODE:
            if parcel is not None:
                return tickets.renew(books, parcel)
        case Settlement.TOLD:
            """Nothing else changes at a compartment."""
        case Settlement.ISSUED | Settlement.VOID | Settlement.NOT_THERE | Settlement.DESTROYED:
            """These are about papers."""
        case Settlement.UNLOCKED:
            if parcel is not None:
                tickets.unlock(books, parcel)
    return None


def _remove(books: Books, parcel: Parcel, staff: str) -> None:
    parcels.close(books, parcel, ParcelState.REMOVED)
    application = parcels.application_of(books, parcel)
    removed = ParcelRemoved(parcel=parcel.id, compartment=parcel.compartment, application=application)
    books.tell(removed, f"staff:{staff}")
