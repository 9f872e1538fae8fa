"""The papers that the hub assigned to this kiosk, from their coming to the moment when their content is wiped."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from sqlalchemy import select

from kiosk.audit.events import AuditEvent
from kiosk.flows.effects.papers import ByCard, Envelope, Offer
from kiosk.identity import Identity
from kiosk.paper import PaperState
from kiosk.roles import Deed
from kiosk.store import staff, tasks
from kiosk.store.schema import Outbox, Paper, Parcel, Print
from kiosk.store.store import Books
from link.admin import PaperRow
from link.events import Finding, Followed, PaperPrinted, PaperReleased, PaperSettled, PaperUncertain
from link.hub import PaperAssigned, PaperContent
from link.sealing import NotForUs
from link.staff import TaskKind
from link.way import Way
from locker.parcel import LIVE

_ENDS = ("paper_printed", "paper_uncertain", "paper_settled", "paper_released")
"""The events after which the hub does not take a paper for one that waits here."""

_GONE = (PaperState.RELEASED, PaperState.OVERTAKEN)
"""It may be assigned to this kiosk once more."""


def assign(books: Books, assigned: PaperAssigned, identity: Identity) -> None:
    """From now on this kiosk may print this number; one that it cannot read goes back at once.

    Told again, it changes nothing but a paper that was taken out of service, or given back to the hub's knowledge. Of
    one that is done with here the hub is told once more: it would not assign it if it knew.
    """
    paper = books.db.get(Paper, assigned.number)
    if paper is None:
        paper = Paper(number=assigned.number)
        books.db.add(paper)
    elif paper.number in _still_to_be_told(books):
        return
    elif paper.state not in _GONE:
        _tell_again(books, paper)
        return
    paper.application, paper.way, paper.sealed = assigned.application, assigned.way, assigned.sealed
    paper.state, paper.recalled, paper.fetched_at = PaperState.READY, False, books.now
    books.record(AuditEvent.PAPER_FETCHED, "hub", **facts(paper))
    if content(identity, paper) is None:
        release(books, paper)


def unreadable(books: Books, identity: Identity) -> tuple[Paper, ...]:
    """What waits here and was sealed for keys that this kiosk has no more: nobody could ever print it here."""
    return tuple(paper for paper in _waiting(books) if content(identity, paper) is None)


def give_back(books: Books, waiting: Iterable[Paper]) -> None:
    """Give these numbers back to the hub, unprinted."""
    for paper in waiting:
        release(books, paper)


def recall(books: Books, number: str) -> None:
    """The hub wants it back. One that is being printed goes back only if nothing came out.

    It would not ask for one that is done with here if it knew: it is told once more.
    """
    paper = books.db.get(Paper, number)
    if paper is None or number in _still_to_be_told(books):
        return
    paper.recalled = True
    if paper.state is PaperState.READY or paper.state in _GONE:
        release(books, paper)
    else:
        _tell_again(books, paper)


def release(books: Books, paper: Paper) -> None:
    """Give the number back to the hub, unprinted."""
    paper.state = PaperState.RELEASED
    wipe(books, paper)
    books.tell(PaperReleased(number=paper.number, application=paper.application), "controller", way=paper.way.value)


def not_among(books: Books, held: AbstractSet[str]) -> tuple[Paper, ...]:
    """Whatever waits here and is not among the numbers that the hub knows this kiosk to hold."""
    # A restored hub is told again of what was given back, and does not know that it assigned it once more.
    may_wait = held - _still_to_be_told(books)
    return tuple(paper for paper in _waiting(books) if paper.number not in may_wait)


def overtake(books: Books, waiting: Iterable[Paper]) -> None:
    """Take these out of service: they may have been printed since the backup that this database was restored from."""
    for paper in waiting:
        paper.state = PaperState.OVERTAKEN
        wipe(books, paper)
        books.record(AuditEvent.PAPER_OVERTAKEN, "hub", **facts(paper))


def of_application(books: Books, application: str) -> Paper | None:
    """The last paper of this application."""
    its = select(Paper).where(Paper.application == application).order_by(Paper.fetched_at.desc())
    return books.db.scalars(its).first()


def content(identity: Identity, paper: Paper) -> PaperContent | None:
    """What is to be printed; None: it is wiped, or it was not sealed for this kiosk."""
    if paper.sealed is None:
        return None
    try:
        return identity.open_paper(paper.number, paper.sealed)
    except NotForUs:
        return None


def sealed(books: Books, number: str) -> bytes | None:
    """The closed content of a paper that may be printed."""
    paper = books.db.get(Paper, number)
    return paper.sealed if paper is not None and paper.state is PaperState.READY else None


def of_card(books: Books, identity: Identity | None, card: str) -> tuple[Offer, ...]:
    """The papers that wait here for the person whose card this is."""
    waiting = select(Paper).where(Paper.state == PaperState.READY, Paper.way == Way.KIOSK).order_by(Paper.fetched_at)
    found = []
    for paper in books.db.scalars(waiting) if identity is not None else ():
        inside = content(identity, paper) if identity is not None else None
        if inside is not None and card in inside.cards:
            found.append(Offer(paper.number, inside.title, ByCard(card)))
    return tuple(found)


def envelopes(books: Books, identity: Identity | None, member: str) -> tuple[Envelope, ...]:
    """What this member of staff may bring into the locker: printed or still to be printed, and in no compartment."""
    if identity is None or not staff.may_now(books, member, Deed.PRINT):
        return ()
    inside = select(Parcel.paper).where(Parcel.state.in_(LIVE), Parcel.paper.is_not(None))
    waiting = (
        select(Paper)
        .where(Paper.way != Way.KIOSK, Paper.state.in_((PaperState.READY, PaperState.PRINTED)))
        .where(Paper.sealed.is_not(None), Paper.number.not_in(inside))
        .order_by(Paper.fetched_at)
    )
    return tuple(
        Envelope(
            number=paper.number,
            application=paper.application,
            title=inside_it.title,
            holder=inside_it.holder,
            household=inside_it.household,
            pages=inside_it.pages,
            is_printed=paper.state is PaperState.PRINTED,
        )
        for paper in books.db.scalars(waiting)
        if (inside_it := content(identity, paper)) is not None
    )


def wipe(books: Books, paper: Paper) -> None:
    """Nobody here needs to read it again, and nobody need be helped with its code."""
    paper.sealed = None
    books.wipe_log()
    tasks.withdraw_paper(books, TaskKind.PAPER_CODE_LOCKED, paper.number)


def taken(books: Books, number: str, member: str | None = None) -> None:
    """The person says that they have it; or this member of staff, that it is in its envelope."""
    is_with_its_person(books, number)
    tasks.withdraw_paper(books, TaskKind.PAPER_LEFT, number)
    who = "visitor" if member is None else f"staff:{member}"
    books.record(AuditEvent.PAPER_TAKEN, who, **facts(books.db.get_one(Paper, number)))


def is_with_its_person(books: Books, number: str) -> None:
    """Nobody need look for it in the tray."""
    for printed in books.db.scalars(select(Print).where(Print.paper == number)):
        printed.taken_at = books.now


def rows(books: Books) -> tuple[PaperRow, ...]:
    """Every paper here, by number."""
    kept = select(Paper).where(Paper.state != PaperState.RELEASED).order_by(Paper.number)
    return tuple(
        PaperRow(number=paper.number, application=paper.application, way=paper.way, state=paper.state.value)
        for paper in books.db.scalars(kept)
    )


def known(books: Books) -> frozenset[str]:
    """The numbers of which the hub need not tell. One that was given back is the hub's once it has heard so."""
    here = select(Paper.number).where(Paper.state.not_in(_GONE))
    return frozenset(books.db.scalars(here)) | _still_to_be_told(books)


def facts(paper: Paper) -> dict[str, str | int | None]:
    """What the audit log says of a paper."""
    return {"number": paper.number, "application": paper.application, "way": paper.way.value}


def _still_to_be_told(books: Books) -> frozenset[str]:
    """Papers of which the hub will hear what became of them: until then it speaks of what it knew before."""
    waiting = select(Outbox.body).where(Outbox.sent_at.is_(None), Outbox.event.in_(_ENDS))
    return frozenset(body["number"] for body in books.db.scalars(waiting))


def _tell_again(books: Books, paper: Paper) -> None:
    """What became of it, as if it had happened now; nothing if it waits or is being printed."""
    number, application = paper.number, paper.application
    match paper.state:
        case PaperState.PRINTED:
            ends: tuple[Followed, ...] = (PaperPrinted(number=number, application=application),)
        case PaperState.UNCERTAIN:
            ends = (PaperUncertain(number=number, application=application),)
        case PaperState.VOID:
            void = PaperSettled(number=number, application=application, settlement=Finding.VOID)
            ends = (PaperUncertain(number=number, application=application), void)
        case _:
            ends = ()
    for end in ends:
        books.tell(end, "controller", way=paper.way.value)


def _waiting(books: Books) -> tuple[Paper, ...]:
    return tuple(books.db.scalars(select(Paper).where(Paper.state == PaperState.READY).order_by(Paper.number)))
