"""The journal of prints: intent before, the job's identity before its document is sent, outcome after.

Printed, not printed and uncertain conclude an intent by themselves. One whose visit ended first is judged by the
printer and its counters, and by staff where these cannot say.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import or_, select

from drivers.documentprinter.api import JobRef
from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.papers import (
    ByCard,
    ByCode,
    ByStaff,
    NotPrinted,
    PaperGone,
    Printed,
    PrintIntent,
    PrintPaper,
    PrintUncertain,
)
from kiosk.paper import PaperState
from kiosk.roles import Deed
from kiosk.store import papers, staff, tasks
from kiosk.store.schema import Paper, Print, ShownCode, StaffTask
from kiosk.store.store import Books
from link.events import Followed, PaperNotPrinted, PaperPrinted, PaperUncertain
from link.staff import TaskKind
from link.way import Way
from printer.verdict import JobNote, PrintOutcome

_LATELY = timedelta(days=30)
"""Longer than a printer keeps a job that waits for paper."""


@dataclass(frozen=True)
class OpenPrint:
    """A print that nothing is settled for; note: how far it came, None if nothing was sent."""

    intent: PrintIntent
    visit: str
    note: JobNote | None


@dataclass(frozen=True)
class Intended:
    """A print that is on record, and the closed content that it is about."""

    id: str
    sealed: bytes


def intend(books: Books, wanted: PrintPaper) -> Intended | PaperGone:
    """Commit to printing a paper: who, why, and the code that is spent for it."""
    paper = books.db.get(Paper, wanted.number)
    if paper is None or paper.state is not PaperState.READY or paper.sealed is None:
        return PaperGone()
    intent = Print(id=str(uuid4()), visit=books.visit, paper=paper.number, created_at=books.now)
    if not _claim(books, intent, wanted.by):
        return PaperGone()
    paper.state = PaperState.PRINTING
    books.db.add(intent)
    books.record(AuditEvent.PRINT_INTENDED, intent.who, print=intent.id, **papers.facts(paper))
    return Intended(intent.id, paper.sealed)


def note(books: Books, intent: str, job: JobNote) -> None:
    """Keep what the print can be judged by later; the document is sent after this is on the disk."""
    books.db.get_one(Print, intent).note = asdict(job)


def record_outcome(
    books: Books, intent: str, outcome: PrintOutcome
) -> Printed | NotPrinted | PrintUncertain | PaperGone:
    """Write what became of the paper, and everything that follows from it.

    PaperGone: nothing came out, and the office that asked for it meanwhile has it back.
    """
    row = books.db.get_one(Print, intent)
    assert row.concluded_at is None
    row.outcome, row.concluded_at = outcome.value, books.now
    tasks.withdraw_paper(books, TaskKind.PRINT_OPEN, row.paper)
    paper = books.db.get_one(Paper, row.paper)
    match outcome:
        case PrintOutcome.PRINTED:
            _printed(books, row, paper)
            return Printed(0 if row.note is None else int(row.note["pages"]))
        case PrintOutcome.NOT_PRINTED:
            _not_printed(books, row, paper)
            return PaperGone() if paper.recalled else NotPrinted()
        case PrintOutcome.UNCERTAIN:
            paper.state = PaperState.UNCERTAIN
            tasks.file_paper(books, TaskKind.PRINT_UNCERTAIN, paper.number)
            _tell(books, row, paper, PaperUncertain(number=paper.number, application=paper.application))
            return PrintUncertain()


def record_judged(books: Books, intent: str, outcome: PrintOutcome) -> None:
    """Write what the printer says of a print that was left open, unless it was settled while the printer was asked.

    Whoever wanted it has left: what came out lies in the tray.
    """
    row = books.db.get_one(Print, intent)
    if row.concluded_at is None:
        record_outcome(books, intent, outcome)
        ask_about_left(books, row.visit)


def record_uncertain(books: Books, intent: str) -> None:
    """Neither the printer nor its counters can say what became of it."""
    record_judged(books, intent, PrintOutcome.UNCERTAIN)


def wait_for_printer(books: Books, intent: str) -> None:
    """The printer is away that alone can say what became of it: somebody must see to the printer."""
    row = books.db.get_one(Print, intent)
    if row.concluded_at is None:
        tasks.file_paper(books, TaskKind.PRINT_OPEN, row.paper)


def ask_about_left(books: Books, visit: str | None) -> None:
    """Ask for a person, once, about every paper that came out in this visit (None: any), and was not taken.

    What is in the locker was taken: its content is wiped, and older kiosks have no word of it on record.
    """
    answered = select(StaffTask.paper).where(StaffTask.kind == TaskKind.PAPER_LEFT, StaffTask.settled_by.is_not(None))
    left = (
        select(Print)
        .join(Paper, Print.paper == Paper.number)
        .where(Print.outcome == PrintOutcome.PRINTED.value, Print.taken_at.is_(None), Print.paper.not_in(answered))
        .where(or_(Paper.way == Way.KIOSK, Paper.sealed.is_not(None)))
    )
    for row in books.db.scalars(left if visit is None else left.where(Print.visit == visit)):
        tasks.file_paper(books, TaskKind.PAPER_LEFT, row.paper)


def of_unknown_end(books: Books) -> tuple[JobRef, ...]:
    """The jobs whose prints were given up, lately or for staff to settle; the printer may still have them."""
    given_up = (
        select(Print)
        .join(Paper, Print.paper == Paper.number)
        .where(Print.outcome == PrintOutcome.UNCERTAIN.value)
        .where(or_(Paper.state == PaperState.UNCERTAIN, Print.concluded_at >= books.now - _LATELY))
    )
    notes = (_note_of(row) for row in books.db.scalars(given_up))
    return tuple(note.job for note in notes if note is not None)


def jobs_of(books: Books, number: str) -> tuple[JobRef, ...]:
    """Every job that this paper was given to the printer as."""
    notes = (_note_of(row) for row in books.db.scalars(select(Print).where(Print.paper == number)))
    return tuple(note.job for note in notes if note is not None)


def unconcluded(books: Books, visit: str | None) -> tuple[OpenPrint, ...]:
    """The prints that a visit (None: any) left open, oldest first."""
    left = select(Print).where(Print.concluded_at.is_(None)).order_by(Print.created_at)
    rows = books.db.scalars(left if visit is None else left.where(Print.visit == visit))
    return tuple(OpenPrint(PrintIntent(row.id, row.paper), row.visit, _note_of(row)) for row in rows)


def _claim(books: Books, intent: Print, by: ByCode | ByCard | ByStaff) -> bool:
    """Write who into intent, and spend the code. False: the right to print is gone."""
    match by:
        case ByCode(code):
            row = books.db.get_one(ShownCode, code)
            if row.spent_by is not None or row.paper != intent.paper:
                return False
            row.spent_by, intent.code, intent.who = intent.id, code, f"code:{code}"
        case ByCard(card):
            intent.who = f"card:{card}"
        case ByStaff(member):
            if not staff.may_now(books, member, Deed.PRINT):
                return False
            intent.who = f"staff:{member}"
    return True


def _printed(books: Books, row: Print, paper: Paper) -> None:
    paper.state = PaperState.PRINTED
    if paper.way is Way.KIOSK:
        papers.wipe(books, paper)
    _tell(books, row, paper, PaperPrinted(number=paper.number, application=paper.application))


def _not_printed(books: Books, row: Print, paper: Paper) -> None:
    """It can be printed again, by the same code; or goes back to the hub that has asked for it."""
    paper.state = PaperState.READY
    if row.code is not None:
        books.db.get_one(ShownCode, row.code).spent_by = None
    _tell(books, row, paper, PaperNotPrinted(number=paper.number, application=paper.application))
    if paper.recalled:
        papers.release(books, paper)


def _tell(books: Books, row: Print, paper: Paper, event: Followed) -> None:
    books.tell(event, row.who, print=row.id, way=paper.way.value)


def _note_of(row: Print) -> JobNote | None:
    if row.note is None:
        return None
    return JobNote(
        job=JobRef(row.note["job"]),
        printer=row.note["printer"],
        pages=row.note["pages"],
        counter_before=row.note["counter_before"],
    )
