"""What must hold of papers, prints and codes after a restart, asked of the database and of the printer's tray."""

from collections.abc import Iterable

from sqlalchemy import select

from kiosk.paper import PaperState
from kiosk.store import tasks
from kiosk.store.schema import Audit, Delivery, Paper, Parcel, Print, ShownCode, Ticket
from kiosk.store.store import Books
from link.staff import TaskKind
from link.way import Way
from locker.parcel import ParcelState, ToldBy
from tests.kiosk.office import Certificate
from tests.kiosk.point import Point

AN_HOUR_S = 3600.0


def check_papers(books: Books, point: Point, certificates: Iterable[Certificate]) -> None:
    """Fail with the first invariant that does not hold."""
    no_print_is_left_open(books)
    for certificate in certificates:
        the_tray_agrees(books, point, certificate)
        content_is_wiped_when_nobody_needs_it(books.db.get_one(Paper, certificate.number), books)
    codes_are_spent_for_what_may_have_come_out(books)
    deliverys_end_with_their_envelope(books)
    the_hub_can_tell_whoever_it_must(books)


def no_print_is_left_open(books: Books) -> None:
    assert books.db.scalars(select(Print).where(Print.concluded_at.is_(None))).all() == []
    assert books.db.scalars(select(Paper).where(Paper.state == PaperState.PRINTING)).all() == []


def the_tray_agrees(books: Books, point: Point, certificate: Certificate) -> None:
    """PRINTED: one whole copy. READY: not a sheet. Anything else has a task. And nothing more will ever come."""
    whole = [(page,) for page in range(1, certificate.pages + 1)]
    now = point.printer.sheets_of(certificate.pdf)
    point.printer.put_right()
    point.printer.mfp.advance(point.printer.now_s + AN_HOUR_S)
    later = [sheet.pages for sheet in point.printer.mfp.tray if sheet.pdf == certificate.pdf]
    match books.db.get_one(Paper, certificate.number).state:
        case PaperState.PRINTED:
            assert now == later == whole
            whoever_did_not_say_that_they_have_it_is_asked_for(books, certificate)
        case PaperState.READY:
            assert later == []
        case state:
            assert state is PaperState.UNCERTAIN
            assert len(set(later)) == len(later)
            asked = {task.paper for task in tasks.unsettled(books) if task.kind is TaskKind.PRINT_UNCERTAIN}
            assert certificate.number in asked


def whoever_did_not_say_that_they_have_it_is_asked_for(books: Books, certificate: Certificate) -> None:
    """A paper that came out is taken by somebody's word, in the locker, or looked for in the tray."""
    events = {row.event for row in books.db.scalars(select(Audit)) if row.facts.get("number") == certificate.number}
    asked = {task.paper for task in tasks.unsettled(books) if task.kind is TaskKind.PAPER_LEFT}
    is_left = "paper_taken" not in events and not was_stored(books, certificate.number)
    assert (certificate.number in asked) == is_left


def content_is_wiped_when_nobody_needs_it(paper: Paper, books: Books) -> None:
    """Printed for the person who stood there; or in the locker, or on its way."""
    is_done = paper.way is Way.KIOSK and paper.state is PaperState.PRINTED
    assert (paper.sealed is None) == (is_done or was_stored(books, paper.number))


def was_stored(books: Books, number: str) -> bool:
    tickets = select(Ticket).join(Parcel, Ticket.parcel == Parcel.id).where(Parcel.paper == number)
    return books.db.scalars(tickets).first() is not None


def codes_are_spent_for_what_may_have_come_out(books: Books) -> None:
    """A code is good exactly while its paper can be printed with it."""
    for code in books.db.scalars(select(ShownCode)):
        paper = books.db.get_one(Paper, code.paper)
        assert (code.spent_by is None) == (paper.state is PaperState.READY)
        if code.spent_by is not None:
            assert books.db.get_one(Print, code.spent_by).paper == paper.number


def deliverys_end_with_their_envelope(books: Books) -> None:
    for delivery in books.db.scalars(select(Delivery)):
        of_it = select(Parcel).join(Paper, Parcel.paper == Paper.number)
        (parcel,) = books.db.scalars(of_it.where(Paper.application == delivery.application)).all()
        assert delivery.ended == (parcel.state is ParcelState.TAKEN)


def the_hub_can_tell_whoever_it_must(books: Books) -> None:
    """Of a stored paper whose code nobody here was shown, the hub hears where it is and which application's it is."""
    heard = {row.facts["parcel"]: row.facts for row in books.db.scalars(select(Audit)) if row.event == "parcel_stored"}
    told = (ToldBy.HUB, ToldBy.VOLUNTEER)
    for parcel in books.db.scalars(select(Parcel).where(Parcel.state == ParcelState.STORED)):
        if parcel.told_by in told:
            paper = books.db.get_one(Paper, parcel.paper)
            assert (heard[parcel.id]["compartment"], heard[parcel.id]["application"]) == (
                parcel.compartment,
                paper.application,
            )
